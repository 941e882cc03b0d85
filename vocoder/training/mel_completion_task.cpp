#include "vocoder/training/mel_completion_task.h"

#include <torch/torch.h>

#include <cmath>

#include "engine/core/error.h"
#include "engine/core/noise.h"
#include "engine/core/tensor.h"
#include "vocoder/mel_completion/bridge.h"
#include "vocoder/training/batch.h"
#include "vocoder/training/frame_block.h"
#include "vocoder/training/spectral.h"

namespace driftwave::training {
namespace {

namespace nn = torch::nn;

constexpr double kLowestCutoffHz = 3000;
constexpr double kHighestCutoffHz = 14000;
constexpr std::int64_t kShortestGap = 3;
constexpr std::int64_t kLongestGap = 32;

class NetworkModule : public nn::Module {
 public:
  explicit NetworkModule(const MelCompletionConfig& c) {
    input_ = register_module("input", nn::Linear(c.inputs(), c.channels));
    for (const int dilation : c.dilations)
      blocks_->push_back(FrameBlock(FrameBlockOptions{.channels = c.channels,
                                                      .hidden = c.channels * c.expansion,
                                                      .kernel = c.kernel,
                                                      .dilation = dilation,
                                                      .lookahead = c.kernel / 2 * dilation}));
    register_module("blocks", blocks_);
    output_norm_ = register_module("output_norm", nn::LayerNorm(nn::LayerNormOptions({c.channels})));
    output_ = register_module("output", nn::Linear(c.channels, c.outputs()));
    torch::NoGradGuard no_grad;
    output_->weight.mul_(0.2);
    output_->bias.zero_();
  }
  at::Tensor forward(const at::Tensor& rows) {
    at::Tensor h = input_(rows);
    for (const auto& block : *blocks_) h = block->as<FrameBlock>()->forward(h);
    return output_(output_norm_(h));
  }

 private:
  nn::Linear input_{nullptr};
  nn::ModuleList blocks_;
  nn::LayerNorm output_norm_{nullptr};
  nn::Linear output_{nullptr};
};

class Network final : public MelCompletionNetwork {
 public:
  explicit Network(const MelCompletionConfig& config) : module_(std::make_shared<NetworkModule>(config)) {}
  nn::Module& module() override { return *module_; }
  at::Tensor forward(const at::Tensor& rows) override { return module_->forward(rows); }

 private:
  std::shared_ptr<NetworkModule> module_;
};

/// What is known of B crops, 1 or 0.
struct Mask {
  at::Tensor mel;    ///< [B, F, M]
  at::Tensor pitch;  ///< [B, F]
};

struct Features {
  at::Tensor mel;      ///< [B, F, M] natural log
  at::Tensor f0_hz;    ///< [B, F]
  at::Tensor voicing;  ///< [B, F]
};

at::Tensor normalized(const at::Tensor& mel) {
  return mel / 4.0 + 0.5;
}

/// What the network begins from: the features with straight lines over what is hidden.
Features bridged(const Features& f, const Mask& known) {
  Features out{f.mel.clone(), f.f0_hz.clone(), f.voicing.clone()};
  const at::Tensor mask = known.mel.to(at::kByte).contiguous();
  const at::Tensor pitch_mask = known.pitch.to(at::kByte).contiguous();
  const auto frames = static_cast<std::size_t>(f.mel.size(1));
  const auto mels = static_cast<std::size_t>(f.mel.size(2));
  for (std::int64_t b = 0; b < f.mel.size(0); ++b) {
    Array2<float> mel(frames, mels);
    Array2<std::uint8_t> mel_known(frames, mels);
    std::copy_n(out.mel[b].data_ptr<float>(), frames * mels, mel.data());
    std::copy_n(mask[b].data_ptr<std::uint8_t>(), frames * mels, mel_known.data());
    bridge_mel(mel, mel_known);
    std::copy_n(mel.data(), frames * mels, out.mel[b].data_ptr<float>());
    const std::span<const std::uint8_t> pitch_known(pitch_mask[b].data_ptr<std::uint8_t>(), frames);
    bridge({out.voicing[b].data_ptr<float>(), frames}, pitch_known);
    bridge_pitch({out.f0_hz[b].data_ptr<float>(), frames}, pitch_known);
  }
  return out;
}

at::Tensor rows_of(const Features& f, const Mask& known) {
  const at::Tensor pitch = (f.f0_hz / 200.0).log() * f.voicing;
  return torch::cat(
      {normalized(f.mel), known.mel, pitch.unsqueeze(-1), f.voicing.unsqueeze(-1), known.pitch.unsqueeze(-1)},
      -1);
}

class MelCompletionTask final : public TrainingTask {
 public:
  MelCompletionTask(const MelCompletionConfig& config, const ShardSet& shards, MelCompletionNetwork& network,
                    const MelCompletionTaskOptions& options)
      : config_(config),
        shards_(shards),
        network_(network),
        options_(options),
        spectral_(config.mel, at::kCPU),
        centres_hz_(mel_centres_hz(config.mel)),
        train_(shards.of_split("train")),
        validation_(shards.of_split("validation")) {
    check_shards(shards, config.mel);
    if (train_.empty() || validation_.empty())
      throw Error("training data: want utterances in both splits, got {} train and {} validation",
                  train_.size(), validation_.size());
  }

