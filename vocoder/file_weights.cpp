#include "vocoder/file_weights.h"

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"

namespace driftwave {

std::vector<float> FileWeights::get(std::string_view name, std::span<const std::int64_t> shape) const {
  std::vector<float> values = file_.tensor(name, shape).to_floats();
  if (!std::ranges::all_of(values, [](float x) { return std::isfinite(x); }))
    throw Error("{}: tensor {}: holds a value that is not finite", file_.path().string(), name);
  return values;
}

}  // namespace driftwave
