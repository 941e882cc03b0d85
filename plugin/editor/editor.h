#pragma once
#include <juce_audio_processors/juce_audio_processors.h>
namespace driftwave {
class DriftwaveProcessor;
class DriftwaveEditor : public juce::GenericAudioProcessorEditor {
 public:
  explicit DriftwaveEditor(juce::AudioProcessor& p) : GenericAudioProcessorEditor(p) {}
};
}
