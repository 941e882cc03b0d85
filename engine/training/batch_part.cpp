#include "engine/training/batch_part.h"

#include "engine/core/error.h"

namespace driftwave::training {

BatchRange BatchPart::range(std::int64_t batch) const {
  if (index < 0 || index >= count) throw Error("training: part: want 0..{}, got {}", count - 1, index);
  if (batch < count)
    throw Error(
        "training: batch: want at least one example for each of {} parts (processes times passes), got {}",
        count, batch);
  const std::int64_t first = batch * index / count;
  const std::int64_t last = batch * (index + 1) / count;
  return {.first = first,
          .count = last - first,
          .share = static_cast<double>(last - first) / static_cast<double>(batch)};
}

}  // namespace driftwave::training
