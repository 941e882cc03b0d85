#include "vocoder/training/harmonic_flow_network.h"

#include <torch/torch.h>

#include <array>
#include <cmath>
#include <numbers>

#include "engine/training/activation_checkpoint.h"
#include "vocoder/training/frame_block.h"
#include "vocoder/training/low_rank_linear.h"

namespace driftwave::training {
namespace {

namespace nn = torch::nn;

constexpr double kLayerScale = 0.1;
constexpr std::int64_t kTimeFeatures = 32;

at::Tensor activate(const at::Tensor& x) {
  return torch::gelu(x, "tanh");
}

/// ConvNeXt block over (frame x group) maps [B, F, G, C], causal in frames, with FiLM on the time.
class MapBlockModule : public nn::Module {
 public:
  explicit MapBlockModule(const HarmonicFlowConfig& c)
      : kernel_frames_(c.flow_kernel_frames), kernel_groups_(c.flow_kernel_groups) {
    const std::int64_t channels = c.flow_channels;
    const std::int64_t hidden = c.flow_hidden_width();
    depthwise_ = register_module(
        "dwconv",
        nn::Conv2d(nn::Conv2dOptions(channels, channels, {kernel_frames_, kernel_groups_}).groups(channels)));
    norm_ = register_module("norm", nn::LayerNorm(nn::LayerNormOptions({channels})));
    film_ = register_module("film", nn::Linear(channels, 2 * channels));
    widen_ = register_module("pwconv1", nn::Linear(channels, hidden));
    narrow_ = register_module("pwconv2", nn::Linear(hidden, channels));
    scale_ = register_parameter("gamma", torch::full({channels}, kLayerScale));
    torch::NoGradGuard no_grad;
    film_->weight.mul_(0.1);
    film_->bias.zero_();
  }

  /// @param time [B, C]
  at::Tensor forward(const at::Tensor& x, const at::Tensor& time) {
    const std::int64_t side = (kernel_groups_ - 1) / 2;
    // A channels-last view: oneDNN's depthwise kernel is fastest on it.
    const at::Tensor padded =
        torch::constant_pad_nd(x, {0, 0, side, kernel_groups_ - 1 - side, kernel_frames_ - 1, 0});
    const at::Tensor mixed = depthwise_(padded.permute({0, 3, 1, 2})).permute({0, 2, 3, 1});
    const std::vector<at::Tensor> film = film_(time).unsqueeze(1).unsqueeze(1).chunk(2, -1);
    const at::Tensor y = norm_(mixed.to(at::kFloat)) * (1.0 + film[0]) + film[1];
    const at::Tensor hidden = activate(widen_(y));
    if (observer_) observer_(hidden);
    return x + scale_ * narrow_(hidden);
  }

  /// @param observer is shown the hidden units, [..., hidden]; none: nobody is.
  void observe(std::function<void(const at::Tensor&)> observer) { observer_ = std::move(observer); }

 private:
  std::function<void(const at::Tensor&)> observer_;
  std::int64_t kernel_frames_;
  std::int64_t kernel_groups_;
  nn::Conv2d depthwise_{nullptr};
  nn::LayerNorm norm_{nullptr};
  nn::Linear film_{nullptr};
  nn::Linear widen_{nullptr};
  nn::Linear narrow_{nullptr};
  at::Tensor scale_;
};
TORCH_MODULE_IMPL(MapBlock, MapBlockModule);

class PriorModule : public nn::Module {
 public:
  explicit PriorModule(const HarmonicFlowConfig& c)
      : kernel_(c.prior_kernel),
        lookahead_(c.input_lookahead_frames),
        bins_(static_cast<std::int64_t>(c.mel.bins())) {
    const std::int64_t channels = c.prior_channels;
    input_ = register_module("input", nn::Conv1d(nn::Conv1dOptions(c.mel.mels + 2, channels, kernel_)));
    input_norm_ = register_module("input_norm", nn::LayerNorm(nn::LayerNormOptions({channels})));
    for (int i = 0; i < c.prior_blocks; ++i)
      blocks_->push_back(
          FrameBlock(FrameBlockOptions{.channels = channels,
                                       .hidden = c.prior_hidden_width(),
                                       .kernel = c.prior_kernel,
                                       .lookahead = c.block_lookahead_frames[static_cast<std::size_t>(i)]}));
    register_module("blocks", blocks_);
    output_norm_ = register_module("output_norm", nn::LayerNorm(nn::LayerNormOptions({channels})));
    heads_ = register_module(
        "heads", LowRankLinear(LowRankLinearOptions{.in = channels, .out = 3 * bins_, .rank = c.heads_rank}));
    torch::NoGradGuard no_grad;
    heads_->weight.mul_(0.2);
    heads_->bias.zero_();
    heads_->bias.slice(0, 0, bins_).fill_(0.5);
  }

