#include "tools/driftwave/interrupt.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>

#include "engine/core/atomic_file.h"

namespace driftwave {
namespace {

extern "C" void clean_up_and_exit(int signal_number) {
  end_at_once(128 + signal_number);
}

}  // namespace

void install_signal_handlers() {
  struct sigaction action {};
  action.sa_handler = clean_up_and_exit;
  sigfillset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // Under nohup the signal is ignored, and stays so.
  struct sigaction inherited {};
  sigaction(SIGHUP, nullptr, &inherited);
  if (inherited.sa_handler != SIG_IGN) sigaction(SIGHUP, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void end_at_once(int status) noexcept {
  AtomicFile::remove_all_temporaries();
  _exit(status);
}

void fail_at_once(const std::string& message) noexcept {
  std::fputs(("driftwave: " + message + "\n").c_str(), stderr);
  end_at_once(1);
}

}  // namespace driftwave
