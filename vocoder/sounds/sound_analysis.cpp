#include "vocoder/sounds/sound_analysis.h"

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"
#include "vocoder/sounds/sound_measures.h"

namespace driftwave {
namespace {

constexpr std::size_t kFewestSamples = 64;
constexpr float kOnset = 0.01F;
constexpr float kEnd = 1e-4F;

/// Levels relative to the loudest moment's, and at least the lowest.
void normalise(SoundMap& map) {
  const SoundLayout& layout = layout_of(map.family);
  float loudest = -1000;
  for (std::size_t j = 0; j < layout.frames(); ++j) {
    double power = std::pow(10.0, map.levels_db(j, layout.all_tones_column()) / 10);
    for (std::size_t b = 0; b < kNoiseBands; ++b) power += std::pow(10.0, map.levels_db(j, b) / 10);
    loudest = std::max(loudest, static_cast<float>(10 * std::log10(power)));
  }
  for (std::size_t j = 0; j < layout.frames(); ++j)
    for (std::size_t c = 0; c < layout.waver_column(); ++c)
      map.levels_db(j, c) = std::max(map.levels_db(j, c) - loudest, kLowestLevelDb);
}

}  // namespace

std::span<const float> from_onset(std::span<const float> audio) {
  float peak = 0;
  for (const float sample : audio) peak = std::max(peak, std::abs(sample));
  if (peak < 1e-6F) return {};
  std::size_t first = 0;
  while (std::abs(audio[first]) < kOnset * peak) ++first;
  std::size_t last = audio.size();
  while (std::abs(audio[last - 1]) < kEnd * peak) --last;
  return audio.subspan(first, last - first);
}

AnalysedSound analyse_sound(std::span<const float> audio, SoundFamily family) {
  const SoundLayout& layout = layout_of(family);
  std::span<const float> sound = from_onset(audio);
  sound = sound.first(std::min(sound.size(), static_cast<std::size_t>(layout.seconds() * kSoundRateHz) + 1));
  if (sound.size() < kFewestSamples)
    throw Error("sound: want at least {} samples from its onset on, got {}", kFewestSamples, sound.size());
  AnalysedSound out;
  out.map.family = family;
  out.map.levels_db = Array2<float>(layout.frames(), layout.columns(), -200.0F);
  for (std::size_t j = 0; j < layout.frames(); ++j) out.map.levels_db(j, layout.waver_column()) = 0;
  if (family == SoundFamily::kOneShot) {
    measure_one_shot(sound, out.map);
  } else {
    measure_sustained(sound, out.map);
  }
  normalise(out.map);
  out.descriptors = measure_descriptors(sound, out.map);
  return out;
}

}  // namespace driftwave
