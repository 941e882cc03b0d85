#include "engine/training/local_launcher.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "engine/core/error.h"

extern char** environ;

namespace driftwave::training {
namespace {

using std::chrono::steady_clock;

/// What a process may take to end by itself when another has failed, and then after SIGTERM.
constexpr std::chrono::seconds kGrace{10};

std::atomic<int> signal_to_pass_on{0};

void remember_signal(int signal) {
  signal_to_pass_on = signal;
}

int free_port() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const bool found = descriptor >= 0 && ::bind(descriptor, generic, size) == 0 &&
                     ::getsockname(descriptor, generic, &size) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!found) throw Error("processes: no free port on this machine: {}", std::strerror(errno));
  return ntohs(address.sin_port);
}

std::vector<std::string> own_arguments() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::vector<std::string> arguments;
  for (std::size_t i = 0; i < text.size(); i = text.find('\0', i) + 1)
    arguments.emplace_back(text.c_str() + i);
  if (arguments.empty()) throw Error("processes: cannot read this program's arguments: use torchrun");
  return arguments;
}

std::vector<std::string> environment_of(int rank, int count, int port) {
  std::vector<std::string> all{"RANK=" + std::to_string(rank), "LOCAL_RANK=" + std::to_string(rank),
                               "WORLD_SIZE=" + std::to_string(count), "MASTER_ADDR=127.0.0.1",
                               "MASTER_PORT=" + std::to_string(port)};
  // As torchrun does: otherwise each process's BLAS takes all cores.
  if (std::getenv("OMP_NUM_THREADS") == nullptr) all.emplace_back("OMP_NUM_THREADS=1");
  const std::size_t own = all.size();
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::string name = text.substr(0, text.find('=') + 1);
    const auto ours = all.begin() + static_cast<std::ptrdiff_t>(own);
    if (std::none_of(all.begin(), ours, [&](const std::string& s) { return s.starts_with(name); }))
      all.push_back(text);
  }
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

pid_t start(int rank, int count, int port) {
  // All is made ready before the fork: the child may only call what is safe after it.
  std::vector<std::string> arguments = own_arguments();
  std::vector<std::string> environment = environment_of(rank, count, port);
  const std::vector<char*> argv = pointers(arguments);
  const std::vector<char*> envp = pointers(environment);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child != 0) return child;
#ifdef __linux__
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
  if (::getppid() == parent) ::execve("/proc/self/exe", argv.data(), envp.data());
  ::_exit(127);
}

class Children {
 public:
  explicit Children(int count) {
    const int port = free_port();
    for (int rank = 0; rank < count; ++rank) {
      const pid_t child = start(rank, count, port);
      if (child < 0) {
        pass_on(SIGKILL);
        throw Error("processes: cannot start process {}: {}", rank, std::strerror(errno));
      }
      running_.push_back(child);
    }
  }

  int wait() {
    while (!running_.empty()) {
      if (const int signal = signal_to_pass_on.exchange(0); signal != 0) pass_on(signal);
      reap();
      if (worst_ != 0) end_the_rest();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return worst_;
  }

 private:
  void pass_on(int signal) const {
    for (const pid_t child : running_) ::kill(child, signal);
  }

  void reap() {
    int status = 0;
    for (pid_t child = ::waitpid(-1, &status, WNOHANG); child > 0; child = ::waitpid(-1, &status, WNOHANG)) {
      std::erase(running_, child);
      const int code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
      if (code != 0 && worst_ == 0) failed_ = steady_clock::now();
      worst_ = std::max(worst_, code);
    }
  }

  void end_the_rest() {
    const auto waited = steady_clock::now() - failed_;
    if (waited > kGrace && !told_) {
      pass_on(SIGTERM);
      told_ = true;
    }
    if (waited > 2 * kGrace) pass_on(SIGKILL);
  }

  std::vector<pid_t> running_;
  int worst_ = 0;
  bool told_ = false;
  steady_clock::time_point failed_;
};

}  // namespace

int launch_processes(int count) {
  signal_to_pass_on = 0;
  const auto old_interrupt = std::signal(SIGINT, remember_signal);
  const auto old_terminate = std::signal(SIGTERM, remember_signal);
  const int worst = Children(count).wait();
  std::signal(SIGINT, old_interrupt);
  std::signal(SIGTERM, old_terminate);
  return worst;
}

}  // namespace driftwave::training
