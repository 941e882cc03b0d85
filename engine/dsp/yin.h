#pragma once
/// Pitch candidates of one frame (YIN: de Cheveigné & Kawahara 2002), shared by the offline tracker and the
/// stream. Which candidate is the pitch is decided in pitch_path.h.
#include <array>
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/dsp/fft.h"
#include "engine/dsp/pitch.h"

namespace driftwave {

/// The unvoiced state and the best periods.
inline constexpr std::size_t kMaxPitchStates = 9;

struct PitchCandidate {
  double f0_hz = 0;  ///< 0: unvoiced
  double cost = 0;
  double aperiodicity = 1;  ///< 0: a tone, 1: noise
};

/// The states of one frame: unvoiced first, then periods, cheapest first.
struct PitchCandidates {
  std::array<PitchCandidate, kMaxPitchStates> states{};
  std::size_t size = 0;

  [[nodiscard]] std::span<const PitchCandidate> all() const noexcept { return std::span(states).first(size); }
};

/// Longest period searched. @throws Error unless 20 <= low < high <= rate / 4 and hop > 0.
[[nodiscard]] std::size_t longest_period_samples(const PitchOptions& options);

/// Minima of the cumulative mean normalised difference (equation 8), by way of FFT correlation. One object
/// per thread.
class YinCandidates {
 public:
  /// @param window_samples correlated at every lag; two of the longest periods are enough for any pitch.
  /// @throws Error as longest_period_samples.
  YinCandidates(const PitchOptions& options, std::size_t window_samples);

  /// Samples of one frame: the window and the longest lag.
  [[nodiscard]] std::size_t frame_samples() const noexcept { return window_ + max_lag_; }

  /// RT. @param samples [frame_samples()]
  [[nodiscard]] PitchCandidates find(std::span<const float> samples) noexcept;

 private:
  void compute_difference(std::span<const float> samples) noexcept;

  PitchOptions options_;
  std::size_t window_;
  std::size_t shortest_period_;
  std::size_t longest_period_;
  std::size_t max_lag_;
  RealFft fft_;
  std::vector<std::complex<float>> kernel_;
  std::vector<double> d_;               ///< [max_lag + 1]
  std::vector<PitchCandidate> minima_;  ///< room for every minimum there can be
};

}  // namespace driftwave
