#include "vocoder/training/harmonic_flow_compression.h"

#include <torch/torch.h>

#include <array>
#include <cmath>
#include <set>

#include "engine/core/error.h"
#include "engine/training/checkpoint.h"
#include "vocoder/training/batch.h"
#include "vocoder/training/harmonic_flow_sampler.h"
#include "vocoder/training/stored_config.h"

namespace driftwave::training {
namespace {

constexpr int kMeasuredSteps = 4;
/// Vectors of the widest kernels.
constexpr std::int64_t kWidthMultiple = 16;

void check_share(const SafetensorsFile& model, const char* option, double share) {
  if (!(share >= 0 && share < 1))
    throw Error("{}: {}: want a share of at least 0 and below 1, got {}", model.path().string(), option,
                share);
}

void check_rank(const SafetensorsFile& model, const char* option, std::int64_t rank, int present, int most) {
  if (rank != 0 && present != 0)
    throw Error("{}: {}: the model is of rank {} already", model.path().string(), option, present);
  if (rank < 0 || rank > most)
    throw Error("{}: {}: want 0..{}, got {}", model.path().string(), option, most, rank);
}

/// @return 0 when nothing is to be dropped.
int width_after(int width, double share) {
  if (share == 0) return 0;
  const auto multiples = std::llround(width * (1.0 - share) / static_cast<double>(kWidthMultiple));
  const auto kept = static_cast<int>(std::max<std::int64_t>(1, multiples) * kWidthMultiple);
  return kept < width ? kept : 0;
}

/// A model on its way from file to file: tensors that nobody replaced are copied byte for byte.
class Rewriter {
 public:
  explicit Rewriter(const SafetensorsFile& model) : model_(model) { writer_.copy_metadata(model); }

  [[nodiscard]] at::Tensor read(const std::string& name, const std::vector<std::int64_t>& shape) const {
    const TensorView& tensor = model_.tensor(name, shape);
    if (tensor.dtype != DType::kF16 && tensor.dtype != DType::kF32)
      throw Error("{}: tensor {}: want weights of 16 or 32 bits; those of 8 bits come last",
                  model_.path().string(), name);
    return torch::tensor(at::ArrayRef<float>(tensor.to_floats())).reshape(tensor.shape);
  }
  /// Stores `value` as `name`, as wide as `old` was, which is left out.
  void replace(const std::string& old, const std::string& name, const at::Tensor& value) {
    const at::Tensor x = value.to(at::kFloat).contiguous();
    writer_.add(name, std::span<const float>(x.data_ptr<float>(), static_cast<std::size_t>(x.numel())),
                x.sizes().vec(), model_.tensor(old).dtype);
    replaced_.insert(old);
  }
  void write(const HarmonicFlowConfig& config, const std::filesystem::path& file) {
    for (const std::string& name : model_.names())
      if (!replaced_.contains(name)) writer_.add(name, model_.tensor(name));
    writer_.set_metadata("config", to_json(config).dump());
    writer_.write(file);
  }

