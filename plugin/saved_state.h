#pragma once
/// What a host keeps of the plugin: versioned XML.
///
///   <driftwave version="1" model="<hash>" preset="Giant"><parameter id="pitch" value="3.5"/> ...</driftwave>
///
/// A state of a later version is read as far as it is known. Parameters that a state lacks take their
/// defaults.
#include <juce_audio_processors/juce_audio_processors.h>

#include <optional>
#include <string>

namespace driftwave {

inline constexpr int kStateVersion = 1;

struct SavedState {
  std::string model_hash;  ///< of the model in use, or of the one that is wanted
  std::string preset;      ///< the one that was loaded last, for the editor to show
  /// By id, in the parameters' own units.
  std::vector<std::pair<std::string, float>> values;
};

[[nodiscard]] SavedState take_state(const juce::AudioProcessorValueTreeState& state, std::string model_hash);
void give_state(const SavedState& saved, juce::AudioProcessorValueTreeState& state);

[[nodiscard]] juce::String to_xml(const SavedState& saved);
/// @return nothing when the text is no state.
[[nodiscard]] std::optional<SavedState> from_xml(const juce::String& text);

}  // namespace driftwave
