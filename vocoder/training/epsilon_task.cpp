#include "vocoder/training/epsilon_task.h"

#include <ATen/ATen.h>
#include <torch/nn/module.h>

#include <algorithm>
#include <map>

#include "engine/core/error.h"
#include "engine/core/noise.h"
#include "engine/diffusion/schedule.h"
#include "engine/training/keyed_noise.h"
#include "vocoder/torch/tensor_executor.h"
#include "vocoder/training/losses.h"
#include "vocoder/training/timestep_sampler.h"
#include "vocoder/training/variational_bound.h"

namespace driftwave::training {
namespace {

/// Bins of WaveGrad's thousand steps: few enough to fill their histories soon.
constexpr std::int64_t kMostBins = 50;

struct Crop {
  at::Tensor audio;  ///< [B, F * hop]
  at::Tensor mel;    ///< [B, M, F]
};

class EpsilonTask final : public TrainingTask {
 public:
  EpsilonTask(const DiffusionSettings& settings, NetworkTime time, nlohmann::json model,
              const ShardSet& shards, EpsilonNetwork& network, const EpsilonTaskOptions& options)
      : settings_(settings),
        time_(time),
        model_(std::move(model)),
        shards_(shards),
        network_(network),
        options_(options),
        device_(options.device),
        alpha_bars_(alpha_bars(settings.training_betas)),
        sampler_(
            std::min<std::int64_t>(static_cast<std::int64_t>(settings.training_betas.size()), kMostBins)),
        bins_(std::min<std::int64_t>(static_cast<std::int64_t>(settings.training_betas.size()), kMostBins)),
        train_(shards.of_split("train")),
        validation_(shards.of_split("validation")) {
    const ShardSettings& s = shards.settings();
    if (s.sample_rate_hz != settings.mel.sample_rate_hz)
      throw Error("training data: want {} Hz, got {} Hz", settings.mel.sample_rate_hz, s.sample_rate_hz);
    if (settings.mel.scale != MelScale::kUnitDecibels)
      throw Error("training: want mels in unit decibels, got {}", describe(settings.mel));
    if (train_.empty() || validation_.empty())
      throw Error("training data: want utterances in both splits, got {} train and {} validation",
                  train_.size(), validation_.size());
    network_.module().to(device_);
    losses_ = at::zeros({options.batch}, device_);
  }

  torch::nn::Module& network() override { return network_.module(); }
  TaskState state() override { return sampler_.state(); }

  nlohmann::json config() const override {
    return {{"model", model_},
            {"batch", options_.batch},
            {"frames", options_.frames},
            {"seed", options_.seed},
            {"importance", options_.importance},
            {"squared_error", options_.squared_error}};
  }

  StepResult loss(std::int64_t step, const BatchPart& part) override {
    const BatchRange range = part.range(options_.batch);
    const auto count = static_cast<std::size_t>(range.count);
    const std::vector<float> u = uniform(step, range);
    const Crop crop = random_crops(u);
    std::vector<float> weights(count);
    std::vector<float> levels(count);
    std::vector<float> times(count);
    for (std::size_t b = 0; b < count; ++b) {
      const auto draw = bin_of(u[5 * b + 2]);
      weights[b] = static_cast<float>(draw.weight);
      std::tie(levels[b], times[b]) = level_in(draw.bin, u[5 * b + 3], u[5 * b + 4]);
    }
    const at::Tensor noise =
        normal_rows({.seed = options_.seed, .purpose = NoisePurpose::kStep},
                    {step * options_.batch + range.first, range.count, crop.audio.size(1)})
            .to(device_);
    const at::Tensor error = error_of(crop, noise, as_tensor(levels), as_tensor(times));
    const at::Tensor per_example = error.flatten(1).mean(1);
    losses_.narrow(0, range.first, range.count).copy_(per_example.detach());
    return {.loss = (per_example * as_tensor(weights)).mean(),
            .terms = {{"unweighted", per_example.detach().mean()}},
            .weight = range.share};
  }

