#include "tools/driftwave/interrupt.h"

#include <unistd.h>

#include <csignal>

#include "engine/core/atomic_file.h"

namespace driftwave {
namespace {

extern "C" void clean_up_and_exit(int signal_number) {
  AtomicFile::remove_all_temporaries();
  _exit(128 + signal_number);
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

}  // namespace driftwave
