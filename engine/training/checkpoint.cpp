#include "engine/training/checkpoint.h"

#include <torch/torch.h>

#include <charconv>
#include <cstring>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/model/int8_weights.h"

namespace driftwave::training {
namespace {

void add_tensor(SafetensorsWriter& writer, const std::string& name, const at::Tensor& tensor,
                DType store_as) {
  const at::Tensor cpu = tensor.detach().to(at::kCPU, at::kFloat).contiguous();
  writer.add(name, std::span<const float>(cpu.data_ptr<float>(), static_cast<std::size_t>(cpu.numel())),
             cpu.sizes().vec(), store_as);
}

void copy_tensor(const SafetensorsFile& file, const std::string& name, const at::Tensor& into) {
  const std::vector<std::int64_t> shape = into.sizes().vec();
  std::vector<float> values = weight_values(file, name, shape);
  torch::NoGradGuard no_grad;
  into.copy_(at::from_blob(values.data(), shape, at::kFloat));
}

template <typename T>
T number(const SafetensorsFile& file, const char* key) {
  const std::string text = file.metadata(key);
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value >= 0))
    throw Error("{}: {}: want a number of at least 0, got \"{}\"", file.path().string(), key,
                shortened(text));
  return value;
}

}  // namespace

void save_checkpoint(const std::filesystem::path& file, AdamW& optimizer, const CheckpointInfo& info,
                     const TaskState& state) {
  SafetensorsWriter writer;
  for (const auto& p : optimizer.parameters()) {
    add_tensor(writer, "weight." + p.name, p.value, DType::kF32);
    add_tensor(writer, "average." + p.name, p.average, DType::kF32);
    add_tensor(writer, "first_moment." + p.name, p.first_moment, DType::kF32);
    add_tensor(writer, "second_moment." + p.name, p.second_moment, DType::kF32);
  }
  for (const auto& [name, tensor] : state) add_tensor(writer, "state." + name, tensor, DType::kF32);
  writer.set_metadata("step", std::to_string(info.step));
  writer.set_metadata("seconds", fmt::format("{:.1f}", info.seconds));
  writer.set_metadata("config", info.config.dump());
  writer.write(file);
}

CheckpointInfo load_checkpoint(const std::filesystem::path& path, AdamW& optimizer,
                               const nlohmann::json& expected_config, const TaskState& state) {
  const SafetensorsFile file(path);
  CheckpointInfo info;
  info.config = parse_json(file.metadata("config"), path.string() + ": config");
  if (info.config != expected_config)
    throw Error("{}: checkpoint of another configuration: want {}, got {}", path.string(),
                expected_config.dump(), info.config.dump());
  info.step = number<std::int64_t>(file, "step");
  info.seconds = number<double>(file, "seconds");
  for (auto& p : optimizer.parameters()) {
    copy_tensor(file, "weight." + p.name, p.value);
    copy_tensor(file, "average." + p.name, p.average);
    copy_tensor(file, "first_moment." + p.name, p.first_moment);
    copy_tensor(file, "second_moment." + p.name, p.second_moment);
  }
  for (const auto& [name, tensor] : state) copy_tensor(file, "state." + name, tensor);
  return info;
}

std::size_t load_weights(
    const std::filesystem::path& path, torch::nn::Module& network,
    const std::function<bool(const std::string&, const std::vector<std::int64_t>&)>& wanted) {
  const SafetensorsFile file(path);
  std::size_t filled = 0;
  for (const auto& item : network.named_parameters()) {
    for (const std::string& name : {"average." + item.key(), item.key()}) {
      if (!file.contains(name)) continue;
      if (wanted && !wanted(item.key(), file.tensor(name).shape)) break;
      copy_tensor(file, name, item.value());
      ++filled;
      break;
    }
  }
  return filled;
}

void export_weights(const std::filesystem::path& file, torch::nn::Module& network,
                    const std::map<std::string, std::string>& metadata, DType store_as) {
  SafetensorsWriter writer;
  for (const auto& item : network.named_parameters()) add_tensor(writer, item.key(), item.value(), store_as);
  for (const auto& [key, value] : metadata) writer.set_metadata(key, value);
  writer.write(file);
}

}  // namespace driftwave::training