  nn::Module& network() override { return network_.module(); }

  nlohmann::json config() const override {
    return {{"model", to_json(config_)},
            {"batch", options_.batch},
            {"frames", options_.frames},
            {"seed", options_.seed}};
  }

  StepResult loss(std::int64_t step, const BatchPart& part) override {
    const Features features = features_of(random_crops(
        shards_, train_, config_.mel,
        {.batch = options_.batch, .frames = options_.frames, .seed = options_.seed, .part = part}, step));
    // The loss is a mean over what all of the batch hides, of which a part may hide more than its share.
    const BatchRange range = part.range(options_.batch);
    const Mask all = random_mask(step);
    const Mask known{all.mel.narrow(0, range.first, range.count),
                     all.pitch.narrow(0, range.first, range.count)};
    const auto hidden_cells = [&](const at::Tensor& mask) {
      return (1 - mask).sum().clamp_min(1.0) * range.share;
    };
    const Features guess = bridged(features, known);
    const at::Tensor out = network_.forward(rows_of(guess, known));
    const std::int64_t mels = config_.mel.mels;
    const at::Tensor mel =
        hidden_sum(normalized(guess.mel) + out.slice(-1, 0, mels), normalized(features.mel), known.mel) /
        hidden_cells(all.mel);
    const at::Tensor voicing =
        hidden_sum(guess.voicing + out.select(-1, mels), features.voicing, known.pitch) /
        hidden_cells(all.pitch);
    return {.loss = mel + 0.2 * voicing,
            .terms = {{"mel", 4 * mel.detach()}, {"voicing", voicing.detach()}},
            .weight = range.share};
  }

  Metrics validate() override {
    const auto frames = static_cast<std::int64_t>(0.1 * config_.mel.frames_per_second());
    const auto [gap, bridged_gap] = validation_error(gap_mask(frames));
    const auto [above_4k, bridged_4k] = validation_error(band_mask(4000));
    const auto [above_8k, bridged_8k] = validation_error(band_mask(8000));
    return {{"mean", (gap + above_4k + above_8k) / 3},
            {"gap_100ms", gap},
            {"above_4k", above_4k},
            {"above_8k", above_8k},
            {"bridge_100ms", bridged_gap},
            {"bridge_4k", bridged_4k},
            {"bridge_8k", bridged_8k}};
  }

 private:
  Features features_of(const VocoderBatch& batch) const {
    const torch::NoGradGuard no_grad;
    return {spectral_.log_mel(magnitude(spectral_.analyse(batch.audio))), batch.f0_hz, batch.voicing};
  }

  /// Sum of the absolute errors over the cells that are not known.
  static at::Tensor hidden_sum(const at::Tensor& got, const at::Tensor& want, const at::Tensor& known) {
    return ((got - want).abs() * (1 - known)).sum();
  }

