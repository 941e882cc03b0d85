/// sd_driftwave: Speech Dispatcher starts it, speaks through it, and ends it.
#include <signal.h>
#include <unistd.h>

#include <exception>

#include "engine/core/standard_streams.h"
#include "tools/speech_dispatcher/speech_module.h"

int main() {
  using namespace driftwave;
  open_missing_standard_streams();
  // A server that is gone is noticed at the end of the input.
  ::signal(SIGPIPE, SIG_IGN);
  try {
    return SpeechModule(STDIN_FILENO, STDOUT_FILENO).run();
  } catch (const std::exception& e) {
    say("sd_driftwave: {}\n", e.what());
    return 1;
  }
}