 private:
  const SafetensorsFile& model_;
  SafetensorsWriter writer_;
  std::set<std::string> replaced_;
};

struct Stack {
  std::string prefix;
  int blocks = 0;
  int channels = 0;
  int hidden = 0;
};

void prune(Rewriter& model, const Stack& stack, int keep, const LayerStatistics& statistics) {
  for (int i = 0; i < stack.blocks; ++i) {
    const std::string block = fmt::format("{}.blocks.{}", stack.prefix, i);
    const std::array names = {block + ".pwconv1.weight", block + ".pwconv1.bias", block + ".pwconv2.weight",
                              block + ".pwconv2.bias"};
    const FeedForward layer{
        model.read(names[0], {stack.hidden, stack.channels}), model.read(names[1], {stack.hidden}),
        model.read(names[2], {stack.channels, stack.hidden}), model.read(names[3], {stack.channels}),
        model.read(block + ".gamma", {stack.channels})};
    const auto found = statistics.find(block);
    const FeedForward smaller =
        drop_units(layer, found == statistics.end() ? independent_units(layer) : found->second, keep);
    model.replace(names[0], names[0], smaller.widen_weight);
    model.replace(names[1], names[1], smaller.widen_bias);
    model.replace(names[2], names[2], smaller.narrow_weight);
    model.replace(names[3], names[3], smaller.narrow_bias);
  }
}

struct Matrix {
  std::string layer;
  std::int64_t in = 0;
  std::int64_t out = 0;
};

void factorise(Rewriter& model, const Matrix& matrix, std::int64_t rank, const LayerStatistics& statistics) {
  const std::string& layer = matrix.layer;
  const at::Tensor weight = model.read(layer + ".weight", {matrix.out, matrix.in});
  const auto found = statistics.find(layer);
  const LowRankFactors factors =
      low_rank_factors(weight, model.read(layer + ".bias", {matrix.out}),
                       found == statistics.end() ? unit_inputs(matrix.in) : found->second, rank);
  model.replace(layer + ".weight", layer + ".weight_a", factors.a);
  model.replace(layer + ".weight", layer + ".weight_b", factors.b);
  model.replace(layer + ".bias", layer + ".bias", factors.bias);
}

}  // namespace

LayerStatistics measure_layers(const SafetensorsFile& model, const ShardSet& shards,
                               const MeasureOptions& options) {
  const HarmonicFlowConfig config = stored_config(model);
  const std::vector<std::size_t> train = shards.of_split("train");
  check_shards(shards, config.mel);
  torch::NoGradGuard no_grad;
  torch::manual_seed(options.seed);
  const auto network = make_harmonic_flow_network(config);
  load_weights(model.path(), network->module());
  std::map<std::string, InputMoments> moments;
  network->observe([&](const std::string& block, const at::Tensor& hidden) { moments[block].add(hidden); });
  const Spectral spectral(config.mel, at::kCPU);
  for (std::int64_t i = 0; i < options.batches; ++i) {
    const VocoderBatch batch =
        random_crops(shards, train, config.mel,
                     {.batch = options.batch, .frames = options.frames, .seed = options.seed}, i);
    const Prepared prepared = prepare_batch(batch, torch::randn_like(batch.audio), spectral);
    const PriorOutput prior = network->prior(prepared.condition);
    for (const char* layer : {"prior.heads", "flow.condition"}) moments[layer].add(prior.features);
    (void)run_flow(*network, draw_prior(prior, prepared), prior, prepared, kMeasuredSteps);
  }
  LayerStatistics statistics;
  for (const auto& [name, layer] : moments) statistics.emplace(name, layer.statistics());
  return statistics;
}

void write_compressed(const SafetensorsFile& model, const CompressionOptions& options,
                      const LayerStatistics& statistics, const std::filesystem::path& file) {
  HarmonicFlowConfig config = stored_config(model);
  check_share(model, "prune_prior", options.prune_prior);
  check_share(model, "prune_flow", options.prune_flow);
  check_rank(model, "heads_rank", options.heads_rank, config.heads_rank, config.prior_channels);
  check_rank(model, "condition_rank", options.condition_rank, config.condition_rank, config.prior_channels);
  torch::NoGradGuard no_grad;
  Rewriter rewriter(model);
  if (const int keep = width_after(config.prior_hidden_width(), options.prune_prior); keep > 0) {
    prune(rewriter, {"prior", config.prior_blocks, config.prior_channels, config.prior_hidden_width()}, keep,
          statistics);
    config.prior_hidden = keep;
  }
  if (const int keep = width_after(config.flow_hidden_width(), options.prune_flow); keep > 0) {
    prune(rewriter, {"flow", config.flow_blocks, config.flow_channels, config.flow_hidden_width()}, keep,
          statistics);
    config.flow_hidden = keep;
  }
  if (options.heads_rank > 0) {
    factorise(rewriter,
              {"prior.heads", config.prior_channels, 3 * static_cast<std::int64_t>(config.mel.bins())},
              options.heads_rank, statistics);
    config.heads_rank = static_cast<int>(options.heads_rank);
  }
  if (options.condition_rank > 0) {
    factorise(rewriter,
              {"flow.condition", config.prior_channels,
               static_cast<std::int64_t>(config.groups()) * config.flow_channels},
              options.condition_rank, statistics);
    config.condition_rank = static_cast<int>(options.condition_rank);
  }
  rewriter.write(config, file);
}

}  // namespace driftwave::training
