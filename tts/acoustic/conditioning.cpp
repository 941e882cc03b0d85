#include "tts/acoustic/conditioning.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/core/error.h"

namespace driftwave {
std::vector<int> frames_from_log_durations(std::span<const float> log_durations, double speed,
                                           const MelSettings& mel) {
  constexpr double kLongestSeconds = 4.0;
  const double longest = kLongestSeconds * mel.frames_per_second();
  std::vector<int> frames;
  double end = 0;
  long taken = 0;
  for (const float log_duration : log_durations) {
    const double natural = std::clamp(std::expm1(static_cast<double>(log_duration)), 0.0, longest);
    end += natural / speed;
    const long least = natural >= 1.0 ? 1 : 0;
    const long count = std::max(least, std::lround(end) - taken);
    frames.push_back(static_cast<int>(count));
    taken += count;
  }
  return frames;
}

std::vector<std::int32_t> phoneme_of_frame(std::span<const int> frames_per_phoneme) {
  std::vector<std::int32_t> index;
  for (std::size_t p = 0; p < frames_per_phoneme.size(); ++p)
    index.insert(index.end(), static_cast<std::size_t>(frames_per_phoneme[p]), static_cast<std::int32_t>(p));
  return index;
}

Array2<float> position_features(std::span<const int> frames_per_phoneme, int held_frames) {
  std::size_t total = 0;
  for (const int frames : frames_per_phoneme) total += static_cast<std::size_t>(frames);
  Array2<float> features(total, kPositionFeatures);
  std::size_t frame = 0;
  for (const int frames : frames_per_phoneme) {
    const int length = held_frames > 0 ? std::min(frames, held_frames) : frames;
    for (int i = 0; i < frames; ++i, ++frame) {
      const int from_end = std::min(frames - 1 - i, length - 1 - (length - 1) / 2);
      const int place = i <= (length - 1) / 2 ? i : length - 1 - from_end;
      const float p = (static_cast<float>(place) + 0.5F) / static_cast<float>(length);
      features(frame, 0) = p;
      features(frame, 1) = 4.0F * p * (1.0F - p);
      features(frame, 2) = std::log1p(static_cast<float>(place));
      features(frame, 3) = std::log1p(static_cast<float>(length - 1 - place));
    }
  }
  return features;
}

float voicing_from_logit(float logit) {
  constexpr float kSteepness = 3.0F;
  return 1.0F / (1.0F + std::exp(-kSteepness * logit));
}

int pitch_feature_count(const AcousticConfig& config) {
  return 2 + config.comb_bands;
}

Array2<float> pitch_features(std::span<const float> f0_hz, std::span<const float> voicing,
                             const AcousticConfig& config, const SpeakerPitch& pitch) {
  if (f0_hz.size() != voicing.size())
    throw Error("pitch features: want one voicing per F0, got {} and {}", voicing.size(), f0_hz.size());
  std::vector<double> centres = mel_centres_hz(config.mel);
  centres.resize(static_cast<std::size_t>(config.comb_bands));
  Array2<float> features(f0_hz.size(), static_cast<std::size_t>(pitch_feature_count(config)));
  for (std::size_t f = 0; f < f0_hz.size(); ++f) {
    const double f0 = f0_hz[f];
    if (!std::isfinite(f0) || f0 <= 0.0)
      throw Error("pitch features: F0 of frame {}: want > 0, got {}", f, f0);
    const std::span<float> row = features.row(f);
    row[0] = static_cast<float>((std::log(f0) - pitch.log_f0_mean) / pitch.log_f0_std);
    row[1] = voicing[f];
    for (std::size_t m = 0; m < centres.size(); ++m) {
      const double cycles = centres[m] / f0;
      const double phase = 2.0 * std::numbers::pi * (cycles - std::floor(cycles));
      row[m + 2] = voicing[f] * std::cos(static_cast<float>(phase));
    }
  }
  return features;
}

}  // namespace driftwave
