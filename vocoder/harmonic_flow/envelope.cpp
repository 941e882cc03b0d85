#include "vocoder/harmonic_flow/envelope.h"

#include <algorithm>
#include <cmath>

namespace driftwave {

MelEnvelope::MelEnvelope(const MelSettings& settings) : lower_(settings.bins()), share_(settings.bins()) {
  const std::vector<double> centres = mel_centres_hz(settings);
  const double hz_per_bin = static_cast<double>(settings.sample_rate_hz) / settings.n_fft;
  for (std::size_t k = 0; k < lower_.size(); ++k) {
    const double hz = static_cast<double>(k) * hz_per_bin;
    const auto above = std::upper_bound(centres.begin(), centres.end(), hz) - centres.begin();
    const auto last = static_cast<std::ptrdiff_t>(centres.size()) - 2;
    const std::ptrdiff_t lower = std::clamp<std::ptrdiff_t>(above - 1, 0, std::max<std::ptrdiff_t>(last, 0));
    lower_[k] = lower;
    if (centres.size() < 2) continue;
    const auto i = static_cast<std::size_t>(lower);
    share_[k] = static_cast<float>(std::clamp((hz - centres[i]) / (centres[i + 1] - centres[i]), 0.0, 1.0));
  }
}

void MelEnvelope::log_magnitude(std::span<const float> mel, std::span<float> out) const noexcept {
  for (std::size_t k = 0; k < out.size(); ++k) {
    const auto lower = static_cast<std::size_t>(lower_[k]);
    const std::size_t upper = std::min(lower + 1, mel.size() - 1);
    out[k] = mel[lower] + share_[k] * (mel[upper] - mel[lower]);
  }
}

void MelEnvelope::magnitude(std::span<const float> mel, std::span<float> out) const noexcept {
  log_magnitude(mel, out);
  for (float& value : out) value = std::exp(value);
}

}  // namespace driftwave
