#include "vocoder/training/harmonic_flow_task.h"

#include <torch/torch.h>

#include <array>
#include <map>

#include "engine/core/error.h"
#include "engine/training/autocast.h"
#include "engine/training/keyed_noise.h"
#include "vocoder/training/adversary.h"
#include "vocoder/training/augmentation.h"
#include "vocoder/training/batch.h"
#include "vocoder/training/harmonic_flow_sampler.h"
#include "vocoder/training/losses.h"
#include "vocoder/training/loudness_loss.h"

namespace driftwave::training {
namespace {

/// The loss's transforms in quarters of the model's n_fft.
constexpr std::array<std::int64_t, 4> kLossQuarters = {1, 2, 4, 8};
constexpr double kLowestCutoffHz = 3000.0;
constexpr double kCutoffOctaves = 2.4;  ///< above the lowest cutoff

/// Keeps the noise of a score's draws apart.
constexpr std::uint64_t kDrawSeed = 7919000003ULL;

/// What the unrolled stage does in a step.
struct UnrolledStep {
  int steps = 0;
  std::int64_t turn = 0;  ///< passes over the numbers of steps before this one
  NoiseRows rows;
};

Complex to_float(const Complex& x) {
  return {x.re.to(at::kFloat), x.im.to(at::kFloat)};
}

at::Tensor repeated(const at::Tensor& x, std::int64_t times) {
  std::vector<std::int64_t> repeats(static_cast<std::size_t>(x.dim()), 1);
  repeats.front() = times;
  return x.repeat(repeats);
}

Complex repeated(const Complex& x, std::int64_t times) {
  return {repeated(x.re, times), repeated(x.im, times)};
}

PriorOutput repeated(const PriorOutput& prior, std::int64_t times) {
  return {repeated(prior.filter, times), repeated(prior.noise, times), repeated(prior.features, times)};
}

/// Noise is left to the caller.
Prepared repeated(const Prepared& prepared, std::int64_t times) {
  Prepared all;
  all.condition = {.mel = repeated(prepared.condition.mel, times),
                   .f0_hz = repeated(prepared.condition.f0_hz, times),
                   .voicing = repeated(prepared.condition.voicing, times),
                   .source = repeated(prepared.condition.source, times)};
  all.envelope = repeated(prepared.envelope, times);
  all.target_mel = repeated(prepared.target_mel, times);
  if (prepared.told.defined()) all.told = repeated(prepared.told, times);
  return all;
}

class HarmonicFlowTask final : public TrainingTask {
 public:
  HarmonicFlowTask(const HarmonicFlowConfig& config, const ShardSet& shards, HarmonicFlowNetwork& network,
                   const HarmonicFlowTaskOptions& options)
      : config_(config),
        shards_(shards),
        network_(network),
        options_(options),
        device_(options.device),
        precision_{.device = device_.type(), .on = options.bf16},
        spectral_(config.mel, device_),
        loudness_({.sample_rate_hz = config.mel.sample_rate_hz}, device_),
        train_(shards.of_split("train")),
        validation_(shards.of_split("validation")) {
    check_shards(shards, config.mel);
    if (train_.empty() || validation_.empty())
      throw Error("training data: want utterances in both splits, got {} train and {} validation",
                  train_.size(), validation_.size());
    if (options.score_draws < 0 || options.score_draws == 1)
      throw Error("training: score_draws: want 0, or at least 2, got {}", options.score_draws);
    if (options.unrolled_steps.empty()) throw Error("training: unrolled_steps: want at least one, got none");
    network_.freeze_prior(options.stage == HarmonicFlowStage::kFlow);
    network_.freeze_flow(options.stage == HarmonicFlowStage::kPrior);
    network_.module().to(device_);
    const at::Tensor hz = torch::arange(static_cast<std::int64_t>(config.mel.bins()), at::kFloat) *
                          (static_cast<double>(config.mel.sample_rate_hz) / config.mel.n_fft);
    const at::Tensor weight = 1.0 / (1.0 + hz / options.corner_hz);
    bin_weight_ = (weight / weight.mean()).to(device_);
    if (options.adversarial_weight > 0 && options.stage == HarmonicFlowStage::kUnrolled)
      adversary_ = std::make_unique<Adversary>(AdversaryOptions{.seed = options.seed}, device_);
  }

  torch::nn::Module& network() override { return network_.module(); }

  nlohmann::json config() const override {
    return {{"model", to_json(config_)},
            {"stage", to_string(options_.stage)},
            {"batch", options_.batch},
            {"frames", options_.frames},
            {"seed", options_.seed}};
  }

  StepResult loss(std::int64_t step, const BatchPart& part) override {
    StepResult result = loss_of(step, part);
    result.weight = part.range(options_.batch).share;
    return result;
  }