  [[nodiscard]] Mask all_known(std::int64_t batch) const {
    return {torch::ones({batch, options_.frames, config_.mel.mels}), torch::ones({batch, options_.frames})};
  }
  /// The first band that lies above a frequency, and is not known when nothing above is.
  [[nodiscard]] std::int64_t first_band_above(double hz) const {
    return std::ranges::lower_bound(centres_hz_, hz) - centres_hz_.begin();
  }
  static void hide_gap(Mask& mask, std::int64_t example, std::int64_t first, std::int64_t last) {
    mask.mel[example].slice(0, first, last).zero_();
    mask.pitch[example].slice(0, first, last).zero_();
  }
  [[nodiscard]] Mask gap_mask(std::int64_t frames) const {
    Mask mask = all_known(1);
    const std::int64_t first = (options_.frames - frames) / 2;
    hide_gap(mask, 0, first, first + frames);
    return mask;
  }
  [[nodiscard]] Mask band_mask(double hz) const {
    Mask mask = all_known(1);
    mask.mel.slice(-1, first_band_above(hz), config_.mel.mels).zero_();
    return mask;
  }

  [[nodiscard]] Mask random_mask(std::int64_t step) const {
    constexpr std::size_t kDraws = 8;
    std::vector<float> u(kDraws * static_cast<std::size_t>(options_.batch));
    uniform_noise({.seed = options_.seed, .purpose = NoisePurpose::kEdit},
                  static_cast<std::uint64_t>(step) * u.size(), u);
    Mask mask = all_known(options_.batch);
    for (std::int64_t b = 0; b < options_.batch; ++b) {
      const float* draw = u.data() + static_cast<std::size_t>(b) * kDraws;
      if (draw[0] < 0.5F) {
        const double hz = kLowestCutoffHz * std::pow(kHighestCutoffHz / kLowestCutoffHz, draw[1]);
        mask.mel[b].slice(-1, first_band_above(hz), config_.mel.mels).zero_();
        continue;
      }
      const int gaps = 1 + static_cast<int>(draw[1] * 3);
      for (int i = 0; i < gaps; ++i) {
        const auto length = static_cast<std::int64_t>(
            kShortestGap * std::pow(static_cast<double>(kLongestGap) / kShortestGap, draw[2 + 2 * i]));
        const auto first =
            static_cast<std::int64_t>(draw[3 + 2 * i] * static_cast<float>(options_.frames - length));
        hide_gap(mask, b, first, first + length);
      }
    }
    return mask;
  }

  /// Of the network, and of the straight lines that it corrects.
  std::pair<double, double> validation_error(const Mask& known) {
    const torch::NoGradGuard no_grad;
    double network = 0;
    double lines = 0;
    const std::size_t count =
        std::min(validation_.size(), static_cast<std::size_t>(options_.validation_utterances));
    for (std::size_t i = 0; i < count; ++i) {
      const Utterance& u = shards_.utterances()[validation_[i]];
      const auto length = static_cast<std::int64_t>(u.f0_hz.size());
      const Features f = features_of(
          crop(u, config_.mel, std::max<std::int64_t>(0, (length - options_.frames) / 2), options_.frames));
      const Features guess = bridged(f, known);
      const at::Tensor correction = network_.forward(rows_of(guess, known)).slice(-1, 0, config_.mel.mels);
      const double cells = std::max(1.0, (1 - known.mel).sum().item<double>());
      network += hidden_sum(guess.mel + 4.0 * correction, f.mel, known.mel).item<double>() / cells;
      lines += hidden_sum(guess.mel, f.mel, known.mel).item<double>() / cells;
    }
    return {network / static_cast<double>(count), lines / static_cast<double>(count)};
  }

  const MelCompletionConfig config_;
  const ShardSet& shards_;
  MelCompletionNetwork& network_;
  MelCompletionTaskOptions options_;
  Spectral spectral_;
  std::vector<double> centres_hz_;
  std::vector<std::size_t> train_;
  std::vector<std::size_t> validation_;
};

}  // namespace

std::unique_ptr<MelCompletionNetwork> make_mel_completion_network(const MelCompletionConfig& config) {
  return std::make_unique<Network>(config);
}

std::unique_ptr<TrainingTask> make_mel_completion_task(const MelCompletionConfig& config,
                                                       const ShardSet& shards, MelCompletionNetwork& network,
                                                       const MelCompletionTaskOptions& options) {
  return std::make_unique<MelCompletionTask>(config, shards, network, options);
}

}  // namespace driftwave::training
