/// Pitch, harmonics and noise of sustained sounds.
#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>

#include "engine/dsp/fft.h"
#include "engine/dsp/stft.h"
#include "engine/dsp/yin.h"
#include "vocoder/sounds/sound_measures.h"

namespace driftwave {
namespace {

constexpr double kHarmonicWidth = 0.35;  ///< of the pitch, on each side
constexpr double kFallbackHz = 110;

/// Median over the sound of the pitch with the clearest period.
double find_pitch(std::span<const float> sound) {
  const PitchOptions options{
      .sample_rate_hz = kSoundRateHz, .hop_samples = 1024, .low_hz = 25, .high_hz = 2000};
  YinCandidates yin(options, 2 * longest_period_samples(options));
  std::vector<double> found;
  for (std::size_t first = 2048; first + yin.frame_samples() <= sound.size(); first += 4096) {
    const PitchCandidates candidates = yin.find(sound.subspan(first, yin.frame_samples()));
    const PitchCandidate* best = nullptr;
    for (const PitchCandidate& candidate : candidates.all())
      if (candidate.f0_hz > 0 && (best == nullptr || candidate.cost < best->cost)) best = &candidate;
    if (best != nullptr) found.push_back(best->f0_hz);
  }
  if (found.empty()) return kFallbackHz;
  std::ranges::nth_element(found, found.begin() + static_cast<long>(found.size() / 2));
  return found[found.size() / 2];
}

class HarmonicFrames {
 public:
  HarmonicFrames(std::span<const float> sound, double pitch_hz)
      : sound_(sound),
        size_(std::clamp<std::size_t>(std::bit_ceil(static_cast<std::size_t>(8 * kSoundRateHz / pitch_hz)),
                                      1024, 8192)),
        bins_per_harmonic_(pitch_hz * static_cast<double>(size_) / kSoundRateHz),
        window_(hann_window(size_)),
        fft_(size_),
        power_(size_ / 2 + 1) {}

  [[nodiscard]] std::size_t size() const { return size_; }

  /// Fills one row of a map. @param centre in samples
  void measure(long centre, std::size_t tones, std::span<float> row) {
    analyse(centre);
    double all = 1e-20;
    for (std::size_t h = 1; h <= tones; ++h) {
      const double level = std::max(harmonic_power(static_cast<double>(h)), 1e-20);
      all += level;
      row[kNoiseBands + h - 1] = static_cast<float>(10 * std::log10(level));
    }
    row[kNoiseBands + tones] = static_cast<float>(10 * std::log10(all));
    fill_noise(row.first(kNoiseBands));
  }

 private:
  /// Power of each bin, such that their sum is the signal's variance where the window lies on it.
  void analyse(long centre) {
    double covered = 1e-3;
    for (std::size_t i = 0; i < size_; ++i) {
      const long at = centre - static_cast<long>(size_ / 2) + static_cast<long>(i);
      const bool inside = at >= 0 && at < static_cast<long>(sound_.size());
      fft_.signal()[i] = inside ? sound_[static_cast<std::size_t>(at)] * window_[i] : 0.0F;
      if (inside) covered += static_cast<double>(window_[i]) * window_[i];
    }
    fft_.forward();
    const double scale = 2 / (static_cast<double>(size_) * covered);
    for (std::size_t k = 0; k < power_.size(); ++k) power_[k] = scale * std::norm(fft_.spectrum()[k]);
    find_noise();
  }

  /// Distance of a bin from the nearest harmonic, in harmonics.
  [[nodiscard]] double distance(std::size_t k) const {
    const double harmonic = static_cast<double>(k) / bins_per_harmonic_;
    return std::abs(harmonic - std::max(std::round(harmonic), 1.0));
  }

