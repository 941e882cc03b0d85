#pragma once
/// What an acoustic model makes of recordings that a vocoder learns from: teacher forcing, so that the
/// vocoder learns to speak from mels as it gets them in use (Shen et al. 2018, Tacotron 2, arXiv:1712.05884;
/// Kong et al. 2020, HiFi-GAN, arXiv:2010.05646, section 4.4).
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/training/shards.h"
#include "tts/acoustic/acoustic_model.h"

namespace driftwave {

struct ToldMelsOptions {
  std::size_t draws = 2;              ///< of each utterance
  std::optional<double> temperature;  ///< of the mel decoder; empty takes the model's own
  std::uint64_t seed = 0;
};

/// The shards' utterances, each with told_mels of its own phonemes, durations (aligned as the acoustic
/// model's training aligns them), pitch and voicing. An utterance without text or with too little room for
/// its phonemes has none.
/// @throws Error when the model does not know a speaker, or rates or hops disagree.
[[nodiscard]] std::vector<training::Utterance> with_told_mels(const training::ShardSet& shards,
                                                              const AcousticModel& model,
                                                              const ToldMelsOptions& options);

}  // namespace driftwave
