#include "tests/tools/driftwave/serve/running_service.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace driftwave {
namespace {

[[noreturn]] void become_service(std::vector<std::string> arguments, int messages, int inherited) {
  ::dup2(::open("/dev/null", O_RDWR | O_CLOEXEC), STDIN_FILENO);
  ::dup2(STDIN_FILENO, STDOUT_FILENO);
  ::dup2(messages, STDERR_FILENO);
  if (inherited >= 0) {
    constexpr int kFirst = 3;
    // Where it has that number already, dup2() would leave it to be closed.
    if (inherited == kFirst) {
      ::fcntl(kFirst, F_SETFD, 0);
    } else {
      ::dup2(inherited, kFirst);
    }
    ::setenv("LISTEN_FDS", "1", 1);
    ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
  }
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const char* const other = std::getenv("DRIFTWAVE_FUZZ_PROGRAM");
  ::execv(other == nullptr ? DRIFTWAVE_PROGRAM : other, pointers.data());
  _exit(127);
}

}  // namespace

RunningService::RunningService(std::vector<std::string> arguments, int inherited) {
  arguments.insert(arguments.begin(), {"driftwave", "serve"});
  if (std::ranges::count(arguments, "--port") == 0) arguments.insert(arguments.end(), {"--port", "0"});
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
  process_ = ::fork();
  if (process_ == 0) become_service(arguments, ends[1], inherited);
  ::close(ends[1]);
  await_listening(ends[0]);
  ::close(ends[0]);
}

RunningService::~RunningService() {
  if (process_ < 0) return;
  send(SIGKILL);
  await_end();
}

/// The service says where it listens, a line each, and then "ready".
void RunningService::await_listening(int messages) {
  std::string text;
  std::array<char, 256> piece{};
  while (text.find("driftwave: ready\n") == std::string::npos) {
    const ssize_t got = ::read(messages, piece.data(), piece.size());
    if (got <= 0) throw std::runtime_error("the service ended: " + text);
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
  const auto after = [&text](const std::string& words) {
    const std::size_t at = text.find(words);
    if (at == std::string::npos) return std::string();
    return text.substr(at + words.size(), text.find('\n', at) - at - words.size());
  };
  url_ = "http://" + after("listening on http://");
  const std::string wyoming = after("listening on tcp://");
  if (!wyoming.empty()) wyoming_port_ = std::stoi(wyoming.substr(wyoming.rfind(':') + 1));
}

void RunningService::send(int signal) const {
  ::kill(process_, signal);
}

int RunningService::await_end() {
  int status = 0;
  ::waitpid(std::exchange(process_, -1), &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace driftwave
