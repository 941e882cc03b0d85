#pragma once
/// What a host keeps of the plugin: versioned XML.
///
///   <driftwave version="4" model="<hash>" voice="kathleen" preset="Giant" side="0" dark="1" width="1080"
///   locked="steps output">
///     <parameter id="pitch" value="3.5"/> ...
///     <other preset="Sprite"><parameter id="pitch" value="7"/> ...</other>
///     <loaded preset="Dusk"><parameter id="pitch" value="-2"/> ...</loaded>
///     <held f0_hz="220" voicing="1" gain="2" mel="-4.5 -3.25 ..."/>
///     <history done="1"><step><change id="pitch" before="0.5" after="0.6"/></step></history>
///   </driftwave>
///
/// A state of a later version is read as far as it is known. Parameters that a state lacks take their
/// defaults, or what they were before there were such parameters: before version 3 nothing matched loudness
/// and there was no ceiling, and sounds were of the first generation; before version 4 one key sang, held
/// when it was released, as loud as any, and channels differed by their levels only.
#include <juce_audio_processors/juce_audio_processors.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "plugin/history.h"
#include "plugin/parameters.h"
#include "vocoder/frame_shaper.h"

namespace driftwave {

inline constexpr int kStateVersion = 4;

/// What a player turned.
struct Settings {
  std::string preset;  ///< the one that was loaded last, for the editor to show
  /// By id, in the parameters' own units.
  std::vector<std::pair<std::string, float>> values;
};

/// What the window remembers.
struct EditorSettings {
  bool is_dark = true;
  int width = 1080;
  bool is_compact = false;  ///< without spectrograms
};

struct SavedState {
  std::string model_hash;  ///< of the model in use, or of the one that is wanted
  std::string voice = {};  ///< whose model it is: a name or a folder; empty: the usual one
  Settings heard = {};
  std::optional<Settings> other = {};  ///< of the side of the comparison that is not heard
  int side = 0;                        ///< of the comparison, which is heard
  EditorSettings editor = {};
  std::vector<Parameter> locked = {};   ///< what presets leave alone
  std::optional<Settings> loaded = {};  ///< the preset that was loaded, where it is the player's own
  std::optional<HeldFrame> held = {};   ///< what Freeze holds
  History::Saved history = {};
  bool is_first_generation = false;  ///< LiveControls::is_first_generation: as before version 3
};

[[nodiscard]] Settings take_settings(const juce::AudioProcessorValueTreeState& state, std::string preset);

struct Giving {
  /// The player turns; otherwise nobody does, as when a project is opened.
  bool is_gesture = false;
  /// What stays as it is.
  std::span<const Parameter> keep = {};
};
void give_settings(const Settings& settings, juce::AudioProcessorValueTreeState& state,
                   const Giving& giving = {});

/// As in a state of a version. Values that are no numbers are kept, and not given.
void write_settings(const Settings& settings, juce::XmlElement& element);
[[nodiscard]] Settings read_settings(const juce::XmlElement& element, int version);

[[nodiscard]] juce::String to_xml(const SavedState& saved);
/// @return nothing when the text is no state.
[[nodiscard]] std::optional<SavedState> from_xml(const juce::String& text);

}  // namespace driftwave
