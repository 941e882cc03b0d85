#pragma once
/// Training shards: safetensors files that `driftwave-train prepare` packs from recordings, readable without
/// any audio, FFT or text library.
///
/// Tensors of utterance "<id>": "<id>/audio" I16 [T]; "<id>/f0_hz", "<id>/voicing", "<id>/phase_rad" F32 [F]
/// with F = T / hop + 1; "<id>/phonemes" I32 [P] where the text is known; "<id>/told_mels" F16 [D, F, M]
/// where an acoustic model has made mels of the text. Metadata "utterances": JSON list of {id, split, text,
/// speaker}; "settings": {sample_rate_hz, hop_samples}.
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/tensor.h"

namespace driftwave::training {

struct Utterance {
  std::string id;
  std::string split;  ///< "train" or "validation"
  std::string text;
  std::string speaker;
  std::vector<std::int16_t> audio;  ///< [T]
  std::vector<float> f0_hz;         ///< [F] continuous through unvoiced frames
  std::vector<float> voicing;       ///< [F] 0..1
  std::vector<float> phase_rad;     ///< [F] phase of the recording's own fundamental, wrapped
  std::vector<std::int32_t> phonemes;
  /// Draws of an acoustic model for these phonemes, at the recording's own durations and pitch; [F, M] each.
  std::vector<Array2<float>> told_mels;
};

struct ShardSettings {
  int sample_rate_hz = 44100;
  int hop_samples = 512;
  bool operator==(const ShardSettings&) const = default;
};

class ShardSet {
 public:
  /// Loads every shard-*.safetensors of each folder.
  /// @throws Error naming the folder or file: none found, malformed, or settings that differ between shards.
  explicit ShardSet(const std::vector<std::filesystem::path>& folders);

  [[nodiscard]] const ShardSettings& settings() const { return settings_; }
  [[nodiscard]] const std::vector<Utterance>& utterances() const { return utterances_; }
  /// Indices into utterances(), in file order.
  [[nodiscard]] std::vector<std::size_t> of_split(const std::string& split) const;

 private:
  void load(const std::filesystem::path& file);

  ShardSettings settings_;
  std::vector<Utterance> utterances_;
};

/// @throws Error naming the file when it cannot be written or an utterance's lengths disagree.
void write_shard(const std::filesystem::path& file, const ShardSettings& settings,
                 const std::vector<Utterance>& utterances);

/// Fills a folder with shards of 128 utterances, in order, as they come.
class ShardWriter {
 public:
  /// Makes the folder. @throws Error naming the folder when it holds shards, which would mix with the new
  /// ones.
  ShardWriter(std::filesystem::path folder, const ShardSettings& settings);

  /// @throws Error as write_shard().
  void add(Utterance utterance);
  /// Writes what is left. @return number of shards in all
  std::size_t finish();

 private:
  void flush();

  std::filesystem::path folder_;
  ShardSettings settings_;
  std::vector<Utterance> pending_;
  std::size_t shards_ = 0;
};

}  // namespace driftwave::training
