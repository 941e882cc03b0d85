#pragma once
/// From one frame's spectrum to its log-mel values: the arithmetic that log_mel and MelStream share.
#include <complex>
#include <span>
#include <vector>

#include "engine/dsp/mel.h"

namespace driftwave {

/// The filterbank without its zeros. One object per thread.
class MelProjection {
 public:
  /// @throws Error as validate(settings), and unless the scale is natural log.
  explicit MelProjection(const MelSettings& settings);

  [[nodiscard]] std::size_t mels() const noexcept { return bands_.size(); }

  /// RT. @param spectrum [K]. @param mel [M], natural log of the mean magnitude in each band.
  void apply(std::span<const std::complex<float>> spectrum, std::span<float> mel) noexcept;

 private:
  struct Band {
    std::size_t first_bin = 0;
    std::size_t first_weight = 0;
    std::size_t bins = 0;
  };

  double floor_;
  std::vector<Band> bands_;
  std::vector<float> weights_;
  std::vector<float> magnitude_;
};

}  // namespace driftwave