  Metrics validate() override;
  TaskState state() override { return adversary_ ? adversary_->state() : TaskState{}; }
  at::Tensor findings() override { return adversary_ ? adversary_->findings() : at::Tensor{}; }
  void end_step(std::int64_t step) override {
    if (adversary_) adversary_->end_step(step);
  }

 private:
  StepResult loss_of(std::int64_t step, const BatchPart& part) {
    const CropOptions crops{.batch = options_.batch,
                            .frames = options_.frames,
                            .speed_range_st = options_.speed_range_st,
                            .phase = source_phase(),
                            .told_share = options_.told_share,
                            .seed = options_.seed + 1000003ULL * static_cast<std::uint64_t>(options_.stage),
                            .part = part};
    const VocoderBatch batch = augmented(to_device(random_crops(shards_, train_, config_.mel, crops, step)));
    const BatchRange range = part.range(options_.batch);
    const NoiseRows rows{.first = step * options_.batch + range.first, .count = range.count};
    const Prepared prepared = prepare_batch(batch, noise_of(batch, crops.seed, rows), spectral_,
                                            {.whitening = options_.without.whitening,
                                             .smooth = batch.chances.select(1, 0) < options_.smooth_share});
    switch (options_.stage) {
      case HarmonicFlowStage::kPrior:
        return prior_loss(prepared, batch, step);
      case HarmonicFlowStage::kFlow:
        return flow_loss(prepared,
                         uniform_rows({.seed = crops.seed, .purpose = NoisePurpose::kStep}, rows).squeeze(1));
      case HarmonicFlowStage::kUnrolled:
        return unrolled_loss(prepared, batch, step, rows);
    }
    throw Error("training: unknown stage");
  }

  at::Tensor noise_of(const VocoderBatch& batch, std::uint64_t seed, NoiseRows rows) const {
    rows.columns = batch.audio.size(1);
    return normal_rows({.seed = seed, .purpose = NoisePurpose::kPrior}, rows).to(device_);
  }

  /// Without the source where the ablation asks for that.
  VocoderBatch to_device(const VocoderBatch& b) const {
    const at::Tensor source = options_.without.source ? b.source : torch::zeros_like(b.source);
    return {b.audio.to(device_),
            source.to(device_),
            b.f0_hz.to(device_),
            b.voicing.to(device_),
            b.chances.defined() ? b.chances.to(device_) : b.chances,
            b.told_mel.defined() ? b.told_mel.to(device_) : b.told_mel,
            b.told.defined() ? b.told.to(device_) : b.told};
  }

  VocoderBatch augmented(VocoderBatch batch) const {
    if (options_.band_limit_share <= 0) return batch;
    const at::Tensor limited = batch.chances.select(1, 1) < options_.band_limit_share;
    const at::Tensor cutoff_hz = kLowestCutoffHz * torch::exp2(kCutoffOctaves * batch.chances.select(1, 2));
    batch.audio =
        band_limited(batch.audio, torch::where(limited, cutoff_hz, torch::full_like(cutoff_hz, 1e6)),
                     config_.mel.sample_rate_hz);
    return batch;
  }

  SourcePhase source_phase() const {
    return options_.without.phase_reference ? SourcePhase::kRecording : SourcePhase::kIntegrated;
  }

  PriorOutput run_prior(const Prepared& prepared) {
    const Autocast autocast(precision_);
    PriorOutput prior = network_.prior(prepared.condition);
    return {to_float(prior.filter), prior.noise.to(at::kFloat), prior.features.to(at::kFloat)};
  }

  /// Two of the loss's four resolutions, which change from step to step: half the cost, the same mean.
  StftLossOptions loss_sizes(std::int64_t step) const {
    const auto first = static_cast<std::size_t>(step % 2);
    const auto second = 2 + static_cast<std::size_t>(step / 2 % 2);
    const std::int64_t quarter = config_.mel.n_fft / 4;
    return {.n_ffts = {kLossQuarters[first] * quarter, kLossQuarters[second] * quarter},
            .sample_rate_hz = config_.mel.sample_rate_hz,
            .high_hz = config_.mel.sample_rate_hz / 2.0,
            .corner_hz = options_.corner_hz};
  }

  /// STFT, mel and loudness loss of a whitened spectrum's waveform against the recording.
  StepResult waveform_loss(const Complex& whitened, const Prepared& prepared, const VocoderBatch& batch,
                           std::int64_t step) {
    const at::Tensor audio = to_audio(whitened, prepared, spectral_);
    const std::int64_t first = spectral_.interior_begin();
    const std::int64_t last = spectral_.interior_end(options_.frames);
    const at::Tensor test = audio.slice(1, first, last);
    const at::Tensor reference = batch.audio.slice(1, first, last);
    const at::Tensor stft = multi_resolution_stft_loss(test, reference, loss_sizes(step));
    const at::Tensor loudness = loudness_(test, reference);
    const at::Tensor mel = mel_loss(audio, prepared);
    StepResult result{stft + options_.mel_loss_weight * mel + options_.loudness_loss_weight * loudness,
                      {{"stft", stft.detach()}, {"mel", mel.detach()}, {"loudness", loudness.detach()}}};
    if (adversary_) add_adversary(result, test, reference);
    return result;
  }

