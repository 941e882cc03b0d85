#pragma once
/// The editor's colours and type.
#include <juce_gui_basics/juce_gui_basics.h>

namespace driftwave {

struct Palette {
  juce::Colour background;
  juce::Colour panel;
  juce::Colour edge;
  juce::Colour well;   ///< behind spectrograms and fields
  juce::Colour track;  ///< of knobs
  juce::Colour text;
  juce::Colour dim_text;
  juce::Colour accent;
  juce::Colour second;  ///< beside the accent: what is made, where the accent is what is heard
  juce::Colour warning;
};

[[nodiscard]] const Palette& dark_palette();
[[nodiscard]] const Palette& light_palette();

/// How loud a part of a spectrogram is, 0..1, as a colour.
[[nodiscard]] juce::Colour heat(const Palette& palette, float level);

enum class Weight { kRegular, kBold };
/// Inter where it was built in, else the system's.
[[nodiscard]] juce::Font typeface(float height, Weight weight = Weight::kRegular);

}  // namespace driftwave