  PriorOutput forward(const Condition& condition) {
    const at::Tensor mel = condition.mel / 4.0 + 0.5;
    const at::Tensor pitch = ((condition.f0_hz / 200.0).log() * 2.0 * condition.voicing).unsqueeze(-1);
    const at::Tensor voicing = condition.voicing.unsqueeze(-1);
    const at::Tensor in = torch::cat({mel, pitch, voicing}, -1).transpose(1, 2);
    at::Tensor h = input_(torch::constant_pad_nd(in, {kernel_ - 1 - lookahead_, lookahead_})).transpose(1, 2);
    h = input_norm_(h.to(at::kFloat));
    for (const auto& block : *blocks_) h = block->as<FrameBlock>()->forward(h);
    h = output_norm_(h.to(at::kFloat));
    const std::vector<at::Tensor> heads = heads_(h).split(bins_, -1);
    return {{heads[0], heads[1]}, torch::softplus(heads[2]), h};
  }

 private:
  std::int64_t kernel_;
  std::int64_t lookahead_;
  std::int64_t bins_;
  nn::Conv1d input_{nullptr};
  nn::LayerNorm input_norm_{nullptr};
  nn::ModuleList blocks_;
  nn::LayerNorm output_norm_{nullptr};
  LowRankLinear heads_{nullptr};
};
TORCH_MODULE_IMPL(Prior, PriorModule);

class FlowModule : public nn::Module {
 public:
  explicit FlowModule(const HarmonicFlowConfig& c)
      : bands_(c.bands),
        groups_(c.groups()),
        channels_(c.flow_channels),
        bins_(static_cast<std::int64_t>(c.mel.bins())) {
    for (const BandClass& band : bands_) {
      inputs_->push_back(nn::Linear(8 * band.width, channels_));
      outputs_->push_back(nn::Linear(channels_, 5 * band.width));
    }
    register_module("inputs", inputs_);
    register_module("outputs", outputs_);
    position_ = register_parameter("position", 0.1 * torch::randn({groups_, channels_}));
    condition_ = register_module(
        "condition", LowRankLinear(LowRankLinearOptions{
                         .in = c.prior_channels, .out = groups_ * channels_, .rank = c.condition_rank}));
    time_in_ = register_module("time_in", nn::Linear(kTimeFeatures, channels_));
    time_out_ = register_module("time_out", nn::Linear(channels_, channels_));
    for (int i = 0; i < c.flow_blocks; ++i) blocks_->push_back(MapBlock(c));
    register_module("blocks", blocks_);
    output_norm_ = register_module("output_norm", nn::LayerNorm(nn::LayerNormOptions({channels_})));
    torch::NoGradGuard no_grad;
    condition_->weight.mul_(0.3);
    // The untrained flow leaves the prior as it is.
    for (const auto& output : *outputs_)
      for (auto& p : output->parameters()) p.mul_(0.02);
  }

  Complex forward(const Complex& state, const Complex& mean, const Complex& source,
                  const at::Tensor& features, const at::Tensor& t) {
    const std::int64_t batch = state.re.size(0);
    const std::int64_t frames = state.re.size(1);
    const at::Tensor state_level = log_level(state);
    const at::Tensor mean_level = log_level(mean);
    std::vector<at::Tensor> maps;
    std::int64_t start = 0;
    for (std::size_t i = 0; i < bands_.size(); ++i) {
      const std::int64_t width = bands_[i].width;
      const std::int64_t end = start + bands_[i].groups * width;
      std::vector<at::Tensor> parts;
      for (const at::Tensor& part :
           {state.re, state.im, mean.re, mean.im, source.re, source.im, state_level, mean_level})
        parts.push_back(part.slice(2, start, end).reshape({batch, frames, bands_[i].groups, width}));
      maps.push_back(inputs_[i]->as<nn::Linear>()->forward(torch::cat(parts, -1)));
      start = end;
    }
    at::Tensor x =
        torch::cat(maps, 2) + position_ + condition_(features).view({batch, frames, groups_, channels_});
    const at::Tensor time = time_out_(activate(time_in_(time_features(t))));
    for (const auto& block : *blocks_) x = run(*block->as<MapBlock>(), x, time);
    return to_bins(output_norm_(x.to(at::kFloat)), state, source);
  }

