#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/nn/weights.h"

namespace driftwave {

struct EmbeddingOptions {
  std::size_t entries = 0;
  std::size_t channels = 0;
};

/// A table of vectors (torch.nn.Embedding).
class Embedding {
 public:
  /// Reads "<prefix>.weight" [entries, C].
  Embedding(const WeightSource& source, const std::string& prefix, const EmbeddingOptions& options);

  /// @param ids [P]. @param y [P, C]. @throws Error naming an id outside the table.
  void operator()(std::span<const std::int32_t> ids, std::span<float> y) const;

 private:
  EmbeddingOptions options_;
  std::vector<float> table_;
};

}  // namespace driftwave
