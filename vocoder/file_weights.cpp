#include "vocoder/file_weights.h"

#include <bit>

#include "engine/core/error.h"
#include "engine/model/int8_weights.h"

namespace driftwave {

std::vector<float> FileWeights::get(std::string_view name, std::span<const std::int64_t> shape) const {
  std::vector<float> values = weight_values(file_, name, shape);
  // Without a branch in the loop, so that the compiler can look at several at once.
  constexpr std::uint32_t kExponent = 0x7f800000U;
  std::uint32_t bad = 0;
  for (const float x : values) bad |= (std::bit_cast<std::uint32_t>(x) & kExponent) == kExponent ? 1U : 0U;
  if (bad != 0) throw Error("{}: tensor {}: holds a value that is not finite", file_.path().string(), name);
  return values;
}

}  // namespace driftwave