  void checkpoint_activations(bool on) { checkpoint_ = on; }

 private:
  at::Tensor run(MapBlockModule& block, const at::Tensor& x, const at::Tensor& time) const {
    if (!checkpoint_) return block.forward(x, time);
    return training::checkpoint_activations(
        [&block](const std::vector<at::Tensor>& in) { return block.forward(in[0], in[1]); }, {x, time},
        block.parameters());
  }

  static at::Tensor time_features(const at::Tensor& t) {
    const at::Tensor k = torch::arange(1, kTimeFeatures / 2 + 1, t.options());
    const at::Tensor angle = t.unsqueeze(-1) * k * (0.5 * std::numbers::pi);
    return torch::cat({torch::cos(angle), torch::sin(angle)}, -1);
  }

  /// The network sees levels as such: a gain depends on magnitudes and not on signs.
  static at::Tensor log_level(const Complex& x) { return 0.5 * (x.re.square() + x.im.square() + 1e-4).log(); }

  /// o + h * E + s * x_t per bin, with a real gain s.
  Complex to_bins(const at::Tensor& x, const Complex& state, const Complex& source) {
    const std::int64_t batch = x.size(0);
    const std::int64_t frames = x.size(1);
    std::array<std::vector<at::Tensor>, 5> parts;
    std::int64_t group = 0;
    for (std::size_t i = 0; i < bands_.size(); ++i) {
      const at::Tensor y =
          outputs_[i]->as<nn::Linear>()->forward(x.slice(2, group, group + bands_[i].groups));
      const std::vector<at::Tensor> split = y.split(bands_[i].width, -1);
      for (std::size_t j = 0; j < parts.size(); ++j)
        parts[j].push_back(split[j].reshape({batch, frames, -1}));
      group += bands_[i].groups;
    }
    std::array<at::Tensor, 5> whole;
    for (std::size_t j = 0; j < parts.size(); ++j) {
      whole[j] = torch::cat(parts[j], 2);
      whole[j] = torch::constant_pad_nd(whole[j], {0, bins_ - whole[j].size(2)});
    }
    return Complex{whole[0], whole[1]} + Complex{whole[2], whole[3]} * source + state * whole[4];
  }

  std::vector<BandClass> bands_;
  bool checkpoint_ = false;
  std::int64_t groups_;
  std::int64_t channels_;
  std::int64_t bins_;
  nn::ModuleList inputs_;
  nn::ModuleList outputs_;
  nn::ModuleList blocks_;
  LowRankLinear condition_{nullptr};
  nn::Linear time_in_{nullptr};
  nn::Linear time_out_{nullptr};
  nn::LayerNorm output_norm_{nullptr};
  at::Tensor position_;
};
TORCH_MODULE_IMPL(Flow, FlowModule);

class Network final : public nn::Module, public HarmonicFlowNetwork {
 public:
  explicit Network(const HarmonicFlowConfig& config) {
    prior_ = register_module("prior", Prior(config));
    flow_ = register_module("flow", Flow(config));
  }
  nn::Module& module() override { return *this; }
  PriorOutput prior(const Condition& condition) override { return prior_(condition); }
  Complex velocity(const Complex& state, const Complex& mean, const Complex& source,
                   const at::Tensor& features, const at::Tensor& t) override {
    return flow_(state, mean, source, features, t);
  }
  void checkpoint_activations(bool on) override { flow_->checkpoint_activations(on); }
  void freeze_prior(bool frozen) override { freeze(*prior_, frozen); }
  void freeze_flow(bool frozen) override { freeze(*flow_, frozen); }
  void observe(const HiddenObserver& observer) override {
    for (const auto& item : named_modules("", false)) {
      std::function<void(const at::Tensor&)> one;
      if (observer) one = [observer, name = item.key()](const at::Tensor& hidden) { observer(name, hidden); };
      if (auto* block = item.value()->as<FrameBlockModule>()) block->observe(one);
      if (auto* block = item.value()->as<MapBlockModule>()) block->observe(one);
    }
  }

 private:
  static void freeze(nn::Module& module, bool frozen) {
    for (auto& p : module.parameters()) p.set_requires_grad(!frozen);
  }
  Prior prior_{nullptr};
  Flow flow_{nullptr};
};

}  // namespace

std::unique_ptr<HarmonicFlowNetwork> make_harmonic_flow_network(const HarmonicFlowConfig& config) {
  return std::make_unique<Network>(config);
}

}  // namespace driftwave::training
