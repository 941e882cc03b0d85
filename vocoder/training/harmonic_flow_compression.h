#pragma once
/// Smaller HarmonicFlow models: blocks with fewer hidden units, large matrices as products of thin ones.
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "engine/model/safetensors.h"
#include "engine/training/shards.h"
#include "vocoder/training/smaller_layers.h"

namespace driftwave::training {

struct CompressionOptions {
  double prune_prior = 0.0;  ///< share of the hidden units of the prior's blocks to drop, 0 or more, below 1
  double prune_flow = 0.0;   ///< the same of the flow's blocks
  std::int64_t heads_rank = 0;      ///< of the prior's heads; 0 leaves them
  std::int64_t condition_rank = 0;  ///< of the flow's conditioner; 0 leaves it
};

/// Statistics of hidden units ("prior.blocks.0", ...) and of inputs ("prior.heads", "flow.condition").
using LayerStatistics = std::map<std::string, InputStatistics>;

struct MeasureOptions {
  std::int64_t batches = 12;
  std::int64_t batch = 4;
  std::int64_t frames = 96;
  std::uint64_t seed = 0;
};

/// What the layers of a model are fed on random crops of the training split, over four Euler steps.
/// @throws Error naming the file or the data that does not fit.
[[nodiscard]] LayerStatistics measure_layers(const SafetensorsFile& model, const ShardSet& shards,
                                             const MeasureOptions& options = {});

/// Writes the smaller model. Its hidden widths are multiples of 16. Without statistics of a layer its weights
/// have to speak for themselves (independent_units, unit_inputs).
/// @throws Error naming the file and the option that does not fit: a share outside of 0..1, a rank above the
/// model's width, a model of another kind, of 8 bits or of low rank already.
void write_compressed(const SafetensorsFile& model, const CompressionOptions& options,
                      const LayerStatistics& statistics, const std::filesystem::path& file);

}  // namespace driftwave::training
