#pragma once
/// Sample rate conversion that is never far behind: for live audio, where StreamResampler's batches of some
/// 20 ms are too late.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/audio/resample.h"

namespace driftwave {

/// An output is made once so many inputs after its position have come in.
[[nodiscard]] std::size_t resampler_lookahead(const ResampleRates& rates) noexcept;

/// A windowed sinc (Kaiser, 64 taps of the lower rate), read from a table of 512 phases with linear
/// interpolation. Flat to 0.1 dB up to 20 kHz and images below -80 dB for a lower rate of 44.1 kHz. Equal
/// rates pass the samples themselves.
///
/// Output k lies at input position (k * from + offset) / to, exactly, however the input is cut into blocks;
/// positions before the first sample are silence.
///
/// Thread: one at a time; all but construction is RT.
class LiveResampler {
 public:
  /// @param offset in samples of the input, times to_hz.
  /// @throws Error unless both rates are in 8,000 .. 768,000 Hz and
  /// -from_hz - to_hz < offset <= 0.
  explicit LiveResampler(const ResampleRates& rates, std::int64_t offset = 0);

  /// Takes all of `audio` and writes what is complete.
  /// @param out [max_samples(audio.size())]. @return samples written
  std::size_t process(std::span<const float> audio, std::span<float> out) noexcept;
  void reset() noexcept;

  /// Most outputs that so many inputs complete.
  [[nodiscard]] std::size_t max_samples(std::size_t inputs) const noexcept;

 private:
  [[nodiscard]] float at_position() const noexcept;

  ResampleRates rates_;
  std::int64_t offset_;
  std::size_t half_ = 0;        ///< taps on each side
  std::vector<float> table_;    ///< [phases + 1, 2 * half]
  std::vector<float> history_;  ///< [2 * window] the last inputs, twice, so that a window is contiguous
  std::size_t head_ = 0;        ///< where the next input goes
  std::int64_t inputs_ = 0;     ///< so far
  std::int64_t whole_ = 0;      ///< next output's position: whole inputs ..
  std::int64_t fraction_ = 0;   ///< .. and to_hz-ths
};

}  // namespace driftwave
