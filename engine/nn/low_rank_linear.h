#pragma once
/// A large matrix as the product of two thin ones, as `driftwave-train compress` leaves it.
#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "engine/nn/linear.h"
#include "engine/nn/weights.h"

namespace driftwave {

struct LowRankLinearOptions {
  std::size_t in = 0;
  std::size_t out = 0;
  std::size_t rank = 0;  ///< 0: one matrix, as Linear
};

/// y = (x A^T) B^T + b with A [rank, in] and B [out, rank]. Like Linear, it gives the same bits in chunks.
class LowRankLinear {
 public:
  /// Reads "<prefix>.weight_a", "<prefix>.weight_b" and "<prefix>.bias"; with rank 0 "<prefix>.weight" and
  /// "<prefix>.bias". @throws Error when the source does, when a size is 0 or the rank above kMaxRank.
  LowRankLinear(const WeightSource& source, const std::string& prefix, const LowRankLinearOptions& options);

  /// @param x [F, in]. @param y [F, out], not overlapping x. RT.
  void operator()(std::span<const float> x, std::span<float> y) const noexcept;

  [[nodiscard]] std::size_t in() const { return options_.in; }
  [[nodiscard]] std::size_t out() const { return options_.out; }

  /// What lies between the factors is on the stack: a frame of it has to fit.
  static constexpr std::size_t kMaxRank = 4096;

 private:
  LowRankLinearOptions options_;
  std::optional<Linear> into_;  ///< A; empty with rank 0
  Linear out_of_;
};

}  // namespace driftwave
