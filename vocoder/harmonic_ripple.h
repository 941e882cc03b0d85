#pragma once
/// Where a mel resolves single harmonics: the ripple that they leave in it, apart from the envelope that they
/// sample.
#include <cstddef>
#include <span>
#include <vector>

#include "engine/dsp/mel.h"

namespace driftwave {

/// Thread: one at a time; all but construction is RT.
class HarmonicRipple {
 public:
  /// @throws Error unless the mel's scale is natural log.
  explicit HarmonicRipple(const MelSettings& settings);

  /// The mean over one period of the ripple, f0 wide, and what is left: mel = envelope + ripple.
  /// @param mel, envelope, ripple [M], natural log
  void split(std::span<const float> mel, float f0_hz, std::span<float> envelope,
             std::span<float> ripple) noexcept;

  /// A row stretched along frequency: the value at 1 / ratio of the band's centre. @param row [M]
  [[nodiscard]] float stretched(std::span<const float> row, std::size_t band, float ratio) const noexcept;

 private:
  float lowest_;
  std::vector<float> centres_hz_;
  std::vector<float> edges_hz_;  ///< [M + 1] half way between the centres
  std::vector<float> sums_;      ///< [M + 1] magnitude below each edge
};

}  // namespace driftwave
