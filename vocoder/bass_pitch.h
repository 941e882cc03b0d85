#pragma once
#include <cstddef>
#include <span>

#include "engine/dsp/pitch_stream.h"
#include "engine/dsp/yin.h"

namespace driftwave {

/// Pitches below those of speech: a bass, a piano's lowest octave. Asked beside a PitchStream, whose frames
/// it replaces where a period longer than that one looks for fits far better.
///
/// Thread: one at a time; all but construction is RT.
class BassPitch {
 public:
  static constexpr double kLowestHz = 27.0;
  static constexpr double kHighestHz = 64.0;

  explicit BassPitch(int sample_rate_hz, int hop_samples);

  /// Samples that a frame is found in: those before `end` of the frame.
  [[nodiscard]] std::size_t frame_samples() const noexcept { return yin_.frame_samples(); }
  /// Whether samples are worth looking at: a frame that is a tone already is none of a bass.
  [[nodiscard]] static bool doubts(const PitchFrame& heard) noexcept;
  /// @param samples [frame_samples()] @return `heard`, or the bass note in its place.
  [[nodiscard]] PitchFrame corrected(const PitchFrame& heard, std::span<const float> samples) noexcept;
  /// A frame that was not doubted.
  void skip() noexcept { last_hz_ = 0; }

 private:
  YinCandidates yin_;
  double last_hz_ = 0;  ///< found in the frame before; 0: none
};

}  // namespace driftwave
