#pragma once
#include <juce_gui_basics/juce_gui_basics.h>

#include <array>

#include "plugin/engine/level_meter.h"

namespace driftwave {

/// A level as bars with a mark that holds the peak, and a light that stays on once full scale was passed:
/// a click turns it off.
class LevelBars final : public juce::Component, public juce::SettableTooltipClient {
 public:
  explicit LevelBars(const juce::String& name);

  /// Called at `refresh_hz`. @param meter null: there is nothing to show.
  void refresh(LevelMeter* meter, std::size_t channels, int refresh_hz);
  [[nodiscard]] bool has_clipped() const noexcept { return clipped_ > 0; }
  /// In dB, of the louder channel; -100: silence.
  [[nodiscard]] float held_db() const noexcept;

  void paint(juce::Graphics& g) override;
  void mouseDown(const juce::MouseEvent& event) override;

 private:
  struct Bar {
    float db = -100;
    float held_db = -100;
    int held_frames = 0;
  };
  void follow(Bar& bar, float peak, int refresh_hz);

  juce::String name_;
  std::array<Bar, LevelMeter::kMostChannels> bars_{};
  std::size_t channels_ = 0;
  std::uint64_t clipped_ = 0;
  bool wants_no_clips_ = false;
};

}  // namespace driftwave
