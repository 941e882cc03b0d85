#pragma once
/// A sound's mel spectrogram, scrolling, with its pitch.
#include <juce_gui_basics/juce_gui_basics.h>

#include <memory>
#include <span>
#include <vector>

#include "engine/dsp/mel_stream.h"
#include "plugin/editor/palette.h"

namespace driftwave {

/// Thread: the message thread.
class ScrollingSpectrum final : public juce::Component {
 public:
  explicit ScrollingSpectrum(const juce::String& name);

  /// Begins anew at another rate. @param delay_samples by which what is pushed is shown later.
  void prepare(int sample_rate_hz, std::size_t delay_samples);
  void set_palette(const Palette& palette);
  /// @param pitch_hz at the end of the audio; 0: none.
  void push(std::span<const float> audio, float pitch_hz);

  void paint(juce::Graphics& g) override;
  void mouseMove(const juce::MouseEvent& event) override;
  void mouseExit(const juce::MouseEvent& event) override;
  /// What the picture shows at a place: frequency, note and level. Empty: the place is on no sound.
  [[nodiscard]] juce::String reading_at(juce::Point<int> place) const;

 private:
  void add_column(std::span<const float> mel);
  void paint_column(int column);
  void scroll();
  void paint_pitch(juce::Graphics& g, juce::Rectangle<float> area) const;
  void paint_axis(juce::Graphics& g, juce::Rectangle<float> area) const;
  void paint_reading(juce::Graphics& g) const;
  /// 0 at the bottom .. 1 at the top.
  [[nodiscard]] static float height_of(double hz);

  juce::String name_;
  const Palette* palette_;
  std::unique_ptr<MelStream> stream_;
  double full_scale_db_ = 0;
  std::vector<float> waiting_;  ///< not yet shown
  std::size_t delay_ = 0;
  juce::Image image_;            ///< the newest column on the right
  std::vector<float> rows_;      ///< [rows] the mel band that each row shows, between two
  std::vector<float> levels_;    ///< [columns, rows] kept for another palette
  std::vector<float> pitch_hz_;  ///< [columns]
  float newest_pitch_hz_ = 0;
  juce::Point<int> pointer_{-1, -1};  ///< -1: elsewhere
};

}  // namespace driftwave
