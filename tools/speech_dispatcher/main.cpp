/// sd_driftwave: Speech Dispatcher starts it, speaks through it, and ends it.
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>

#include "engine/core/standard_streams.h"
#include "tools/speech_dispatcher/speech_module.h"

int main() {
  using namespace driftwave;
  open_missing_standard_streams();
  // A server that is gone is noticed at the end of the input.
  ::signal(SIGPIPE, SIG_IGN);
  try {
    SpeechModule module(STDIN_FILENO, STDOUT_FILENO);
    // The speaker may stand before a pipe that nobody reads any more: nobody waits for it.
    std::_Exit(module.run());
  } catch (const std::exception& e) {
    say("sd_driftwave: {}\n", e.what());
    return 1;
  }
}