  void add_adversary(StepResult& result, const at::Tensor& test, const at::Tensor& reference) {
    const double share = static_cast<double>(test.size(0)) / static_cast<double>(options_.batch);
    const StepResult judged = adversary_->loss(test, reference, share);
    result.loss = result.loss + options_.adversarial_weight * judged.loss;
    result.terms.insert(result.terms.end(), judged.terms.begin(), judged.terms.end());
  }

  StepResult prior_loss(const Prepared& prepared, const VocoderBatch& batch, std::int64_t step) {
    return waveform_loss(draw_prior(run_prior(prepared), prepared).state, prepared, batch, step);
  }

  /// @param time [B], uniform in 0..1
  StepResult flow_loss(const Prepared& prepared, const at::Tensor& time) {
    PriorOutput prior;
    PriorSample sample;
    {
      torch::NoGradGuard no_grad;
      prior = run_prior(prepared);
      sample = draw_prior(prior, prepared);
    }
    const Complex target = couple(sample.state, prepared, spectral_, options_.projections);
    const Complex wanted = target - sample.state;
    const at::Tensor t = time.to(device_);
    const at::Tensor share = t.view({-1, 1, 1});
    const Complex state = sample.state + wanted * share;
    const Autocast autocast(precision_);
    const Complex v =
        to_float(network_.velocity(state, sample.mean, prepared.condition.source, prior.features, t));
    const std::int64_t edge = spectral_.n_fft() / spectral_.hop();
    const auto interior = [&](const at::Tensor& x) { return x.slice(1, edge, options_.frames - edge); };
    const at::Tensor error =
        interior((v.re - wanted.re).square() + (v.im - wanted.im).square()) * bin_weight_;
    const at::Tensor energy = interior(wanted.re.square() + wanted.im.square()) * bin_weight_;
    return {error.mean(), {{"explained", (1.0 - error.mean() / energy.mean()).detach()}}};
  }

  StepResult unrolled_loss(const Prepared& prepared, const VocoderBatch& batch, std::int64_t step,
                           const NoiseRows& rows) {
    const PriorOutput prior = run_prior(prepared);
    const auto turns = static_cast<std::int64_t>(options_.unrolled_steps.size());
    const int steps = options_.unrolled_steps[static_cast<std::size_t>(step % turns)];
    if (options_.score_draws > 0) return score_loss(prior, prepared, batch, {steps, step / turns, rows});
    return waveform_loss(unroll(prior, prepared, steps), prepared, batch, step / turns);
  }

  Complex unroll(const PriorOutput& prior, const Prepared& prepared, int steps) {
    const PriorSample sample = draw_prior(prior, prepared);
    const Autocast autocast(precision_);
    return to_float(run_flow(network_, sample, prior, prepared, steps));
  }

  /// One pass through the networks over all draws: the batch repeats with other noise.
  StepResult score_loss(const PriorOutput& prior, const Prepared& prepared, const VocoderBatch& batch,
                        const UnrolledStep& at) {
    const std::int64_t draws = options_.score_draws;
    Prepared all = repeated(prepared, draws);
    std::vector<at::Tensor> re{prepared.noise.re};
    std::vector<at::Tensor> im{prepared.noise.im};
    for (std::int64_t d = 1; d < draws; ++d) {
      const Complex more = spectral_.analyse(noise_of(
                               batch, options_.seed + kDrawSeed * static_cast<std::uint64_t>(d), at.rows)) *
                           torch::full({1}, spectral_.noise_scale(), batch.audio.options());
      re.push_back(more.re);
      im.push_back(more.im);
    }
    all.noise = {torch::cat(re), torch::cat(im)};
    const at::Tensor audio = to_audio(unroll(repeated(prior, draws), all, at.steps), all, spectral_);
    const std::int64_t first = spectral_.interior_begin();
    const std::int64_t last = spectral_.interior_end(options_.frames);
    const std::vector<at::Tensor> tests = audio.slice(1, first, last).chunk(draws);
    const at::Tensor reference = batch.audio.slice(1, first, last);
    const EnergyScore score = spectral_energy_score(tests, reference, loss_sizes(at.turn), at.turn);
    const at::Tensor mel = mel_loss(audio, all);
    StepResult result{score.score + options_.mel_loss_weight * mel,
                      {{"score", score.score.detach()},
                       {"error", score.error},
                       {"spread", score.spread},
                       {"mel", mel.detach()}}};
    if (adversary_) add_adversary(result, tests.front(), reference);
    return result;
  }

