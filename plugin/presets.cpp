#include "plugin/presets.h"

namespace driftwave {

std::span<const Preset> factory_presets() {
  using enum Parameter;
  // Robot: 1 holds, 2 is MIDI. Steps: -1 is Auto. Times in ms, the rest in %, st, dB.
  static const std::vector<Preset> presets{
      {"Start", "Resynthesis", "What the vocoder makes of the input, nothing turned", {}},

      {"Voice",
       "Close Double",
       "A second take under the first",
       {{kPitch, 0.12F}, {kMix, 42}, {kBreath, 120}, {kSeed, 7}}},
      {"Voice",
       "Octave Under",
       "A lower voice beside the dry one",
       {{kPitch, -12}, {kFormant, -2}, {kMix, 55}}},
      {"Voice",
       "Small Hours",
       "Whispered: no pitch, all breath",
       {{kHarmonics, 0}, {kBreath, 140}, {kTilt, 0.6F}}},
      {"Voice", "Giant", "A fifth down and a larger body", {{kPitch, -7}, {kFormant, -5}}},
      {"Voice", "Sprite", "A fifth up and a smaller body", {{kPitch, 7}, {kFormant, 4}, {kTilt, 0.5F}}},
      {"Voice", "Monotone", "One note, the words stay", {{kRobot, 1}, {kRobotNote, 45}, {kGlide, 60}}},
      {"Voice", "Play Me", "Sings the notes that you play", {{kRobot, 2}, {kGlide, 70}, {kTone, 30}}},
      {"Voice", "Breath Lift", "More air, as from closer up", {{kBreath, 170}, {kTilt, 0.8F}, {kMix, 70}}},
      {"Voice",
       "Ghost Choir",
       "Words that blur into vowels",
       {{kSmear, 2600}, {kFormant, 1}, {kBreath, 125}, {kMix, 80}}},
      {"Voice",
       "Telephone Cousin",
       "Half the input's own sound, half a stranger",
       {{kRegenerate, 45}, {kFormant, 3}, {kTilt, -1}}},

      {"Drums",
       "Pitched Kit",
       "Every hit gets the note",
       {{kRobot, 1}, {kRobotNote, 36}, {kTone, 85}, {kGlide, 0}}},
      {"Drums", "Played Kit", "Hits on the notes that you play", {{kRobot, 2}, {kTone, 90}, {kGlide, 0}}},
      {"Drums", "Paper Loop", "Drier, thinner, all rustle", {{kHarmonics, 0}, {kFormant, 4}, {kTilt, 1.5F}}},
      {"Drums", "Under Water", "Dark, with long tails", {{kFormant, -6}, {kTilt, -3}, {kSmear, 900}}},
      {"Drums", "Wider Room", "A short bloom behind each hit", {{kSmear, 450}, {kMix, 38}, {kTilt, -0.8F}}},
      {"Drums",
       "Tin Machine",
       "Metallic and tuned high",
       {{kRobot, 1}, {kRobotNote, 67}, {kTone, 60}, {kFormant, 5}, {kTilt, 1}}},

      {"Pads", "Slow Glass", "Chords become long light", {{kSmear, 6000}, {kTilt, 0.7F}, {kFormant, 3}}},
      {"Pads",
       "Choir Stalls",
       "Pads with a throat",
       {{kFormant, -3}, {kBreath, 130}, {kSmear, 1800}, {kTone, 25}}},
      {"Pads",
       "Halo",
       "An octave above, blended in",
       {{kPitch, 12}, {kFormant, 2}, {kSmear, 3000}, {kMix, 45}}},
      {"Pads",
       "Velvet Floor",
       "An octave below, dark",
       {{kPitch, -12}, {kTilt, -2}, {kSmear, 1200}, {kMix, 60}}},
      {"Pads", "Side Light", "Takes its colour from the side chain", {{kMorph, 75}, {kSmear, 400}}},

      {"Textures", "Stopped Clock", "This moment, held", {{kFreeze, 1}}},
      {"Textures",
       "Wind Harp",
       "Noise that sings the low note",
       {{kRobot, 1}, {kRobotNote, 40}, {kTone, 55}, {kBreath, 160}, {kSmear, 4000}}},
      {"Textures",
       "Sea Fret",
       "Only air, and slow",
       {{kHarmonics, 0}, {kSmear, 7000}, {kTilt, -1.5F}, {kBreath, 120}}},
      {"Textures", "Coarse Prior", "No steps: the bare source and filter", {{kSteps, 0}, {kBreath, 80}}},
      {"Textures",
       "Drone Loom",
       "A drone with the input's shadow",
       {{kRobot, 1}, {kRobotNote, 33}, {kTone, 100}, {kSmear, 5000}, {kFormant, -4}}},
      {"Textures",
       "Spoken Synth",
       "The side chain's colour on your notes",
       {{kRobot, 2}, {kTone, 100}, {kMorph, 100}, {kGlide, 20}}},
  };
  return presets;
}

int preset_of(const juce::String& name) {
  const std::span<const Preset> presets = factory_presets();
  for (std::size_t i = 0; i < presets.size(); ++i)
    if (name.equalsIgnoreCase(presets[i].name)) return static_cast<int>(i);
  return -1;
}

Settings settings_of(const Preset& preset) {
  Settings settings{.preset = preset.name, .values = {}};
  for (const auto& [parameter, value] : preset.values)
    settings.values.emplace_back(info_of(parameter).id, value);
  return settings;
}

}  // namespace driftwave
