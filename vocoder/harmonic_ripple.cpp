#include "vocoder/harmonic_ripple.h"

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"

namespace driftwave {

HarmonicRipple::HarmonicRipple(const MelSettings& settings)
    : lowest_(static_cast<float>(std::log(settings.floor))),
      edges_hz_(static_cast<std::size_t>(settings.mels) + 1),
      sums_(edges_hz_.size()) {
  if (settings.scale != MelScale::kNaturalLog)
    throw Error("harmonic ripple: want a mel of natural log scale, got {}", describe(settings));
  for (const double hz : mel_centres_hz(settings)) centres_hz_.push_back(static_cast<float>(hz));
  for (std::size_t b = 1; b < centres_hz_.size(); ++b)
    edges_hz_[b] = 0.5F * (centres_hz_[b - 1] + centres_hz_[b]);
  edges_hz_.front() = static_cast<float>(settings.low_hz);
  edges_hz_.back() = static_cast<float>(settings.high_hz);
}

void HarmonicRipple::split(std::span<const float> mel, float f0_hz, std::span<float> envelope,
                           std::span<float> ripple) noexcept {
  for (std::size_t b = 0; b < mel.size(); ++b)
    sums_[b + 1] = sums_[b] + std::exp(mel[b]) * (edges_hz_[b + 1] - edges_hz_[b]);
  const auto sum_below = [&](float hz) {
    const auto above = std::ranges::upper_bound(edges_hz_, hz) - edges_hz_.begin();
    const auto b = static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(above - 1, 0, static_cast<std::ptrdiff_t>(mel.size()) - 1));
    const float share = std::clamp((hz - edges_hz_[b]) / (edges_hz_[b + 1] - edges_hz_[b]), 0.0F, 1.0F);
    return sums_[b] + share * (sums_[b + 1] - sums_[b]);
  };
  for (std::size_t b = 0; b < mel.size(); ++b) {
    const float low = std::max(centres_hz_[b] - 0.5F * f0_hz, edges_hz_.front());
    const float high = std::min(low + f0_hz, edges_hz_.back());
    // A band wider than the harmonics' distance has no ripple.
    const bool resolves = edges_hz_[b + 1] - edges_hz_[b] < high - low;
    const float mean = resolves ? (sum_below(high) - sum_below(low)) / (high - low) : 0.0F;
    envelope[b] = resolves ? std::max(std::log(std::max(mean, 1e-12F)), lowest_) : mel[b];
    ripple[b] = mel[b] - envelope[b];
  }
}

float HarmonicRipple::stretched(std::span<const float> row, std::size_t band, float ratio) const noexcept {
  const float hz = centres_hz_[band] / ratio;
  const auto above = std::ranges::upper_bound(centres_hz_, hz) - centres_hz_.begin();
  if (above == 0) return row.front();
  const auto upper = static_cast<std::size_t>(above);
  if (upper >= row.size()) return row.back();
  const float share = (hz - centres_hz_[upper - 1]) / (centres_hz_[upper] - centres_hz_[upper - 1]);
  return row[upper - 1] + share * (row[upper] - row[upper - 1]);
}

}  // namespace driftwave