  at::Tensor mel_loss(const at::Tensor& audio, const Prepared& prepared) const {
    const std::int64_t edge = spectral_.n_fft() / spectral_.hop();
    const at::Tensor mel = spectral_.log_mel(magnitude(spectral_.analyse(audio)));
    const at::Tensor error =
        (mel - prepared.target_mel).slice(1, edge, options_.frames - edge).abs().mean({1, 2});
    if (!prepared.told.defined()) return error.mean();
    // A mel that was not told is not to be obeyed, and its distance would pull towards the mean.
    const at::Tensor heard = prepared.told.logical_not().to(error.scalar_type());
    return (error * heard).sum() / heard.sum().clamp_min(1.0);
  }

  const HarmonicFlowConfig& config_;
  const ShardSet& shards_;
  HarmonicFlowNetwork& network_;
  HarmonicFlowTaskOptions options_;
  at::Device device_;
  AutocastState precision_;
  Spectral spectral_;
  LoudnessLoss loudness_;
  std::vector<std::size_t> train_;
  std::vector<std::size_t> validation_;
  at::Tensor bin_weight_;
  std::unique_ptr<Adversary> adversary_;  ///< null without an adversarial loss
};

Metrics HarmonicFlowTask::validate() {
  const std::vector<int> steps_list =
      options_.stage == HarmonicFlowStage::kPrior ? std::vector<int>{0} : std::vector<int>{4, 0, 1, 2};
  // M-STFT as it is measured at 22.05 kHz: the same resolutions in hertz, below 11.025 kHz.
  const double octaves = config_.mel.sample_rate_hz / 22050.0;
  StftLossOptions measure{.n_ffts = {}, .sample_rate_hz = config_.mel.sample_rate_hz, .high_hz = 11025.0};
  for (const int n : {512, 1024, 2048}) measure.n_ffts.push_back(static_cast<std::int64_t>(n * octaves));
  std::map<int, double> m_stft;
  std::map<int, double> mel_distance;
  std::map<int, double> loudness_distance;
  const std::size_t count =
      std::min(validation_.size(), static_cast<std::size_t>(options_.validation_utterances));
  for (std::size_t i = 0; i < count; ++i) {
    const Utterance& u = shards_.utterances()[validation_[i]];
    const auto frames = std::min<std::int64_t>(static_cast<std::int64_t>(u.f0_hz.size()), 256);
    const VocoderBatch batch = to_device(crop(u, config_.mel, 0, frames, source_phase()));
    torch::manual_seed(options_.seed + i);
    const Prepared prepared = prepare_batch(batch, torch::randn_like(batch.audio), spectral_,
                                            {.whitening = options_.without.whitening});
    const PriorOutput prior = run_prior(prepared);
    const PriorSample sample = draw_prior(prior, prepared);
    for (const int steps : steps_list) {
      const at::Tensor audio =
          to_audio(run_flow(network_, sample, prior, prepared, steps), prepared, spectral_);
      const std::int64_t first = spectral_.interior_begin();
      const std::int64_t last = spectral_.interior_end(frames);
      const at::Tensor test = audio.slice(1, first, last);
      const at::Tensor reference = batch.audio.slice(1, first, last);
      m_stft[steps] += multi_resolution_stft_loss(test, reference, measure).item<double>();
      loudness_distance[steps] += loudness_(test, reference).item<double>();
      const at::Tensor mel = spectral_.log_mel(magnitude(spectral_.analyse(audio)));
      mel_distance[steps] += (mel - prepared.condition.mel).slice(1, 4, -4).abs().mean().item<double>();
    }
  }
  Metrics metrics;
  for (const int steps : steps_list) {
    metrics.emplace_back(fmt::format("m_stft_{}", steps), m_stft[steps] / static_cast<double>(count));
    metrics.emplace_back(fmt::format("mel_{}", steps), mel_distance[steps] / static_cast<double>(count));
    metrics.emplace_back(fmt::format("loudness_{}", steps),
                         loudness_distance[steps] / static_cast<double>(count));
  }
  return metrics;
}

}  // namespace

std::string to_string(HarmonicFlowStage stage) {
  switch (stage) {
    case HarmonicFlowStage::kPrior:
      return "prior";
    case HarmonicFlowStage::kFlow:
      return "flow";
    case HarmonicFlowStage::kUnrolled:
      return "unrolled";
  }
  return "unknown";
}

std::unique_ptr<TrainingTask> make_harmonic_flow_task(const HarmonicFlowConfig& config,
                                                      const ShardSet& shards, HarmonicFlowNetwork& network,
                                                      const HarmonicFlowTaskOptions& options) {
  return std::make_unique<HarmonicFlowTask>(config, shards, network, options);
}

}  // namespace driftwave::training
