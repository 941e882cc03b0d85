#pragma once
/// A sound as a picture of how loud which part of it is, from its first sample on: noise in bands, and tones.
///
/// Rows are moments that lie close at the attack and far apart later. Columns are levels in decibels relative
/// to the sound's loudest moment: kNoiseBands bands of noise; the tones (one-shots: by frequency, 16 to an
/// octave, so that any partials have a place; sustained sounds: by harmonic of the pitch); all tones
/// together; and how much the harmonics waver.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/core/tensor.h"

namespace driftwave {

inline constexpr int kSoundRateHz = 44100;
inline constexpr std::size_t kNoiseBands = 32;
inline constexpr std::size_t kSoundFamilies = 2;
inline constexpr float kLowestLevelDb = -80;

enum class SoundFamily { kOneShot, kSustained };

/// "one-shot" or "sustained", as in folders and files.
[[nodiscard]] const char* name_of(SoundFamily family);

struct SoundLayout {
  SoundFamily family = SoundFamily::kOneShot;
  std::size_t tones = 0;
  std::vector<double> times_s;  ///< [F] ascending from 0

  [[nodiscard]] std::size_t frames() const { return times_s.size(); }
  [[nodiscard]] std::size_t columns() const { return kNoiseBands + tones + 2; }
  [[nodiscard]] std::size_t all_tones_column() const { return kNoiseBands + tones; }
  [[nodiscard]] std::size_t waver_column() const { return kNoiseBands + tones + 1; }
  [[nodiscard]] double seconds() const { return times_s.back(); }
};

/// Of one-shots: 32 moments in 2 s and 144 tones from 30 Hz; of sustained sounds: 24 in 4 s and 64 harmonics.
[[nodiscard]] const SoundLayout& layout_of(SoundFamily family);

struct SoundMap {
  SoundFamily family = SoundFamily::kOneShot;
  Array2<float> levels_db;  ///< [F, layout columns]
  double pitch_hz = 220;    ///< of harmonic 1, where the family is sustained
};

/// Frequency of a place on a one-shot's axis of tones, and back.
[[nodiscard]] double tone_hz(double column);
[[nodiscard]] double tone_column(double hz);

/// Middle of a band of noise.
[[nodiscard]] double noise_band_hz(std::size_t band);
/// Amplitude of each band at a frequency; their squares add up to 1. @param weights [kNoiseBands]
void noise_band_weights(double hz, std::span<float> weights);

[[nodiscard]] inline bool is_silent(float level_db) {
  return level_db <= kLowestLevelDb + 2.0F;
}
/// 0 at the lowest level, so that silence is silent.
[[nodiscard]] float amplitude_of(float level_db);

}  // namespace driftwave
