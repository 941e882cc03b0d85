#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/nn/linear.h"
#include "engine/nn/weights.h"

namespace driftwave {

struct SelfAttentionOptions {
  std::size_t channels = 0;
  std::size_t heads = 0;
  std::size_t max_distance = 0;  ///< positions farther apart share the bias of this distance
};

/// Multi-head self-attention with a learned bias per head and distance:
/// softmax(q k^T / sqrt(C / heads) + bias[head, clamp(j - i)]) v.
class SelfAttention {
 public:
  /// Reads "<prefix>.query", ".key", ".value", ".output" (weights [C, C] and biases) and
  /// "<prefix>.relative_bias" [heads, 2 max_distance + 1], from -max_distance to max_distance.
  /// @throws Error when the source does or unless heads divides channels.
  SelfAttention(const WeightSource& source, const std::string& prefix, const SelfAttentionOptions& options);

  /// @param x [P, C]. @param y [P, C], not overlapping x. Allocates; any thread but a real-time one.
  void operator()(std::span<const float> x, std::span<float> y) const;

 private:
  void add_relative_bias(std::size_t head, std::span<float> scores) const;

  SelfAttentionOptions options_;
  Linear query_;
  Linear key_;
  Linear value_;
  Linear output_;
  std::vector<float> relative_bias_;
};

}  // namespace driftwave
