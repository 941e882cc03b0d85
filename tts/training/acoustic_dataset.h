#pragma once
/// Recordings as the acoustic model learns them: symbols, frames per symbol, normalised mel and pitch.
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/tensor.h"
#include "tts/acoustic/acoustic_config.h"

namespace driftwave {

namespace training {
class ShardSet;
}

class PhoneClassifier;

struct AcousticExample {
  std::string id;
  std::string text;
  std::size_t speaker = 0;            ///< row of the config's speakers
  bool held_out = false;              ///< of the validation split; another set may use the same id
  int bands = 0;                      ///< lowest mel bands that the speaker's recordings have
  std::vector<std::int32_t> symbols;  ///< [P]
  std::vector<int> frames;            ///< [P] sums to F; 0 for marks and absent pauses
  Array2<float> mel;                  ///< [F, M] (value - mean) / std of the training split
  std::vector<float> f0_hz;           ///< [F]
  std::vector<float> voicing;         ///< [F]
};

struct AcousticDataset {
  AcousticStatistics statistics;
  std::vector<AcousticExample> train;
  std::vector<AcousticExample> validation;
  std::size_t left_out = 0;  ///< without phonemes, or too short for them

  [[nodiscard]] std::size_t train_frames() const;
};

/// Names the shards' speakers that the config does not name yet, in the order of their utterances.
void add_speakers(AcousticConfig& config, const training::ShardSet& shards);

/// Computes mels, aligns phones and gathers statistics over the training split. Deterministic. Bands above a
/// speaker's bandwidth are left out of the statistics.
/// @param aligner finds the phones; without one Gaussians do, for each speaker apart (phone_aligner.h).
/// @param initial statistics of a model that learns on from these recordings: its mels' mean and deviation
/// are kept, speakers' pitch is measured anew, and bands that the recordings lack stay as the model has them.
/// @throws Error when an utterance's speaker is not among the config's (if it names any), when rates or hops
/// disagree, a symbol lies outside the inventory, the aligner is of other mels or symbols, or a split is
/// empty.
[[nodiscard]] AcousticDataset make_acoustic_dataset(const training::ShardSet& shards,
                                                    const AcousticConfig& config,
                                                    PhoneClassifier* aligner = nullptr,
                                                    const AcousticStatistics* initial = nullptr);

/// One line an utterance, "id<tab>symbol:frames symbol:frames ...", to be looked at beside the recordings.
/// @throws Error naming the file.
void write_alignment(const std::filesystem::path& file, const AcousticDataset& dataset);

}  // namespace driftwave
