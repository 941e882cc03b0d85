#include "vocoder/torch/import_checkpoint.h"

#include <cmath>
#include <map>
#include <optional>

#include "engine/core/error.h"
#include "engine/diffusion/schedule.h"
#include "engine/model/torch_checkpoint.h"
#include "vocoder/diffwave/config.h"
#include "vocoder/wavegrad/config.h"

namespace driftwave {
namespace {

struct Weight {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};
using Weights = std::map<std::string, Weight>;

/// "params" of a checkpoint, where it has them.
class Params {
 public:
  Params(const PickleValue* values, std::string who) : values_(values), who_(std::move(who)) {}

  [[nodiscard]] int integer(const char* key, int otherwise) const {
    const PickleValue* value = find(key);
    if (value == nullptr) return otherwise;
    const auto* number = std::get_if<std::int64_t>(&value->value);
    if (number == nullptr || *number < 0 || *number > 1000000)
      throw Error("{}: params: {}: want an integer in 0..1000000", who_, key);
    return static_cast<int>(*number);
  }

  [[nodiscard]] std::optional<std::vector<double>> betas(const char* key) const {
    const PickleValue* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (value->list() == nullptr) throw Error("{}: params: {}: want a list of numbers", who_, key);
    std::vector<double> list;
    for (const PickleValue* item : value->list()->items) {
      if (const auto* real = std::get_if<double>(&item->value)) {
        list.push_back(*real);
      } else if (const auto* whole = std::get_if<std::int64_t>(&item->value)) {
        list.push_back(static_cast<double>(*whole));
      } else {
        throw Error("{}: params: {}: want a list of numbers", who_, key);
      }
    }
    validate_betas(list, who_ + ": params: " + key);
    return list;
  }