  at::Tensor findings() override { return losses_; }

  /// The sampler learns of a step's losses when the step is over, so that all its parts draw alike.
  void end_step(std::int64_t step) override {
    const std::vector<float> u = uniform(step, BatchPart{}.range(options_.batch));
    const at::Tensor losses = losses_.to(at::kCPU);
    std::vector<std::int64_t> bins;
    for (std::size_t b = 0; b < static_cast<std::size_t>(options_.batch); ++b)
      bins.push_back(bin_of(u[5 * b + 2]).bin);
    for (std::size_t b = 0; b < bins.size(); ++b) sampler_.remember(bins[b], losses.data_ptr<float>()[b]);
    losses_.zero_();
  }

  Metrics validate() override;

 private:
  /// sqrt(alpha_bar) after step t - 1: 1 before the first.
  double level_before(std::int64_t t) const {
    return t == 0 ? 1.0 : noise_level(alpha_bars_[static_cast<std::size_t>(t) - 1]);
  }

  /// Five draws for each crop.
  std::vector<float> uniform(std::int64_t step, const BatchRange& range) const {
    std::vector<float> u(static_cast<std::size_t>(5 * range.count));
    uniform_noise({.seed = options_.seed, .purpose = NoisePurpose::kAugment},
                  static_cast<std::uint64_t>(5 * (step * options_.batch + range.first)), u);
    return u;
  }

  TimestepSampler::Draw bin_of(float u) const {
    if (options_.importance) return sampler_.draw(u);
    return {.bin = std::min(static_cast<std::int64_t>(u * static_cast<float>(bins_)), bins_ - 1),
            .weight = 1.0};
  }

  /// A step of the bin, and for WaveGrad a level within it. @return sqrt(alpha_bar), and what the network is
  /// told
  std::pair<float, float> level_in(std::int64_t bin, float u, float v) const {
    const auto steps = static_cast<std::int64_t>(alpha_bars_.size());
    const std::int64_t first = bin * steps / bins_;
    const std::int64_t last = (bin + 1) * steps / bins_;
    const std::int64_t t =
        std::min(first + static_cast<std::int64_t>(u * static_cast<float>(last - first)), last - 1);
    return level_at(t, v);
  }
  std::pair<float, float> level_at(std::int64_t t, float v) const {
    const double after = noise_level(alpha_bars_[static_cast<std::size_t>(t)]);
    if (time_ == NetworkTime::kTrainingStep) return {static_cast<float>(after), static_cast<float>(t)};
    const auto level =
        static_cast<float>(level_before(t) + static_cast<double>(v) * (after - level_before(t)));
    return {level, level};
  }

  at::Tensor as_tensor(const std::vector<float>& values) const {
    return at::tensor(at::ArrayRef<float>(values)).to(device_);
  }

  at::Tensor difference(const Crop& crop, const at::Tensor& noise, const at::Tensor& level,
                        const at::Tensor& time) {
    const at::Tensor signal = level.unsqueeze(1);
    const at::Tensor noisy = signal * crop.audio + (1.0 - signal.square()).clamp_min(0.0).sqrt() * noise;
    return network_.epsilon(noisy, time, crop.mel) - noise;
  }
  at::Tensor error_of(const Crop& crop, const at::Tensor& noise, const at::Tensor& level,
                      const at::Tensor& time) {
    const at::Tensor d = difference(crop, noise, level, time);
    return options_.squared_error ? d.square() : d.abs();
  }

