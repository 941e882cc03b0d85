/// The Standalone's beginning: a command line with --render needs no window.
#include <juce_events/juce_events.h>

#include "plugin/render_file.h"

extern juce::JUCEApplicationBase* juce_CreateApplication();

int main(int argc, char** argv) {
  if (const std::optional<int> status = driftwave::render_from_command_line(argc, argv)) return *status;
  juce::JUCEApplicationBase::createInstance = &juce_CreateApplication;
  return juce::JUCEApplicationBase::main(argc, const_cast<const char**>(argv));
}
