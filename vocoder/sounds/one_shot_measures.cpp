/// Tones and noise of one-shots.
#include <algorithm>
#include <cmath>
#include <complex>

#include "engine/dsp/fft.h"
#include "engine/dsp/stft.h"
#include "vocoder/sounds/sound_measures.h"

namespace driftwave {
namespace {

constexpr int kWindow = 2048;
constexpr int kHop = 256;
constexpr float kProminence = 10;       ///< of a peak's power over the mean of its surroundings
constexpr float kQuietestPeak = 1e-7F;  ///< of the loudest peak's power
constexpr std::size_t kNeighbours = 12;
constexpr std::size_t kOwnBins = 3;
constexpr std::size_t kRinging = 8192;
constexpr double kAlwaysToneHz = 250;  ///< below, surroundings are too few to compare with

struct Peak {
  double hz = 0;
  float level_db = 0;
};

/// Share of the window's sum that lies on the sound, which begins at sample 0.
float window_sum(const std::vector<float>& window, long centre, std::size_t samples) {
  double sum = 0;
  for (std::size_t i = 0; i < window.size(); ++i) {
    const long at = centre - kWindow / 2 + static_cast<long>(i);
    if (at >= 0 && at < static_cast<long>(samples)) sum += window[i];
  }
  return static_cast<float>(std::max(sum, 1.0));
}

bool stands_out(std::span<const float> power, std::size_t k) {
  if (power[k] < power[k - 1] || power[k] <= power[k + 1]) return false;
  if (static_cast<double>(k) * kSoundRateHz / kWindow < kAlwaysToneHz) return true;
  double around = 0;
  std::size_t count = 0;
  for (std::size_t d = kOwnBins; d <= kNeighbours; ++d) {
    around += power[k >= d ? k - d : d - k];
    if (k + d < power.size()) around += power[k + d];
    count += k + d < power.size() ? 2 : 1;
  }
  return power[k] * static_cast<float>(count) > kProminence * static_cast<float>(around);
}

Peak interpolated(std::span<const float> power, std::size_t k, float sum) {
  const auto level = [&](std::size_t at) { return 10 * std::log10(power[at] + 1e-20F); };
  const float left = level(k - 1);
  const float middle = level(k);
  const float right = level(k + 1);
  const float curve = left - 2 * middle + right;
  const float shift = curve < 0 ? std::clamp(0.5F * (left - right) / curve, -0.5F, 0.5F) : 0.0F;
  const float peak = middle - 0.25F * (left - right) * shift;
  // A sine of amplitude 1 has half of the window's sum, and a power of -3 dB.
  return {.hz = (static_cast<double>(k) + shift) * kSoundRateHz / kWindow,
          .level_db = peak - 20 * std::log10(sum / 2) - 3.01F};
}

struct Separated {
  std::vector<std::vector<Peak>> peaks;  ///< of each frame
  std::vector<float> noise;              ///< [T]
};

Separated separate(std::span<const float> sound) {
  Stft stft({.n_fft = kWindow, .hop_samples = kHop});
  const std::vector<float> window = hann_window(kWindow);
  Array2<std::complex<float>> spectrum = stft.forward(sound);
  Array2<float> power(spectrum.rows(), spectrum.cols());
  float loudest = 0;
  for (std::size_t i = 0; i < power.size(); ++i) {
    power.values()[i] = std::norm(spectrum.values()[i]);
    loudest = std::max(loudest, power.values()[i]);
  }
  Separated out;
  out.peaks.resize(power.rows());
  for (std::size_t n = 0; n < power.rows(); ++n) {
    const std::span<const float> row = power.row(n);
    const float sum = window_sum(window, static_cast<long>(n) * kHop, sound.size());
    for (std::size_t k = 1; k + 1 < row.size(); ++k) {
      if (row[k] < kQuietestPeak * loudest || !stands_out(row, k)) continue;
      out.peaks[n].push_back(interpolated(row, k, sum));
      const std::size_t first = k > kOwnBins ? k - kOwnBins + 1 : 0;
      for (std::size_t at = first; at < std::min(k + kOwnBins, row.size()); ++at) spectrum(n, at) = 0;
    }
  }
  out.noise = stft.inverse(spectrum, sound.size());
  return out;
}

void fill_tones(const Separated& parts, SoundMap& map) {
  const SoundLayout& layout = layout_of(map.family);
  for (std::size_t j = 0; j < layout.frames(); ++j) {
    const auto n = static_cast<std::size_t>(std::lround(layout.times_s[j] * kSoundRateHz / kHop));
    if (n >= parts.peaks.size()) break;
    double power = 1e-20;
    for (const Peak& peak : parts.peaks[n]) {
      power += std::pow(10.0, peak.level_db / 10);
      const double place = tone_column(std::max(peak.hz, 1.0));
      for (long q = std::lround(place) - 3; q <= std::lround(place) + 3; ++q) {
        if (q < 0 || q >= static_cast<long>(layout.tones)) continue;
        const double distance = static_cast<double>(q) - place;
        float& level = map.levels_db(j, kNoiseBands + static_cast<std::size_t>(q));
        level = std::max(level, peak.level_db - static_cast<float>(6 * distance * distance));
      }
    }
    map.levels_db(j, layout.all_tones_column()) = static_cast<float>(10 * std::log10(power));
  }
}

void fill_noise(std::span<const float> noise, SoundMap& map) {
  const SoundLayout& layout = layout_of(map.family);
  const Array2<float> bands = split_into_bands(noise);
  for (std::size_t j = 0; j < layout.frames(); ++j) {
    const double now = layout.times_s[j];
    const double before = j > 0 ? (now + layout.times_s[j - 1]) / 2 : 0;
    const double after = j + 1 < layout.frames() ? (now + layout.times_s[j + 1]) / 2 : now;
    const auto first = static_cast<std::size_t>(before * kSoundRateHz);
    const auto last = std::min(static_cast<std::size_t>(after * kSoundRateHz) + 1, noise.size());
    if (first + 16 > last) break;
    for (std::size_t b = 0; b < kNoiseBands; ++b) {
      double power = 1e-20;
      for (std::size_t i = first; i < last; ++i) power += static_cast<double>(bands(b, i)) * bands(b, i);
      map.levels_db(j, b) = static_cast<float>(10 * std::log10(power / static_cast<double>(last - first)));
    }
  }
}

}  // namespace

Array2<float> split_into_bands(std::span<const float> sound) {
  // Filters ring before what they filter, too: in a ring, an attack would reach the end.
  const std::size_t size = (sound.size() + kRinging + 1023) / 1024 * 1024;
  RealFft fft(size);
  std::ranges::fill(fft.signal(), 0.0F);
  std::ranges::copy(sound, fft.signal().begin());
  fft.forward();
  const std::vector<std::complex<float>> whole(fft.spectrum().begin(), fft.spectrum().end());
  Array2<float> weights(whole.size(), kNoiseBands);
  for (std::size_t k = 0; k < whole.size(); ++k)
    noise_band_weights(static_cast<double>(k) * kSoundRateHz / static_cast<double>(size), weights.row(k));
  Array2<float> bands(kNoiseBands, sound.size());
  for (std::size_t b = 0; b < kNoiseBands; ++b) {
    for (std::size_t k = 0; k < whole.size(); ++k) fft.spectrum()[k] = whole[k] * weights(k, b);
    fft.inverse();
    std::ranges::copy(fft.signal().first(sound.size()), bands.row(b).begin());
  }
  return bands;
}

void measure_one_shot(std::span<const float> sound, SoundMap& map) {
  const Separated parts = separate(sound);
  fill_tones(parts, map);
  fill_noise(parts.noise, map);
}

}  // namespace driftwave
