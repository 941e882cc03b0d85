#include "engine/dsp/mel_projection.h"

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"

namespace driftwave {

MelProjection::MelProjection(const MelSettings& settings)
    : floor_(settings.floor), magnitude_(settings.bins()) {
  if (settings.scale != MelScale::kNaturalLog)
    throw Error("mel: want settings on the natural log scale, got {}", describe(settings));
  const Array2<float> bank = mel_filterbank(settings);
  for (std::size_t m = 0; m < bank.rows(); ++m) {
    const std::span<const float> row = bank.row(m);
    Band band{.first_weight = weights_.size()};
    for (std::size_t k = 0; k < row.size(); ++k) {
      if (row[k] == 0.0F) continue;
      // A triangle has no gap.
      if (band.bins++ == 0) band.first_bin = k;
      weights_.push_back(row[k]);
    }
    bands_.push_back(band);
  }
}

void MelProjection::apply(std::span<const std::complex<float>> spectrum, std::span<float> mel) noexcept {
  for (std::size_t k = 0; k < magnitude_.size(); ++k) magnitude_[k] = std::abs(spectrum[k]);
  for (std::size_t m = 0; m < bands_.size(); ++m) {
    const Band& band = bands_[m];
    double sum = 0;
    for (std::size_t i = 0; i < band.bins; ++i)
      sum += static_cast<double>(weights_[band.first_weight + i]) * magnitude_[band.first_bin + i];
    mel[m] = static_cast<float>(std::log(std::max(sum, floor_)));
  }
}

}  // namespace driftwave