  /// Bins between harmonics hold noise alone; at harmonics it is as strong as in the bins around.
  void find_noise() {
    noise_.assign(power_.size(), 0);
    const auto reach = static_cast<long>(std::ceil(bins_per_harmonic_));
    for (long k = 0; k < static_cast<long>(power_.size()); ++k) {
      if (distance(static_cast<std::size_t>(k)) > kHarmonicWidth) {
        noise_[static_cast<std::size_t>(k)] = power_[static_cast<std::size_t>(k)];
        continue;
      }
      double sum = 0;
      int count = 0;
      for (long at = std::max(k - reach, 0L); at <= std::min(k + reach, static_cast<long>(power_.size()) - 1);
           ++at)
        if (distance(static_cast<std::size_t>(at)) > kHarmonicWidth) {
          sum += power_[static_cast<std::size_t>(at)];
          ++count;
        }
      noise_[static_cast<std::size_t>(k)] =
          count > 0 ? std::min(sum / count, power_[static_cast<std::size_t>(k)]) : 0;
    }
  }

  [[nodiscard]] double harmonic_power(double harmonic) const {
    const auto first = static_cast<std::size_t>(std::ceil((harmonic - kHarmonicWidth) * bins_per_harmonic_));
    const auto last = static_cast<std::size_t>((harmonic + kHarmonicWidth) * bins_per_harmonic_);
    double sum = 0;
    for (std::size_t k = first; k <= last && k < power_.size(); ++k) sum += power_[k] - noise_[k];
    return sum;
  }

  void fill_noise(std::span<float> row) {
    std::vector<double> sums(kNoiseBands, 1e-20);
    std::vector<float> weights(kNoiseBands);
    const double highest_tone = 64.5 * bins_per_harmonic_;
    for (std::size_t k = 0; k < power_.size(); ++k) {
      noise_band_weights(static_cast<double>(k) * kSoundRateHz / static_cast<double>(size_), weights);
      // What lies above the last harmonic that a map has is noise to it.
      const double power = static_cast<double>(k) > highest_tone ? power_[k] : noise_[k];
      for (std::size_t b = 0; b < kNoiseBands; ++b) sums[b] += power * weights[b] * weights[b];
    }
    for (std::size_t b = 0; b < kNoiseBands; ++b) row[b] = static_cast<float>(10 * std::log10(sums[b]));
  }

  std::span<const float> sound_;
  std::size_t size_;
  double bins_per_harmonic_;
  std::vector<float> window_;
  RealFft fft_;
  std::vector<double> power_;
  std::vector<double> noise_;
};

/// How far the levels of the strongest harmonics stray from a straight line, in decibels.
float waver_of(HarmonicFrames& frames, std::size_t samples, const SoundLayout& layout) {
  constexpr std::size_t kHarmonics = 8;
  constexpr std::size_t kFrames = 40;
  const std::size_t first = samples / 4;
  const std::size_t step = (samples - first) / (kFrames + 4);
  if (step == 0) return 0;
  Array2<float> rows(kFrames, layout.columns());
  for (std::size_t n = 0; n < kFrames; ++n)
    frames.measure(static_cast<long>(first + n * step), layout.tones, rows.row(n));
  double weighed = 0;
  double weights = 1e-12;
  for (std::size_t h = 0; h < kHarmonics; ++h) {
    double power = 0;
    double sum = 0;
    for (std::size_t n = 1; n + 1 < kFrames; ++n) {
      const auto at = [&](std::size_t m) {
        return static_cast<double>(std::max(rows(m, kNoiseBands + h), -100.0F));
      };
      const double bend = at(n) - (at(n - 1) + at(n + 1)) / 2;
      sum += std::min(bend * bend, 400.0) * 2 / 3;
      power += std::pow(10.0, at(n) / 10);
    }
    weighed += power * std::sqrt(sum / (kFrames - 2));
    weights += power;
  }
  return static_cast<float>(std::clamp(weighed / weights, 0.0, 12.0));
}

}  // namespace

void measure_sustained(std::span<const float> sound, SoundMap& map) {
  const SoundLayout& layout = layout_of(map.family);
  map.pitch_hz = find_pitch(sound);
  HarmonicFrames frames(sound, map.pitch_hz);
  const float waver = waver_of(frames, sound.size(), layout);
  for (std::size_t j = 0; j < layout.frames(); ++j) {
    const auto centre = std::lround(layout.times_s[j] * kSoundRateHz);
    if (centre < static_cast<long>(sound.size()))
      frames.measure(std::min(centre, static_cast<long>(sound.size()) - 1), layout.tones,
                     map.levels_db.row(j));
    map.levels_db(j, layout.waver_column()) = waver;
  }
}

}  // namespace driftwave
