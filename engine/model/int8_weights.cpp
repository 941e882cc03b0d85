#include "engine/model/int8_weights.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr std::string_view kScale = ".scale";
/// Shorter rows would spend as much on their factor as they save.
constexpr std::size_t kShortestRow = 16;
constexpr std::size_t kSmallestTensor = 1024;

bool is_large_matrix(const TensorView& tensor) {
  if (tensor.dtype != DType::kF16 && tensor.dtype != DType::kF32) return false;
  if (tensor.shape.size() < 2 || tensor.count() < kSmallestTensor) return false;
  return tensor.count() / static_cast<std::size_t>(tensor.shape[0]) >= kShortestRow;
}

void add_as_int8(SafetensorsWriter& writer, const std::string& name, const TensorView& tensor) {
  const std::vector<float> values = tensor.to_floats();
  const auto rows = static_cast<std::size_t>(tensor.shape[0]);
  const std::size_t row = values.size() / rows;
  std::vector<std::int8_t> quantised(values.size());
  std::vector<float> scales(rows);
  for (std::size_t r = 0; r < rows; ++r) {
    const auto from = std::span(values).subspan(r * row, row);
    float largest = 0;
    for (const float x : from) largest = std::max(largest, std::abs(x));
    scales[r] = largest / 127.0F;
    if (largest == 0) continue;
    std::ranges::transform(from, quantised.begin() + static_cast<std::ptrdiff_t>(r * row),
                           [&](float x) { return static_cast<std::int8_t>(std::lrint(x / scales[r])); });
  }
  writer.add(name, std::span<const std::int8_t>(quantised), tensor.shape);
  writer.add(name + std::string(kScale), std::span<const float>(scales), {tensor.shape[0]});
}

}  // namespace

std::vector<float> weight_values(const SafetensorsFile& file, std::string_view name,
                                 std::span<const std::int64_t> shape) {
  const TensorView& tensor = file.tensor(name, shape);
  std::vector<float> values = tensor.to_floats();
  if (tensor.dtype != DType::kI8 || values.empty()) return values;
  const std::array<std::int64_t, 1> scale_shape = {shape.empty() ? 1 : shape[0]};
  const std::vector<float> scales =
      file.tensor(std::string(name) + std::string(kScale), scale_shape).to_floats();
  const std::size_t row = values.size() / scales.size();
  for (std::size_t i = 0; i < values.size(); ++i) values[i] *= scales[i / row];
  return values;
}

void write_with_int8_weights(const SafetensorsFile& model, const std::filesystem::path& file) {
  SafetensorsWriter writer;
  writer.copy_metadata(model);
  writer.set_metadata("weights", "int8");
  for (const std::string& name : model.names()) {
    const TensorView& tensor = model.tensor(name);
    if (is_large_matrix(tensor)) {
      add_as_int8(writer, name, tensor);
    } else {
      writer.add(name, tensor);
    }
  }
  writer.write(file);
}

}  // namespace driftwave
