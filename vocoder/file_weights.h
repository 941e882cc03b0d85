#pragma once
/// The weights of a safetensors file as engine/nn asks for them.
#include "engine/model/safetensors.h"
#include "engine/nn/weights.h"

namespace driftwave {

class FileWeights final : public WeightSource {
 public:
  explicit FileWeights(const SafetensorsFile& file) : file_(file) {}

  /// @throws Error naming file and tensor: missing, of another shape, or not finite.
  [[nodiscard]] std::vector<float> get(std::string_view name,
                                       std::span<const std::int64_t> shape) const override;

 private:
  const SafetensorsFile& file_;
};

}  // namespace driftwave