  const at::Tensor& mel_of(std::size_t utterance) {
    auto [found, added] = mels_.try_emplace(utterance);
    if (added) found->second = unit_decibel_mel_tensor(audio_of(utterance), settings_.mel);
    return found->second;
  }
  at::Tensor audio_of(std::size_t utterance) const {
    const auto& samples = shards_.utterances()[utterance].audio;
    return at::from_blob(const_cast<std::int16_t*>(samples.data()),
                         {static_cast<std::int64_t>(samples.size())}, at::kShort)
               .to(at::kFloat) /
           32768.0;
  }
  /// Frames first .. first + frames of an utterance, silence after its end. @return [1, ...]
  Crop crop_of(std::size_t utterance, std::int64_t first, std::int64_t frames) {
    const std::int64_t hop = settings_.mel.hop_samples;
    const auto take = [](const at::Tensor& x, std::int64_t from, std::int64_t count) {
      const at::Tensor part = x.slice(-1, from, std::min(from + count, x.size(-1)));
      return at::constant_pad_nd(part, {0, count - part.size(-1)}).unsqueeze(0);
    };
    return {take(audio_of(utterance), first * hop, frames * hop), take(mel_of(utterance), first, frames)};
  }
  Crop random_crops(const std::vector<float>& u);
  double mean_square() {
    double sum = 0;
    double count = 0;
    for (const std::size_t i : validation_) {
      const at::Tensor audio = audio_of(i);
      sum += audio.square().sum().item<double>();
      count += static_cast<double>(audio.numel());
    }
    return sum / count;
  }
  double sampled_distance(const Crop& crop, std::uint64_t seed);

