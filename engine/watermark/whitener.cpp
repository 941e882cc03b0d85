#include "engine/watermark/whitener.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include "engine/core/tensor.h"
#include "engine/dsp/fft.h"
#include "engine/watermark/chips.h"
#include "engine/watermark/masking.h"

namespace driftwave {
namespace {

constexpr std::size_t kFrame = 640;
constexpr std::size_t kHop = kFrame / 2;
/// Noise floor and outliers are told from so many frames at a time: about five seconds.
constexpr std::size_t kBlockFrames = 256;
constexpr double kFloorShare = 0.1;  ///< of frames that are as quiet as the floor
constexpr float kFloorFactor = 1.5F;
constexpr float kLeastMark = 0.05F;     ///< of a band's power, however near the floor
constexpr float kFarBelowMean = 1e-3F;  ///< of a bin's mean power: what is weaker counts little
/// Of the loudest bin's mean power: below, a filter or a codec has left nothing that a mark could be in.
constexpr float kEmpty = 1e-7F;
constexpr float kSpreadOfPower = 0.01F;  ///< of a band's power: no bin is taken to be emptier
constexpr float kOutlier = 3.0F;         ///< in standard deviations
constexpr float kSilence = 1e-20F;

/// Frames of one block: spectra in, weighted spectra out.
class Block {
 public:
  explicit Block(std::size_t bins)
      : masking_({.bins = bins, .bin_hz = static_cast<double>(kChipRateHz) / kFrame}),
        bands_(kBlockFrames, bins),
        power_(kBlockFrames, bins),
        allowance_(bins),
        floor_(bins),
        mean_(bins) {}

  /// @param spectra [F, K], F <= kBlockFrames
  void weigh(Array2<std::complex<float>>& spectra, std::size_t frames) {
    measure(spectra, frames);
    for (std::size_t n = 0; n < frames; ++n) {
      const std::span<std::complex<float>> spectrum = spectra.row(n);
      const std::span<const float> power = power_.row(n);
      const std::span<const float> band = bands_.row(n);
      masking_.allowance(power, allowance_);
      for (std::size_t k = 0; k < spectrum.size(); ++k) {
        const std::size_t below = k == 0 ? k : k - 1;
        const std::size_t above = k + 1 == spectrum.size() ? k : k + 1;
        const float around = (power[below] + power[k] + power[above]) / 3.0F;
        float sound = std::max(band[k] - kFloorFactor * floor_[k], kLeastMark * band[k]);
        sound *= band[k] / (band[k] + kFarBelowMean * mean_[k] + kEmpty * loudest_ + kSilence);
        spectrum[k] *= allowance_[k] * std::sqrt(sound) / (around + kSpreadOfPower * band[k] + kSilence);
      }
    }
  }

 private:
  void measure(const Array2<std::complex<float>>& spectra, std::size_t frames) {
    for (std::size_t n = 0; n < frames; ++n) {
      for (std::size_t k = 0; k < floor_.size(); ++k) power_.row(n)[k] = std::norm(spectra.row(n)[k]);
      masking_.band_power(power_.row(n), bands_.row(n));
    }
    std::vector<float> values(frames);
    const auto quiet = static_cast<std::size_t>(kFloorShare * static_cast<double>(frames));
    for (std::size_t k = 0; k < floor_.size(); ++k) {
      double sum = 0;
      for (std::size_t n = 0; n < frames; ++n) {
        values[n] = bands_.row(n)[k];
        sum += static_cast<double>(values[n]);
      }
      std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(quiet), values.end());
      floor_[k] = values[quiet];
      mean_[k] = static_cast<float>(sum / static_cast<double>(frames));
    }
    loudest_ = std::ranges::max(mean_);
  }

  Masking masking_;
  Array2<float> bands_;
  Array2<float> power_;
  std::vector<float> allowance_;
  std::vector<float> floor_;
  std::vector<float> mean_;
  float loudest_ = 0;  ///< of mean_
};

void clip_outliers(std::span<float> values) {
  double energy = 0;
  for (const float value : values) energy += static_cast<double>(value) * static_cast<double>(value);
  const float limit =
      kOutlier *
      static_cast<float>(std::sqrt(energy / static_cast<double>(std::max<std::size_t>(1, values.size()))));
  for (float& value : values) value = std::clamp(value, -limit, limit);
}

}  // namespace

std::vector<float> whitened(std::span<const float> audio) {
  const std::vector<float> window = sine_window(kFrame);
  RealFft fft(kFrame);
  Block block(fft.bins());
  Array2<std::complex<float>> spectra(kBlockFrames, fft.bins());
  // Frame n begins at sample (n - 1) * kHop, so that two frames cover each sample.
  const std::size_t frames = audio.size() / kHop + 2;
  std::vector<float> out((frames + 1) * kHop, 0.0F);  // from sample -kHop on
  for (std::size_t first = 0; first < frames; first += kBlockFrames) {
    const std::size_t count = std::min(kBlockFrames, frames - first);
    for (std::size_t n = 0; n < count; ++n) {
      const std::size_t begin = (first + n) * kHop;
      for (std::size_t i = 0; i < kFrame; ++i) {
        const std::size_t at = begin + i;
        fft.signal()[i] = at < kHop || at - kHop >= audio.size() ? 0.0F : audio[at - kHop] * window[i];
      }
      fft.forward();
      std::ranges::copy(fft.spectrum(), spectra.row(n).begin());
    }
    block.weigh(spectra, count);
    for (std::size_t n = 0; n < count; ++n) {
      std::ranges::copy(spectra.row(n), fft.spectrum().begin());
      fft.inverse();
      for (std::size_t i = 0; i < kFrame; ++i) out[(first + n) * kHop + i] += fft.signal()[i] * window[i];
    }
  }
  out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(kHop));
  out.resize(audio.size());
  for (std::size_t first = 0; first < out.size(); first += kBlockFrames * kHop)
    clip_outliers(std::span(out).subspan(first, std::min(kBlockFrames * kHop, out.size() - first)));
  return out;
}

}  // namespace driftwave
