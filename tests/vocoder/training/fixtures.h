#pragma once
/// A small training set of synthetic voices.
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <numbers>
#include <vector>

#include "engine/training/shards.h"
#include "tests/engine/dsp/signals.h"
#include "vocoder/harmonic_flow/config.h"

namespace driftwave::test {

/// Pulse-like glides over faint noise at the rate and hop of `config`, written to `folder`.
inline training::ShardSet make_shards(const std::filesystem::path& folder, const HarmonicFlowConfig& config) {
  std::filesystem::create_directories(folder);
  std::vector<training::Utterance> all;
  const auto hop = static_cast<std::size_t>(config.mel.hop_samples);
  for (std::uint32_t i = 0; i < 6; ++i) {
    const LabelledSignal voice =
        glide({.from_hz = 120.0 + 30 * i, .to_hz = 180.0 + 20 * i, .rate_hz = config.mel.sample_rate_hz},
              hop * 120);
    const std::vector<float> breath = white_noise(voice.audio.size(), i, 0.01F);
    training::Utterance u;
    u.id = "u" + std::to_string(i);
    u.split = i == 5 ? "validation" : "train";
    for (std::size_t t = 0; t < voice.audio.size(); ++t)
      u.audio.push_back(static_cast<std::int16_t>(20000 * (voice.audio[t] + breath[t])));
    for (std::size_t n = 0; n <= 120; ++n) {
      const std::size_t t = std::min(n * hop, voice.audio.size() - 1);
      u.f0_hz.push_back(static_cast<float>(voice.f0_hz[t]));
      u.voicing.push_back(1.0F);
      u.phase_rad.push_back(static_cast<float>(std::remainder(voice.phase_rad[t], 2 * std::numbers::pi)));
    }
    all.push_back(std::move(u));
  }
  training::write_shard(folder / "shard-0000.safetensors",
                        {.sample_rate_hz = config.mel.sample_rate_hz, .hop_samples = config.mel.hop_samples},
                        all);
  return training::ShardSet({folder});
}

}  // namespace driftwave::test
