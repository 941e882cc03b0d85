#include "engine/dsp/mel_translation.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/core/error.h"
#include "engine/dsp/stft.h"

namespace driftwave {
namespace {

/// By which the transform of white noise of unit variance is large.
double window_norm(const MelSettings& settings) {
  const int samples = settings.window_samples > 0 ? settings.window_samples : settings.n_fft;
  double energy = 0;
  for (const float w : hann_window(static_cast<std::size_t>(samples))) energy += static_cast<double>(w) * w;
  return std::sqrt(energy);
}

/// Straight lines between given points, flat beyond them.
class Interpolation {
 public:
  Interpolation(const std::vector<double>& points, double at) {
    const auto above = std::ranges::upper_bound(points, at) - points.begin();
    const auto last = static_cast<std::ptrdiff_t>(points.size()) - 1;
    low_ = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(above - 1, 0, last));
    high_ = static_cast<std::size_t>(std::min<std::ptrdiff_t>(above, last));
    if (high_ > low_) share_ = std::clamp((at - points[low_]) / (points[high_] - points[low_]), 0.0, 1.0);
  }
  [[nodiscard]] double operator()(std::span<const float> values) const {
    return values[low_] + share_ * (static_cast<double>(values[high_]) - values[low_]);
  }

 private:
  std::size_t low_ = 0;
  std::size_t high_ = 0;
  double share_ = 0;
};

}  // namespace

Array2<float> translate_mel(const Array2<float>& mel, const MelSettings& from, const MelSettings& to,
                            std::size_t frames) {
  if (from.scale != MelScale::kNaturalLog)
    throw Error("mel translation: want a mel of natural log scale, got {}", describe(from));
  if (mel.rows() == 0 || frames == 0) throw Error("mel translation: want frames, got none");
  const std::vector<double> centres = mel_centres_hz(from);
  std::vector<Interpolation> bins;
  for (std::size_t k = 0; k < to.bins(); ++k)
    bins.emplace_back(centres, static_cast<double>(k) * to.sample_rate_hz / to.n_fft);
  const Array2<float> bank = mel_filterbank(to);
  const bool is_decibels = to.scale == MelScale::kUnitDecibels;
  const double scale = (is_decibels ? 1.0 : window_norm(to)) / window_norm(from);

  Array2<float> out(frames, bank.rows());
  std::vector<float> row(mel.cols());
  std::vector<double> magnitude(bins.size());
  for (std::size_t n = 0; n < frames; ++n) {
    const double seconds = static_cast<double>(n) * to.hop_samples / to.sample_rate_hz;
    const double place = std::min(seconds * from.frames_per_second(), static_cast<double>(mel.rows() - 1));
    const auto first = static_cast<std::size_t>(place);
    const std::size_t second = std::min(first + 1, mel.rows() - 1);
    const auto share = static_cast<float>(place - static_cast<double>(first));
    for (std::size_t m = 0; m < row.size(); ++m)
      row[m] = mel(first, m) + share * (mel(second, m) - mel(first, m));
    for (std::size_t k = 0; k < bins.size(); ++k) magnitude[k] = scale * std::exp(bins[k](row));
    for (std::size_t m = 0; m < bank.rows(); ++m) {
      double sum = 0;
      for (std::size_t k = 0; k < magnitude.size(); ++k)
        sum += static_cast<double>(bank(m, k)) * magnitude[k];
      sum = std::max(sum, to.floor);
      out(n, m) = static_cast<float>(
          is_decibels ? std::clamp((20.0 * std::log10(sum) + 80.0) / 100.0, 0.0, 1.0) : std::log(sum));
    }
  }
  return out;
}

}  // namespace driftwave
