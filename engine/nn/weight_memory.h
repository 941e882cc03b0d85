#pragma once
/// Memory for packed weights. Many layers share large pages: they are there sooner than thousands of small
/// ones, and a matrix product that walks through them misses the processor's address cache less often.
#include <cstddef>
#include <memory>

namespace driftwave {

struct FreeWeights {
  void operator()(float* memory) const;
};
using WeightMemory = std::unique_ptr<float[], FreeWeights>;

/// @param floats how many, at least 1. @return memory for them at the start of a cache line, unset. Any
/// thread may free it. @throws std::bad_alloc.
[[nodiscard]] WeightMemory allocate_weights(std::size_t floats);

}  // namespace driftwave
