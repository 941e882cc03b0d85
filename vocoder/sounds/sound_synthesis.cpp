#include "vocoder/sounds/sound_synthesis.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "engine/core/error.h"
#include "engine/core/noise.h"
#include "engine/dsp/fft.h"
#include "vocoder/sounds/partials.h"

namespace driftwave {
namespace {

constexpr std::size_t kBlock = 32;  ///< samples between two looks at the map
constexpr double kLongestSeconds = 60;
constexpr double kSteadyFrom = 1.5;  ///< seconds into a sustained sound
constexpr float kPeak = 0.9F;
constexpr float kAudibleDb = -66;
constexpr double kFadeSeconds = 0.006;
constexpr double kReleaseSeconds = 0.12;

/// Levels that change from moment to moment, or stay at one of them in a loop.
class Moments {
 public:
  Moments(const SoundLayout& layout, bool still) : layout_(layout), still_(still) {}

  [[nodiscard]] MapPlace at(std::size_t sample) const {
    return place_of(layout_, still_ ? kSteadyFrom : static_cast<double>(sample) / kSoundRateHz);
  }

 private:
  const SoundLayout& layout_;
  bool still_;
};

float amplitude_between(float before_db, float after_db, double share) {
  return amplitude_of(before_db + (after_db - before_db) * static_cast<float>(share));
}

void add_partial(const Partial& partial, const Moments& moments, const SoundSynthesisOptions& options,
                 std::span<float> out) {
  const double shift = std::exp2(options.shift_st / 12);
  const auto level = [&](std::size_t sample) {
    const MapPlace place = moments.at(sample);
    return amplitude_between(partial.levels_db[place.row], partial.levels_db[place.row + 1], place.share);
  };
  std::complex<double> turn = std::polar(1.0, 2 * std::numbers::pi * partial.phase_cycles);
  float amplitude = level(0);
  for (std::size_t first = 0; first < out.size(); first += kBlock) {
    const std::size_t count = std::min(kBlock, out.size() - first);
    const MapPlace place = moments.at(first);
    double hz = shift * partial.hz[place.row] *
                std::pow(partial.hz[place.row + 1] / partial.hz[place.row], place.share);
    if (options.loop) {
      const double round_s = static_cast<double>(out.size()) / kSoundRateHz;
      hz = std::max(std::round(hz * round_s), 1.0) / round_s;
    }
    const float next = level(first + count);
    const std::complex<double> step = std::polar(1.0, 2 * std::numbers::pi * hz / kSoundRateHz);
    if ((amplitude > 0 || next > 0) && hz < 0.49 * kSoundRateHz) {
      for (std::size_t i = 0; i < count; ++i) {
        const float a = amplitude + (next - amplitude) * static_cast<float>(i) / static_cast<float>(count);
        // A sine's power is half of its square.
        out[first + i] += std::numbers::sqrt2_v<float> * a * static_cast<float>(turn.imag());
        turn *= step;
      }
      turn /= std::abs(turn);
    } else {
      turn *= std::polar(1.0, 2 * std::numbers::pi * hz * static_cast<double>(count) / kSoundRateHz);
    }
    amplitude = next;
  }
}

void add_noise(const SoundMap& map, const Moments& moments, const SoundSynthesisOptions& options,
               std::span<float> out) {
  // A ring of the loop's length; else any even length that is quick to transform.
  std::size_t size = out.size();
  if (!options.loop) size = (size + 2047) / 2048 * 2048;
  RealFft fft(size);
  gaussian_noise({.seed = options.seed, .purpose = NoisePurpose::kPrior, .channel = 2}, 0, fft.signal());
  fft.forward();
  const std::vector<std::complex<float>> white(fft.spectrum().begin(), fft.spectrum().end());
  Array2<float> weights(white.size(), kNoiseBands);
  for (std::size_t k = 0; k < white.size(); ++k)
    noise_band_weights(static_cast<double>(k) * kSoundRateHz / static_cast<double>(size), weights.row(k));
  for (std::size_t b = 0; b < kNoiseBands; ++b) {
    const auto level = [&](std::size_t sample) {
      const MapPlace place = moments.at(sample);
      return amplitude_between(map.levels_db(place.row, b), map.levels_db(place.row + 1, b), place.share);
    };
    double power = 0;
    std::ranges::fill(fft.spectrum(), std::complex<float>());
    for (std::size_t k = 0; k < white.size(); ++k) {
      if (weights(k, b) == 0) continue;
      fft.spectrum()[k] = white[k] * weights(k, b);
      power += static_cast<double>(weights(k, b)) * weights(k, b);
    }
    fft.inverse();
    const auto unit =
        static_cast<float>(1 / std::sqrt(std::max(power / static_cast<double>(white.size()), 1e-9)));
    float amplitude = level(0) * unit;
    for (std::size_t first = 0; first < out.size(); first += kBlock) {
      const std::size_t count = std::min(kBlock, out.size() - first);
      const float next = level(first + count) * unit;
      for (std::size_t i = 0; i < count; ++i)
        out[first + i] += fft.signal()[first + i] * (amplitude + (next - amplitude) * static_cast<float>(i) /
                                                                     static_cast<float>(count));
      amplitude = next;
    }
  }
}

/// Seconds until nothing of a map is audible any more.
double audible_seconds(const SoundMap& map) {
  const SoundLayout& layout = layout_of(map.family);
  std::size_t last = 0;
  for (std::size_t j = 0; j < layout.frames(); ++j)
    for (std::size_t c = 0; c < layout.waver_column(); ++c)
      if (map.levels_db(j, c) > kAudibleDb) last = j;
  return std::max(layout.times_s[std::min(last + 1, layout.frames() - 1)], 0.05);
}

void fade_out(std::span<float> sound, double seconds) {
  const std::size_t count = std::min(sound.size(), static_cast<std::size_t>(seconds * kSoundRateHz));
  for (std::size_t i = 0; i < count; ++i) {
    const float share = static_cast<float>(i) / static_cast<float>(count);
    sound[sound.size() - 1 - i] *= 0.5F - 0.5F * std::cos(std::numbers::pi_v<float> * share);
  }
}

void check(const SoundMap& map, const SoundSynthesisOptions& options) {
  const SoundLayout& layout = layout_of(map.family);
  if (map.levels_db.rows() != layout.frames() || map.levels_db.cols() != layout.columns())
    throw Error("sound map: want {} x {} levels, got {} x {}", layout.frames(), layout.columns(),
                map.levels_db.rows(), map.levels_db.cols());
  if (!(options.seconds >= 0 && options.seconds <= kLongestSeconds))
    throw Error("sound: want 0 to {} seconds, got {}", kLongestSeconds, options.seconds);
}

}  // namespace

std::vector<float> synthesise_sound(const SoundMap& map, const SoundSynthesisOptions& options) {
  check(map, options);
  const bool one_shot = map.family == SoundFamily::kOneShot;
  const double natural = one_shot ? audible_seconds(map) : layout_of(map.family).seconds();
  const double seconds = options.seconds > 0 ? options.seconds : natural;
  auto samples = std::max<std::size_t>(static_cast<std::size_t>(std::lround(seconds * kSoundRateHz)), 64);
  samples += samples % 2;
  std::vector<float> out(samples, 0.0F);
  const Moments moments(layout_of(map.family), options.loop);
  const double pitch_hz = options.pitch_hz > 0 ? options.pitch_hz : map.pitch_hz;
  for (const Partial& partial : partials_of(map, pitch_hz, options.seed))
    add_partial(partial, moments, options, out);
  add_noise(map, moments, options, out);
  if (!options.loop) fade_out(out, one_shot ? kFadeSeconds : kReleaseSeconds);
  float peak = 0;
  for (const float sample : out) peak = std::max(peak, std::abs(sample));
  if (peak > 1e-6F)
    for (float& sample : out) sample *= kPeak / peak;
  return out;
}

}  // namespace driftwave
