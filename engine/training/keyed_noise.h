#pragma once
/// Noise as tensors, keyed by row: a batch drawn in parts gets the rows that the whole would have drawn.
#include <ATen/core/Tensor.h>

#include <cstdint>

#include "engine/core/noise.h"

namespace driftwave::training {

struct NoiseRows {
  std::int64_t first = 0;
  std::int64_t count = 0;
  std::int64_t columns = 1;
};

/// @return standard normal [count, columns], float32 on the CPU
[[nodiscard]] at::Tensor normal_rows(const NoiseKey& key, const NoiseRows& rows);
/// @return uniform in [0, 1), as above
[[nodiscard]] at::Tensor uniform_rows(const NoiseKey& key, const NoiseRows& rows);

}  // namespace driftwave::training
