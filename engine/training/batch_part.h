#pragma once
/// The part of a step's batch that one pass computes. Every crop is keyed by (seed, step, its index in the
/// whole batch), so the parts together are the same batch, however many there are.
#include <cstdint>

namespace driftwave::training {

/// Examples first .. first + count of the batch.
struct BatchRange {
  std::int64_t first = 0;
  std::int64_t count = 0;
  double share = 1;  ///< count / batch
};

/// Part `index` of `count` parts, as even as the batch allows; by default the whole.
struct BatchPart {
  std::int64_t index = 0;
  std::int64_t count = 1;

  /// @throws Error when a part would be empty, or index is not in 0 .. count.
  [[nodiscard]] BatchRange range(std::int64_t batch) const;
};

}  // namespace driftwave::training
