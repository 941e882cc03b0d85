#pragma once
/// Where layers get their numbers from: the caller adapts a model file, a network in training or a test.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace driftwave {

class WeightSource {
 public:
  virtual ~WeightSource() = default;
  /// @param name the full name of a tensor, such as "encoder.0.pwconv1.weight".
  /// @return its values, row-major. @throws Error naming the tensor when it is missing or of another shape.
  [[nodiscard]] virtual std::vector<float> get(std::string_view name,
                                               std::span<const std::int64_t> shape) const = 0;
};

}  // namespace driftwave
