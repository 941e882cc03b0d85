#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/dsp/fft.h"
#include "vocoder/sounds/sound_measures.h"

namespace driftwave {
namespace {

constexpr std::size_t kEnvelopeHop = 44;      // a millisecond
constexpr std::size_t kEnvelopeWindow = 441;  // ten

/// RMS of ten milliseconds from each millisecond on.
std::vector<float> envelope_of(std::span<const float> sound) {
  std::vector<double> sums(sound.size() + 1, 0.0);
  for (std::size_t i = 0; i < sound.size(); ++i)
    sums[i + 1] = sums[i] + static_cast<double>(sound[i]) * sound[i];
  std::vector<float> envelope;
  for (std::size_t first = 0; first < sound.size(); first += kEnvelopeHop) {
    const std::size_t last = std::min(first + kEnvelopeWindow, sound.size());
    envelope.push_back(static_cast<float>(std::sqrt((sums[last] - sums[first]) / kEnvelopeWindow)));
  }
  return envelope;
}

float brightness_of(std::span<const float> sound) {
  const std::size_t size = sound.size() + sound.size() % 2;
  RealFft fft(size);
  std::ranges::fill(fft.signal(), 0.0F);
  std::ranges::copy(sound, fft.signal().begin());
  fft.forward();
  std::vector<double> power(kNoiseBands, 0.0);
  std::vector<float> weights(kNoiseBands);
  for (std::size_t k = 1; k < fft.spectrum().size(); ++k) {
    noise_band_weights(static_cast<double>(k) * kSoundRateHz / static_cast<double>(size), weights);
    for (std::size_t b = 0; b < kNoiseBands; ++b)
      power[b] += static_cast<double>(std::norm(fft.spectrum()[k])) * weights[b] * weights[b];
  }
  double sum = 0;
  double weighed = 0;
  for (std::size_t b = 0; b < kNoiseBands; ++b) {
    sum += std::sqrt(power[b]);
    weighed += std::sqrt(power[b]) * std::log2(noise_band_hz(b) / 1000);
  }
  return static_cast<float>(weighed / std::max(sum, 1e-20));
}

/// Power of noise, power of tones and place of the tones, each moment for as long as it stands for.
struct Powers {
  double noise = 1e-12;
  double tones = 1e-12;
  double octaves = 0;
};

Powers powers_of(const SoundMap& map) {
  const SoundLayout& layout = layout_of(map.family);
  Powers sum;
  double place_weights = 1e-20;
  double places = 0;
  for (std::size_t j = 0; j < layout.frames(); ++j) {
    const double before = j > 0 ? layout.times_s[j - 1] : 0;
    const double after = j + 1 < layout.frames() ? layout.times_s[j + 1] : layout.times_s[j];
    const double seconds = (after - before) / 2;
    for (std::size_t b = 0; b < kNoiseBands; ++b)
      sum.noise += seconds * std::pow(10.0, map.levels_db(j, b) / 10);
    sum.tones += seconds * std::pow(10.0, map.levels_db(j, layout.all_tones_column()) / 10);
    for (std::size_t q = 0; q < layout.tones; ++q) {
      const double weight = seconds * std::pow(10.0, map.levels_db(j, kNoiseBands + q) / 10);
      place_weights += weight;
      places += weight * std::log2(tone_hz(static_cast<double>(q)) / 100);
    }
  }
  sum.octaves = places / place_weights;
  return sum;
}

}  // namespace

Descriptors measure_descriptors(std::span<const float> sound, const SoundMap& map) {
  const std::vector<float> envelope = envelope_of(sound);
  const float highest = std::ranges::max(envelope);
  std::size_t attack = 0;
  while (envelope[attack] < 0.8F * highest) ++attack;
  const auto last_above = [&](float share) {
    std::size_t last = envelope.size() - 1;
    while (last > attack && envelope[last] < share * highest) --last;
    return last - attack;
  };
  const Powers powers = powers_of(map);
  const auto noisiness =
      static_cast<float>(std::clamp(10 * std::log10(powers.noise / powers.tones), -40.0, 40.0));
  const auto octaves = [&] {
    if (map.family == SoundFamily::kSustained) return static_cast<float>(std::log2(map.pitch_hz / 100));
    return noisiness > 20 ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(powers.octaves);
  };
  const auto time = [](std::size_t ms, float least_ms) {
    return std::log2(static_cast<float>(ms) + least_ms);
  };
  return {brightness_of(sound),       time(attack, 2), time(last_above(0.1F), 10), noisiness, octaves(),
          time(last_above(0.01F), 10)};
}

Descriptors expected_descriptors(const SoundMap& map) {
  const SoundLayout& layout = layout_of(map.family);
  std::vector<double> bands(kNoiseBands, 0.0);
  std::vector<double> envelope(layout.frames(), 1e-12);
  std::vector<float> weights(kNoiseBands);
  for (std::size_t j = 0; j < layout.frames(); ++j) {
    const double before = j > 0 ? layout.times_s[j - 1] : 0;
    const double after = j + 1 < layout.frames() ? layout.times_s[j + 1] : layout.times_s[j];
    const auto add = [&](std::size_t column, std::span<const float> share) {
      const double power = std::pow(10.0, map.levels_db(j, column) / 10);
      envelope[j] += power;
      for (std::size_t b = 0; b < kNoiseBands; ++b)
        bands[b] += (after - before) / 2 * power * share[b] * share[b];
    };
    for (std::size_t b = 0; b < kNoiseBands; ++b) {
      std::ranges::fill(weights, 0.0F);
      weights[b] = 1;
      add(b, weights);
    }
    for (std::size_t q = 0; q < layout.tones; ++q) {
      const double hz = map.family == SoundFamily::kOneShot ? tone_hz(static_cast<double>(q))
                                                            : map.pitch_hz * static_cast<double>(q + 1);
      noise_band_weights(hz, weights);
      add(kNoiseBands + q, weights);
    }
  }
  double sum = 1e-20;
  double weighed = 0;
  for (std::size_t b = 0; b < kNoiseBands; ++b) {
    sum += std::sqrt(bands[b]);
    weighed += std::sqrt(bands[b]) * std::log2(noise_band_hz(b) / 1000);
  }
  const double highest = std::ranges::max(envelope);
  std::size_t attack = 0;
  while (envelope[attack] < 0.64 * highest) ++attack;
  const auto last_above = [&](double share) {
    std::size_t last = layout.frames() - 1;
    while (last > attack && envelope[last] < share * highest) --last;
    if (last + 1 == layout.frames()) return layout.times_s[last] - layout.times_s[attack];
    const double fall =
        std::log(envelope[last] / (share * highest)) / std::log(envelope[last] / envelope[last + 1]);
    return layout.times_s[last] + fall * (layout.times_s[last + 1] - layout.times_s[last]) -
           layout.times_s[attack];
  };
  const auto time = [](double seconds, double least_ms) {
    return static_cast<float>(std::log2(1000 * seconds + least_ms));
  };
  const Powers powers = powers_of(map);
  const auto noisiness =
      static_cast<float>(std::clamp(10 * std::log10(powers.noise / powers.tones), -40.0, 40.0));
  const double octaves =
      map.family == SoundFamily::kSustained ? std::log2(map.pitch_hz / 100) : powers.octaves;
  return {static_cast<float>(weighed / sum), time(layout.times_s[attack], 2),
          time(last_above(0.01), 10),        noisiness,
          static_cast<float>(octaves),       time(last_above(0.0001), 10)};
}

}  // namespace driftwave
