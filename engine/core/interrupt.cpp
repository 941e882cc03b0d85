#include "engine/core/interrupt.h"

#include <unistd.h>

#include <csignal>

#include "engine/core/atomic_file.h"

namespace driftwave {
namespace {

extern "C" void clean_up_and_exit(int signal_number) {
  end_at_once(128 + signal_number);
}

void handle(int signal_number) noexcept {
  struct sigaction action {};
  action.sa_handler = clean_up_and_exit;
  sigfillset(&action.sa_mask);
  sigaction(signal_number, &action, nullptr);
}

/// Under nohup the signal is ignored, and stays so.
void handle_unless_ignored(int signal_number) noexcept {
  struct sigaction inherited {};
  sigaction(signal_number, nullptr, &inherited);
  if (inherited.sa_handler != SIG_IGN) handle(signal_number);
}

}  // namespace

void install_signal_handlers() noexcept {
  handle(SIGINT);
  handle(SIGTERM);
  handle(SIGQUIT);
  handle_unless_ignored(SIGHUP);
  handle_unless_ignored(SIGXCPU);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

void end_at_once(int status) noexcept {
  AtomicFile::remove_all_temporaries();
  _exit(status);
}

}  // namespace driftwave
