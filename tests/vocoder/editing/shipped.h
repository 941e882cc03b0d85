#pragma once
/// The shipped models, and sounds to edit.
#include <cmath>
#include <filesystem>
#include <span>
#include <vector>

#include "tests/engine/dsp/voices.h"
#include "tests/vocoder/shipped_vocoder.h"
#include "vocoder/mel_completion/mel_completion.h"

namespace driftwave::test {

inline const MelCompletion& completion() {
  static const MelCompletion loaded = load_mel_completion(std::filesystem::path(DRIFTWAVE_MODELS) /
                                                          "mel_completion" / "mel_completion.safetensors");
  return loaded;
}

/// A voice with vibrato over faint breath.
inline std::vector<float> singing(double seconds, double hz = 220) {
  const auto samples = static_cast<std::size_t>(seconds * kRate);
  return sing({.name = "vibrato",
               .f0_hz =
                   [hz](double t) {
                     return hz * std::exp2(40.0 / 1200 * std::sin(2 * std::numbers::pi * 5.5 * t));
                   },
               .noise = 0.003F},
              kRate, samples)
      .audio;
}

/// Of `got` against `want`, samples first .. last.
inline double snr_db(std::span<const float> want, std::span<const float> got, std::size_t first,
                     std::size_t last) {
  double energy = 0;
  double error = 0;
  for (std::size_t t = first; t < last; ++t) {
    energy += std::pow(want[t], 2);
    error += std::pow(want[t] - got[t], 2);
  }
  return 10 * std::log10(energy / error);
}

}  // namespace driftwave::test
