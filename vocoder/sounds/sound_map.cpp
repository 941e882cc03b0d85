#include "vocoder/sounds/sound_map.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace driftwave {
namespace {

constexpr double kLowestToneHz = 30;
constexpr double kTonesPerOctave = 16;
constexpr double kLowestBandHz = 40;
constexpr double kHighestBandHz = 19000;

/// Moments whose distances grow by a constant ratio.
std::vector<double> growing_times(std::size_t frames, double first_s, double last_s) {
  double low = 1.0001;
  double high = 3;
  const auto end = [&](double ratio) {
    return first_s * (std::pow(ratio, static_cast<double>(frames - 1)) - 1) / (ratio - 1);
  };
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (end(middle) < last_s ? low : high) = middle;
  }
  std::vector<double> times(frames);
  for (std::size_t j = 0; j < frames; ++j)
    times[j] = first_s * (std::pow(low, static_cast<double>(j)) - 1) / (low - 1);
  return times;
}

/// Between the linear axis of low frequencies and the logarithmic one of high ones.
double warped(double hz) {
  return std::log1p(hz / 300.0);
}

}  // namespace

const char* name_of(SoundFamily family) {
  return family == SoundFamily::kOneShot ? "one-shot" : "sustained";
}

const SoundLayout& layout_of(SoundFamily family) {
  static const SoundLayout one_shot{
      .family = SoundFamily::kOneShot, .tones = 144, .times_s = growing_times(32, 0.002, 2.0)};
  static const SoundLayout sustained{
      .family = SoundFamily::kSustained, .tones = 64, .times_s = growing_times(24, 0.01, 4.0)};
  return family == SoundFamily::kOneShot ? one_shot : sustained;
}

double tone_hz(double column) {
  return kLowestToneHz * std::exp2(column / kTonesPerOctave);
}

double tone_column(double hz) {
  return kTonesPerOctave * std::log2(hz / kLowestToneHz);
}

double noise_band_hz(std::size_t band) {
  const double low = warped(kLowestBandHz);
  const double step = (warped(kHighestBandHz) - low) / static_cast<double>(kNoiseBands - 1);
  return 300.0 * std::expm1(low + step * static_cast<double>(band));
}

void noise_band_weights(double hz, std::span<float> weights) {
  const double low = warped(kLowestBandHz);
  const double step = (warped(kHighestBandHz) - low) / static_cast<double>(kNoiseBands - 1);
  const double place = std::clamp((warped(hz) - low) / step, 0.0, static_cast<double>(kNoiseBands - 1));
  std::ranges::fill(weights, 0.0F);
  const auto below = std::min(static_cast<std::size_t>(place), kNoiseBands - 2);
  const double angle = (place - static_cast<double>(below)) * std::numbers::pi / 2;
  weights[below] = static_cast<float>(std::cos(angle));
  weights[below + 1] = static_cast<float>(std::sin(angle));
}

float amplitude_of(float level_db) {
  return is_silent(level_db) ? 0.0F : std::pow(10.0F, level_db / 20.0F);
}

}  // namespace driftwave