 private:
  [[nodiscard]] const PickleValue* find(const char* key) const {
    return values_ == nullptr ? nullptr : values_->find(key);
  }
  const PickleValue* values_;
  std::string who_;
};

/// All tensors by name, without the prefix that data-parallel training adds.
Weights read_weights(const TorchCheckpoint& checkpoint, const PickleValue& state) {
  const std::string who = checkpoint.path().string();
  if (state.dict() == nullptr) throw Error("{}: want a dictionary of tensors", who);
  checkpoint.check_size(*state.dict());
  Weights weights;
  for (const auto& [key, value] : state.dict()->items) {
    const std::string* name = key->string();
    const PickleTensor* tensor = value->tensor();
    if (name == nullptr || tensor == nullptr)
      throw Error("{}: model: want names and tensors, got {}", who, name ? shortened(*name) : "another key");
    constexpr std::string_view kParallel = "module.";
    const std::string plain = name->starts_with(kParallel) ? name->substr(kParallel.size()) : *name;
    // The table of the step embedding is computed, and older checkpoints hold it too.
    if (plain == "diffusion_embedding.embedding") continue;
    weights[plain] = {tensor->shape, checkpoint.floats(*tensor, *name)};
  }
  return weights;
}

/// weight = v * g / |v|, with one norm for each first index (Salimans & Kingma 2016, arXiv:1602.07868).
void join_weight_norm(Weights& weights, const std::string& who) {
  constexpr std::string_view kGain = ".weight_g";
  std::vector<std::string> layers;
  for (const auto& [name, weight] : weights) {
    if (name.ends_with(kGain)) layers.push_back(name.substr(0, name.size() - kGain.size()));
  }
  for (const std::string& layer : layers) {
    const Weight gain = weights.extract(layer + ".weight_g").mapped();
    auto direction = weights.extract(layer + ".weight_v");
    if (direction.empty()) throw Error("{}: {}: want weight_v beside weight_g", who, layer);
    Weight& v = direction.mapped();
    const std::size_t rows = gain.values.size();
    if (rows == 0 || v.values.size() % rows != 0 || v.shape.empty() ||
        v.shape[0] != static_cast<std::int64_t>(rows))
      throw Error("{}: {}: want one weight_g for each row of weight_v", who, layer);
    const std::size_t width = v.values.size() / rows;
    for (std::size_t r = 0; r < rows; ++r) {
      double square = 0;
      for (std::size_t i = 0; i < width; ++i)
        square += std::pow(static_cast<double>(v.values[r * width + i]), 2);
      const double scale = static_cast<double>(gain.values[r]) / std::sqrt(square);
      for (std::size_t i = 0; i < width; ++i)
        v.values[r * width + i] = static_cast<float>(v.values[r * width + i] * scale);
    }
    weights[layer + ".weight"] = std::move(v);
  }
}

/// Size of a dimension. @throws Error naming the tensor when it is missing.
int size_of(const Weights& weights, const std::string& name, std::size_t dimension, const std::string& who) {
  const auto found = weights.find(name);
  if (found == weights.end()) throw Error("{}: model: tensor {} is missing", who, name);
  if (dimension >= found->second.shape.size() || found->second.shape[dimension] > 65536)
    throw Error("{}: model: tensor {}: want more dimensions, or smaller ones", who, name);
  return static_cast<int>(found->second.shape[dimension]);
}

std::vector<double> training_betas(const Params& params, const ImportOptions& options,
                                   const char* otherwise) {
  if (!options.training_schedule.empty()) return betas_from(options.training_schedule);
  if (auto own = params.betas("noise_schedule")) return *own;
  return named_betas(otherwise);
}

int rate_of(const Params& params, const ImportOptions& options) {
  return options.sample_rate_hz > 0 ? options.sample_rate_hz : params.integer("sample_rate", 22050);
}

nlohmann::json diffwave_config(const Weights& w, const Params& params, const ImportOptions& options,
                               const std::string& who) {
  DiffWaveConfig c = diffwave_base();
  c.residual_channels = size_of(w, "input_projection.weight", 0, who);
  c.embedding_channels = size_of(w, "diffusion_embedding.projection1.weight", 0, who);
  c.residual_layers = 0;
  while (w.contains(fmt::format("residual_layers.{}.dilated_conv.weight", c.residual_layers)))
    ++c.residual_layers;
  c.dilation_cycle = params.integer("dilation_cycle_length", c.dilation_cycle);
  c.unconditional = !w.contains("spectrogram_upsampler.conv1.weight");
  MelSettings& mel = c.diffusion.mel;
  mel.sample_rate_hz = rate_of(params, options);
  mel.high_hz = mel.sample_rate_hz / 2.0;
  mel.n_fft = params.integer("n_fft", mel.n_fft);
  mel.hop_samples = params.integer("hop_samples", mel.hop_samples);
  mel.window_samples = 4 * mel.hop_samples == mel.n_fft ? 0 : 4 * mel.hop_samples;
  if (!c.unconditional) mel.mels = size_of(w, "residual_layers.0.conditioner_projection.weight", 1, who);
  validate(mel);
  c.diffusion.training_betas = training_betas(params, options, "diffwave-50");
  if (auto short_list = params.betas("inference_noise_schedule")) c.diffusion.inference_betas = *short_list;
  validate(c, who);
  return to_json(c);
}

nlohmann::json wavegrad_config(const Weights& w, const Params& params, const ImportOptions& options,
                               const std::string& who) {
  WaveGradConfig c = wavegrad_base();
  c.diffusion.mel = wavegrad_mel_settings(rate_of(params, options));
  c.diffusion.mel.hop_samples = params.integer("hop_samples", c.diffusion.mel.hop_samples);
  c.diffusion.mel.mels = size_of(w, "first_conv.weight", 1, who);
  validate(c.diffusion.mel);
  c.input_channels = size_of(w, "first_conv.weight", 0, who);
  for (std::size_t i = 0; i < c.up_channels.size(); ++i) {
    c.up_channels[i] = size_of(w, fmt::format("upsample.{}.block1.weight", i), 0, who);
    c.down_channels[i] = size_of(
        w,
        i == 0 ? std::string("downsample.0.weight") : fmt::format("downsample.{}.residual_dense.weight", i),
        0, who);
  }
  c.diffusion.training_betas = training_betas(params, options, "wavegrad-1000");
  validate(c, who);
  return to_json(c);
}

}  // namespace

std::string import_checkpoint(const std::filesystem::path& file, const std::filesystem::path& model,
                              const ImportOptions& options) {
  const std::string who = file.string();
  const TorchCheckpoint checkpoint(file);
  const PickleValue* inner = checkpoint.root().find("model");
  Weights weights = read_weights(checkpoint, inner != nullptr ? *inner : checkpoint.root());
  join_weight_norm(weights, who);
  const Params params(checkpoint.root().find("params"), who);
  std::string architecture;
  nlohmann::json config;
  if (weights.contains("residual_layers.0.dilated_conv.weight")) {
    architecture = kDiffWaveArchitecture;
    config = diffwave_config(weights, params, options, who);
  } else if (weights.contains("film.0.input_conv.weight")) {
    architecture = kWaveGradArchitecture;
    config = wavegrad_config(weights, params, options, who);
  } else {
    throw Error("{}: want a DiffWave or WaveGrad in the layout of lmnt-com, got {}", who,
                weights.empty() ? "no tensors" : "tensors such as " + shortened(weights.begin()->first));
  }
  SafetensorsWriter writer;
  for (const auto& [name, weight] : weights)
    writer.add(name, std::span<const float>(weight.values), weight.shape, options.store_as);
  writer.set_metadata("architecture", architecture);
  writer.set_metadata("config", config.dump());
  writer.set_metadata("imported_from", file.filename().string());
  if (!options.licence.empty()) writer.set_metadata("licence", options.licence);
  writer.write(model);
  return architecture;
}

}  // namespace driftwave
