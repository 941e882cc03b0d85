#pragma once
/// The exact pitch at one instant, given roughly: what refine_pitch does for a whole recording, from the
/// audio within 20 ms alone.
#include <cstddef>
#include <span>
#include <vector>

namespace driftwave {

/// Instantaneous frequencies of the lowest partials by reassignment (Auger & Flandrin 1995): the projection
/// on a Hann window and the one on its derivative. One object may serve many threads.
class InstantaneousPitch {
 public:
  /// @param half_samples audio on each side of the instant; at most 20 ms of it is used.
  InstantaneousPitch(int sample_rate_hz, std::size_t half_samples);

  [[nodiscard]] std::size_t half_samples() const noexcept { return window_.size() - 1; }

  /// RT. @param audio [2 * half_samples() + 1], the instant in the middle. @param coarse_hz > 0
  /// @return hertz; coarse_hz where the partials say nothing plausible (further than 8 %).
  [[nodiscard]] double refine(std::span<const float> audio, double coarse_hz) const noexcept;

 private:
  /// What the lowest partials say the pitch is, weighted by their energy, when each is projected on its
  /// multiple of f0_hz; f0_hz when none is within 8 % of it.
  [[nodiscard]] double mean_partial_hz(std::span<const float> audio, double f0_hz,
                                       std::size_t partials) const noexcept;

  double sample_rate_hz_;
  std::vector<double> window_;      ///< [half + 1] from the middle outwards
  std::vector<double> derivative_;  ///< [half + 1] per sample
};

}  // namespace driftwave
