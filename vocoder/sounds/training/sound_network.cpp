#include <torch/torch.h>

#include "engine/model/safetensors.h"
#include "vocoder/sounds/training/sound_task.h"

namespace driftwave::training {
namespace {

namespace nn = torch::nn;

class BlockModule : public nn::Module {
 public:
  explicit BlockModule(const SoundModelConfig& c) {
    film_ = register_module("film", nn::Linear(c.condition, 2 * c.channels));
    norm_ = register_module("norm", nn::LayerNorm(nn::LayerNormOptions({c.channels})));
    expand_ = register_module("expand", nn::Linear(c.channels, c.expansion));
    contract_ = register_module("contract", nn::Linear(c.expansion, c.channels));
  }
  at::Tensor forward(const at::Tensor& h, const at::Tensor& condition) {
    const std::vector<at::Tensor> film = film_(condition).chunk(2, -1);
    const at::Tensor x = norm_(h) * (1 + film[0]) + film[1];
    return h + contract_(at::gelu(expand_(x), "tanh"));
  }

 private:
  nn::Linear film_{nullptr};
  nn::LayerNorm norm_{nullptr};
  nn::Linear expand_{nullptr};
  nn::Linear contract_{nullptr};
};

class NetworkModule : public nn::Module {
 public:
  explicit NetworkModule(const SoundModelConfig& c) {
    classes_ = register_module("classes",
                               nn::Embedding(static_cast<std::int64_t>(c.classes.size()) + 1, c.embedding));
    descriptors_ =
        register_module("descriptors", nn::Linear(2 * static_cast<std::int64_t>(kDescriptors), c.embedding));
    condition_ = register_module("condition", nn::Linear(2 * c.embedding, c.condition));
    input_ = register_module("input", nn::Linear(c.noise, c.channels));
    for (int i = 0; i < c.blocks; ++i) blocks_->push_back(BlockModule(c));
    register_module("blocks", blocks_);
    output_norm_ = register_module("output_norm", nn::LayerNorm(nn::LayerNormOptions({c.channels})));
    for (std::size_t i = 0; i < kSoundFamilies; ++i)
      outputs_->push_back(nn::Linear(c.channels, c.coefficients));
    register_module("outputs", outputs_);
  }
  at::Tensor forward(const at::Tensor& noise, const at::Tensor& classes, const at::Tensor& descriptors,
                     std::size_t family) {
    const at::Tensor condition =
        at::silu(condition_(torch::cat({classes_(classes), descriptors_(descriptors)}, -1)));
    at::Tensor h = input_(noise);
    for (const auto& block : *blocks_) h = block->as<BlockModule>()->forward(h, condition);
    return outputs_[family]->as<nn::Linear>()->forward(output_norm_(h));
  }

 private:
  nn::Embedding classes_{nullptr};
  nn::Linear descriptors_{nullptr};
  nn::Linear condition_{nullptr};
  nn::Linear input_{nullptr};
  nn::ModuleList blocks_;
  nn::LayerNorm output_norm_{nullptr};
  nn::ModuleList outputs_;
};

class Network final : public SoundNetwork {
 public:
  explicit Network(const SoundModelConfig& config) : module_(std::make_shared<NetworkModule>(config)) {}
  nn::Module& module() override { return *module_; }
  at::Tensor forward(const at::Tensor& noise, const at::Tensor& classes, const at::Tensor& descriptors,
                     SoundFamily family) override {
    return module_->forward(noise, classes, descriptors, static_cast<std::size_t>(family));
  }

 private:
  std::shared_ptr<NetworkModule> module_;
};

void add(SafetensorsWriter& writer, const std::string& name, const at::Tensor& tensor) {
  const at::Tensor plain = tensor.detach().to(at::kFloat).contiguous();
  writer.add(name, std::span(plain.data_ptr<float>(), static_cast<std::size_t>(plain.numel())),
             plain.sizes().vec(), DType::kF16);
}

}  // namespace

std::unique_ptr<SoundNetwork> make_sound_network(const SoundModelConfig& config) {
  return std::make_unique<Network>(config);
}

void export_sound_model(const std::filesystem::path& file, SoundNetwork& network,
                        const SoundStatistics& statistics,
                        const std::map<std::string, std::string>& metadata) {
  SafetensorsWriter writer;
  for (const auto& parameter : network.module().named_parameters())
    add(writer, parameter.key(), parameter.value());
  for (std::size_t i = 0; i < statistics.bases.size(); ++i) {
    const std::string name = "basis." + std::to_string(i);
    add(writer, name + ".mean", statistics.bases[i].mean);
    add(writer, name + ".vectors", statistics.bases[i].vectors);
    add(writer, name + ".descriptors", statistics.bases[i].descriptors);
  }
  add(writer, "quantiles", statistics.quantiles);
  add(writer, "centroids", statistics.centroids);
  for (const auto& [key, value] : metadata) writer.set_metadata(key, value);
  writer.write(file);
}

}  // namespace driftwave::training