  const DiffusionSettings settings_;
  NetworkTime time_;
  nlohmann::json model_;
  const ShardSet& shards_;
  EpsilonNetwork& network_;
  EpsilonTaskOptions options_;
  at::Device device_;
  std::vector<double> alpha_bars_;
  TimestepSampler sampler_;
  std::int64_t bins_;
  std::vector<std::size_t> train_;
  std::vector<std::size_t> validation_;
  std::map<std::size_t, at::Tensor> mels_;
  at::Tensor losses_;  // [B] of this step, zero where not computed here
};

Crop EpsilonTask::random_crops(const std::vector<float>& u) {
  std::vector<at::Tensor> audio;
  std::vector<at::Tensor> mel;
  for (std::size_t b = 0; b < u.size() / 5; ++b) {
    const auto pick = static_cast<std::size_t>(u[5 * b] * static_cast<float>(train_.size()));
    const std::size_t utterance = train_[std::min(pick, train_.size() - 1)];
    const auto length = static_cast<std::int64_t>(shards_.utterances()[utterance].audio.size());
    const std::int64_t room =
        std::max<std::int64_t>(1, length / settings_.mel.hop_samples - options_.frames + 1);
    const auto first = static_cast<std::int64_t>(u[5 * b + 1] * static_cast<float>(room));
    const Crop one = crop_of(utterance, std::min(first, room - 1), options_.frames);
    audio.push_back(one.audio);
    mel.push_back(one.mel);
  }
  return {at::cat(audio).to(device_), at::cat(mel).to(device_)};
}

double EpsilonTask::sampled_distance(const Crop& crop, std::uint64_t seed) {
  const auto path = sampling_path(settings_, time_, {});
  const SamplerPlan plan = make_plan(path, {.sampler = Sampler::kDdpm});
  at::manual_seed(seed);
  const auto network = [&](const at::Tensor& x, const PathPoint& at) {
    return network_.epsilon(x, at::full({1}, at.time, x.options()), crop.mel);
  };
  const auto audio =
      run_plan(plan, at::randn_like(crop.audio), network,
               {.noise = [&](int) { return at::randn_like(crop.audio); },
                .after_step = [](int, const PathPoint&, const at::Tensor& x) { return x.clamp(-1.0, 1.0); }});
  return multi_resolution_stft_loss(*audio, crop.audio,
                                    {.n_ffts = {512, 1024, 2048},
                                     .sample_rate_hz = settings_.mel.sample_rate_hz,
                                     .high_hz = settings_.mel.sample_rate_hz / 2.0})
      .item<double>();
}

Metrics EpsilonTask::validate() {
  const std::size_t utterances =
      std::min(validation_.size(), static_cast<std::size_t>(options_.validation_utterances));
  const std::vector<double> weights = bound_weights(settings_.training_betas);
  const std::size_t bands = std::min(static_cast<std::size_t>(options_.bands), alpha_bars_.size());
  const std::vector<std::size_t> edges = band_edges(alpha_bars_.size(), bands);
  std::vector<double> bits(bands);
  double loss_sum = 0;
  double distance = 0;
  for (std::size_t i = 0; i < utterances; ++i) {
    const Crop cpu = crop_of(validation_[i], 0, options_.validation_frames);
    const Crop crop{cpu.audio.to(device_), cpu.mel.to(device_)};
    for (std::size_t k = 0; k < bands; ++k) {
      // One step of the band for each utterance, spread over the band as the utterances go by.
      const std::size_t width = edges[k + 1] - edges[k];
      const std::size_t t = edges[k] + (2 * i + 1) * width / (2 * utterances);
      const auto [level, time] = level_at(static_cast<std::int64_t>(t), 1.0F);
      at::manual_seed(options_.seed + 1000 * i + k);
      const at::Tensor noise = at::randn_like(crop.audio);
      const at::Tensor d = difference(crop, noise, as_tensor({level}), as_tensor({time}));
      bits[k] += weights[t] * static_cast<double>(width) * d.square().mean().item<double>();
      loss_sum += (options_.squared_error ? d.square() : d.abs()).mean().item<double>();
    }
    distance += sampled_distance(crop, options_.seed + i);
  }
  const auto count = static_cast<double>(utterances);
  double total = bound_constant(settings_.training_betas, mean_square());
  for (double& b : bits) total += b /= count;
  Metrics metrics{{"loss", loss_sum / (count * static_cast<double>(bands))},
                  {"bits_per_sample", total},
                  {fmt::format("m_stft_{}", settings_.inference_betas.size()), distance / count}};
  for (std::size_t k = 0; k < bands; ++k) metrics.emplace_back(fmt::format("bits_{}", k), bits[k]);
  return metrics;
}

}  // namespace

at::Tensor unit_decibel_mel_tensor(const at::Tensor& audio, const MelSettings& s) {
  const at::NoGradGuard no_grad;
  const Array2<float> bank = mel_filterbank(s);
  const at::Tensor filters =
      at::from_blob(const_cast<float*>(bank.data()),
                    {static_cast<std::int64_t>(bank.rows()), static_cast<std::int64_t>(bank.cols())});
  const std::int64_t window_samples = s.window_samples > 0 ? s.window_samples : s.n_fft;
  const at::Tensor window = at::hann_window(window_samples);
  // Mirrored ends need a signal longer than half a transform.
  const std::int64_t half = s.n_fft / 2;
  const at::Tensor padded = at::reflection_pad1d(
      at::constant_pad_nd(audio, {0, std::max<std::int64_t>(0, half + 1 - audio.size(0))}).view({1, 1, -1}),
      {half, half});
  const at::Tensor spectrum = at::stft(padded.view({1, -1}), s.n_fft, s.hop_samples, window_samples, window,
                                       false, "reflect", false, true, true);
  const at::Tensor magnitude = spectrum.abs()[0] / window.square().sum().sqrt();  // [K, F]
  const at::Tensor decibels = 20.0 * at::matmul(filters, magnitude).clamp_min(s.floor).log10() - 20.0;
  return ((decibels + 100.0) / 100.0).clamp(0.0, 1.0).contiguous();
}

std::unique_ptr<TrainingTask> make_epsilon_task(const DiffusionSettings& settings, NetworkTime time,
                                                nlohmann::json model, const ShardSet& shards,
                                                EpsilonNetwork& network, const EpsilonTaskOptions& options) {
  return std::make_unique<EpsilonTask>(settings, time, std::move(model), shards, network, options);
}

}  // namespace driftwave::training
