#include "tts/training/acoustic_task.h"

#include <torch/torch.h>

#include <cmath>
#include <numbers>
#include <numeric>

#include "engine/core/error.h"
#include "engine/core/noise.h"
#include "engine/training/checkpoint.h"
#include "engine/training/keyed_noise.h"
#include "tts/acoustic/conditioning.h"
#include "tts/training/acoustic_batch.h"

namespace driftwave {
namespace {

constexpr double kPitchWeight = 0.3;
constexpr double kVoicingWeight = 0.2;
constexpr double kDurationWeight = 0.3;
constexpr double kMostMelodyGain = 2.0;

/// Order of the training utterances in one pass over them (Fisher-Yates, keyed by seed and pass).
std::vector<std::size_t> shuffled(std::size_t count, std::uint64_t seed, std::uint32_t pass) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  std::vector<float> draws(count);
  uniform_noise({.seed = seed, .purpose = NoisePurpose::kAugment, .channel = pass}, 0, draws);
  for (std::size_t i = count; i > 1; --i) {
    const auto j = static_cast<std::size_t>(draws[i - 1] * static_cast<float>(i));
    std::swap(order[i - 1], order[std::min(j, i - 1)]);
  }
  return order;
}

bool is_of_flow(const std::string& parameter) {
  return parameter.starts_with("flow.") || parameter.starts_with("time_");
}

bool learns(const std::string& parameter, AcousticStage stage) {
  switch (stage) {
    case AcousticStage::kMean:
      return !is_of_flow(parameter);
    case AcousticStage::kFlow:
      return is_of_flow(parameter);
    case AcousticStage::kPitch:
      return parameter.starts_with("pitch.");
  }
  throw Error("acoustic training: unknown stage");
}

/// Standard deviation; 0 without values.
double spread(const at::Tensor& values) {
  return values.numel() == 0 ? 0.0 : (values - values.mean()).square().mean().sqrt().item<double>();
}

at::Tensor pitch_weight(const at::Tensor& voicing) {
  return voicing.clamp_min(0.02);
}

at::Tensor pitch_error(const at::Tensor& log_f0, const AcousticBatch& batch) {
  const at::Tensor weight = pitch_weight(batch.voicing);
  return (weight * (log_f0 - batch.log_f0).square()).sum() / weight.sum();
}

/// What each term of the loss is a mean over, summed over some utterances.
struct Counts {
  double frames = 0;
  double phonemes = 0;
  double pitch = 0;
};

Counts counts_of(std::span<const AcousticExample* const> examples) {
  Counts counts;
  for (const AcousticExample* example : examples) {
    counts.frames += static_cast<double>(example->mel.rows());
    counts.phonemes += static_cast<double>(example->symbols.size());
    counts.pitch += pitch_weight(at::tensor(example->voicing, at::kFloat)).sum().item<double>();
  }
  return counts;
}

/// Noise and time of each utterance of a flow step.
struct FlowDraws {
  at::Tensor noise;  ///< [N, M]
  at::Tensor time;   ///< [B]
};

class AcousticTask : public training::TrainingTask {
 public:
  AcousticTask(AcousticDataset dataset, const AcousticTaskOptions& options)
      : dataset_(std::move(dataset)),
        options_(options),
        network_(make_acoustic_network(options.config, options.network, options.seed)) {
    load_initial();
    for (auto& item : network().named_parameters())
      item.value().requires_grad_(learns(item.key(), options_.stage));
  }

  torch::nn::Module& network() override { return network_->module(); }
  [[nodiscard]] const AcousticConfig& acoustic_config() const { return options_.config; }
  /// With the melody_gain of the network's weights of now.
  [[nodiscard]] AcousticStatistics measure_statistics() {
    const torch::NoGradGuard no_grad;
    network().eval();
    double recorded = 0;
    double predicted = 0;
    for (const AcousticExample& example : dataset_.validation) {
      const AcousticExample* const one[] = {&example};
      const AcousticBatch batch = make_acoustic_batch(one, options_.config, dataset_.statistics);
      const at::Tensor expanded = expand(batch, encode(batch));
      const PitchPrediction pitch = network_->pitch(expanded, batch.frame_offsets);
      recorded += spread(batch.log_f0.masked_select(batch.voicing > 0.5));
      predicted += spread(pitch.log_f0.masked_select(pitch.voicing_logit > 0));
    }
    AcousticStatistics statistics = dataset_.statistics;
    if (recorded > 0 && predicted > 0)
      statistics.melody_gain = std::clamp(recorded / predicted, 1.0, kMostMelodyGain);
    return statistics;
  }

  nlohmann::json config() const override {
    return {{"architecture", "driftwave-acoustic"},
            {"network", to_json(options_.config)},
            {"stage", to_string(options_.stage)},
            {"batch", options_.batch},
            {"seed", options_.seed}};
  }

  training::StepResult loss(std::int64_t step, const training::BatchPart& part) override {
    // Dropout comes from the library's generator: keyed here, so that a resumed run repeats it. It runs over
    // the packed rows of a part, and so differs between one part and several.
    torch::manual_seed(options_.seed * 1000003U + static_cast<std::uint64_t>(step) +
                       2654435761U * static_cast<std::uint64_t>(part.index));
    const std::vector<const AcousticExample*> all = draw(step);
    const training::BatchRange range = part.range(options_.batch);
    const std::span<const AcousticExample* const> examples =
        std::span(all).subspan(static_cast<std::size_t>(range.first), static_cast<std::size_t>(range.count));
    const AcousticBatch batch = make_acoustic_batch(examples, options_.config, dataset_.statistics);
    const Counts whole = counts_of(all);
    const Counts here = counts_of(examples);
    const Counts shares{here.frames / whole.frames, here.phonemes / whole.phonemes, here.pitch / whole.pitch};
    training::StepResult result = [&] {
      switch (options_.stage) {
        case AcousticStage::kMean:
          return mean_stage(batch, shares);
        case AcousticStage::kFlow:
          return flow_stage(batch, keyed_draws(examples, step * options_.batch + range.first));
        case AcousticStage::kPitch:
          return pitch_stage(batch, shares);
      }
      throw Error("acoustic training: unknown stage");
    }();
    result.weight = shares.frames;
    return result;
  }

  training::Metrics validate() override {
    torch::manual_seed(options_.seed);
    training::Metrics sums{{"mel_l1", 0},  {"mel_l1_own_pitch", 0}, {"f0_semitones", 0},
                           {"voicing", 0}, {"duration", 0},         {"speed_ratio", 0}};
    if (options_.stage == AcousticStage::kFlow) sums = {{"flow", 0}};
    double weight = 0;
    for (const AcousticExample& example : dataset_.validation) {
      const AcousticExample* const one[] = {&example};
      const AcousticBatch batch = make_acoustic_batch(one, options_.config, dataset_.statistics);
      const std::vector<double> values =
          options_.stage == AcousticStage::kFlow ? measure_flow(batch) : measure(batch);
      const auto frames = static_cast<double>(example.mel.rows());
      for (std::size_t i = 0; i < values.size(); ++i) sums[i].second += frames * values[i];
      weight += frames;
    }
    for (auto& [name, value] : sums) value /= weight;
    return sums;
  }

 private:
  void load_initial() {
    if (options_.initial.empty()) {
      if (options_.stage != AcousticStage::kMean)
        throw Error("acoustic training: the {} stage wants the weights of a finished mean stage",
                    to_string(options_.stage));
      return;
    }
    const auto parameters = network().named_parameters();
    const auto wanted = [&](const std::string& name, const std::vector<std::int64_t>& shape) {
      if (options_.stage == AcousticStage::kPitch && learns(name, options_.stage)) return false;
      return !is_of_flow(name) || parameters[name].sizes() == shape;
    };
    if (training::load_weights(options_.initial, network(), wanted) == 0)
      throw Error("{}: holds no weight of this network", options_.initial.string());
  }

  /// @param shares of the whole batch that this part of it holds.
  at::Tensor encode(const AcousticBatch& batch) {
    return network_->encode(batch.symbols, batch.phoneme_offsets);
  }
  at::Tensor expand(const AcousticBatch& batch, const at::Tensor& encoded) {
    return network_->expand(encoded, batch.phoneme_of_frame, batch.positions);
  }

  training::StepResult mean_stage(const AcousticBatch& batch, const Counts& shares) {
    const at::Tensor encoded = encode(batch);
    const at::Tensor log_durations = network_->log_durations(encoded.detach(), batch.phoneme_offsets);
    const at::Tensor expanded = expand(batch, encoded);
    const PitchPrediction pitch = network_->pitch(expanded, batch.frame_offsets);
    const MelMean mean = network_->decode(expanded, batch.pitch_features, batch.frame_offsets);

    const at::Tensor mel = 0.5 * (torch::l1_loss(mean.mel, batch.mel) + torch::mse_loss(mean.mel, batch.mel));
    // The result weighs as its frames do; means over something else make up for the difference.
    const at::Tensor duration =
        torch::mse_loss(log_durations, batch.log_durations) * (shares.phonemes / shares.frames);
    const training::StepResult melody = pitch_loss(pitch, batch, shares);
    return {
        .loss = mel + kDurationWeight * duration + melody.loss,
        .terms = {{"mel", mel.detach()}, {"duration", duration.detach()}, melody.terms[0], melody.terms[1]}};
  }

  static training::StepResult pitch_loss(const PitchPrediction& pitch, const AcousticBatch& batch,
                                         const Counts& shares) {
    const at::Tensor f0 = pitch_error(pitch.log_f0, batch) * (shares.pitch / shares.frames);
    const at::Tensor voicing = torch::binary_cross_entropy_with_logits(pitch.voicing_logit, batch.voicing);
    return {.loss = kPitchWeight * f0 + kVoicingWeight * voicing,
            .terms = {{"f0", f0.detach()}, {"voicing", voicing.detach()}}};
  }

  training::StepResult pitch_stage(const AcousticBatch& batch, const Counts& shares) {
    at::Tensor expanded;
    {
      const torch::NoGradGuard frozen;
      expanded = expand(batch, encode(batch));
    }
    // The encoder has learned which sentence it reads; whole channels are dropped, so that the melody is not
    // told.
    const at::Tensor kept =
        torch::dropout(torch::ones({1, expanded.size(1)}), options_.pitch_input_dropout, true);
    return pitch_loss(network_->pitch(expanded * kept, batch.frame_offsets), batch, shares);
  }

  /// Dropout stays on in the mean's networks: without it they know their training data too well, and the flow
  /// would learn residuals smaller than those it meets in use.
  training::StepResult flow_stage(const AcousticBatch& batch, const FlowDraws& draws) {
    MelMean mean;
    {
      const torch::NoGradGuard frozen;
      const at::Tensor expanded = expand(batch, encode(batch));
      mean = network_->decode(expanded, batch.pitch_features, batch.frame_offsets);
    }
    return {.loss = flow_loss(batch, mean, draws), .terms = {}};
  }

  std::vector<const AcousticExample*> draw(std::int64_t step) {
    std::vector<const AcousticExample*> examples;
    const std::size_t count = dataset_.train.size();
    for (std::int64_t i = 0; i < options_.batch; ++i) {
      const auto position = static_cast<std::size_t>(step * options_.batch + i);
      const auto pass = static_cast<std::uint32_t>(position / count);
      if (order_.empty() || pass != order_pass_) {
        order_ = shuffled(count, options_.seed, pass);
        order_pass_ = pass;
      }
      examples.push_back(&dataset_.train[order_[position % count]]);
    }
    return examples;
  }

  /// @param first index of the first example among all that the run draws.
  [[nodiscard]] FlowDraws keyed_draws(std::span<const AcousticExample* const> examples,
                                      std::int64_t first) const {
    constexpr std::int64_t kLongestFrames = 1 << 20;
    const auto count = static_cast<std::int64_t>(examples.size());
    std::vector<at::Tensor> noise;
    for (std::int64_t i = 0; i < count; ++i)
      noise.push_back(training::normal_rows(
          {.seed = options_.seed, .purpose = NoisePurpose::kMelDecoder},
          {.first = (first + i) * kLongestFrames,
           .count = static_cast<std::int64_t>(examples[static_cast<std::size_t>(i)]->mel.rows()),
           .columns = options_.config.mel.mels}));
    return {at::cat(noise), training::uniform_rows({.seed = options_.seed, .purpose = NoisePurpose::kStep},
                                                   {.first = first, .count = count})
                                .squeeze(1)};
  }

  /// Squared error of the velocity at one random time per utterance.
  at::Tensor flow_loss(const AcousticBatch& batch, const MelMean& mean, const FlowDraws& draws) {
    const at::Tensor data = (batch.mel - mean.mel) / options_.config.residual_scale;
    const at::Tensor& noise = draws.noise;
    const at::Tensor& time = draws.time;
    const auto sequences = static_cast<std::int64_t>(batch.frame_offsets.size()) - 1;
    const at::Tensor ends = torch::tensor(batch.frame_offsets, at::kLong);
    const at::Tensor lengths = ends.slice(0, 1) - ends.slice(0, 0, sequences);
    const at::Tensor t = torch::repeat_interleave(time, lengths).unsqueeze(1);
    const at::Tensor velocity =
        network_->velocity(torch::lerp(noise, data, t), time, mean, batch.frame_offsets);
    return torch::mse_loss(velocity, data - noise);
  }

  /// One value at each of several times: a single draw per utterance would be too noisy to compare.
  std::vector<double> measure_flow(const AcousticBatch& batch) {
    constexpr int kDraws = 4;
    double sum = 0;
    for (int i = 0; i < kDraws; ++i)
      sum += flow_stage(batch, {torch::randn_like(batch.mel), torch::rand({1})}).loss.item<double>();
    return {sum / kDraws};
  }

  /// The mean stage's metrics for one utterance, in order.
  std::vector<double> measure(const AcousticBatch& batch) {
    const at::Tensor encoded = encode(batch);
    const at::Tensor log_durations = network_->log_durations(encoded, batch.phoneme_offsets);
    const at::Tensor expanded = expand(batch, encoded);
    const PitchPrediction pitch = network_->pitch(expanded, batch.frame_offsets);
    const MelMean mean = network_->decode(expanded, batch.pitch_features, batch.frame_offsets);
    const MelMean own = network_->decode(expanded, own_pitch_features(pitch), batch.frame_offsets);
    const double semitones = pitch_error(pitch.log_f0, batch).sqrt().item<double>() *
                             dataset_.statistics.log_f0_std * 12.0 / std::numbers::ln2;
    const double frames = torch::expm1(log_durations).clamp_min(0).sum().item<double>();
    return {torch::l1_loss(mean.mel, batch.mel).item<double>(),
            torch::l1_loss(own.mel, batch.mel).item<double>(),
            semitones,
            torch::binary_cross_entropy_with_logits(pitch.voicing_logit, batch.voicing).item<double>(),
            torch::mse_loss(log_durations, batch.log_durations).item<double>(),
            frames / static_cast<double>(batch.mel.size(0))};
  }

  at::Tensor own_pitch_features(const PitchPrediction& pitch) {
    const at::Tensor log_f0 = pitch.log_f0 * dataset_.statistics.log_f0_std + dataset_.statistics.log_f0_mean;
    std::vector<float> f0_hz;
    std::vector<float> voicing;
    for (std::int64_t f = 0; f < log_f0.size(0); ++f) {
      f0_hz.push_back(std::exp(log_f0[f].item<float>()));
      voicing.push_back(voicing_from_logit(pitch.voicing_logit[f].item<float>()));
    }
    return to_tensor(pitch_features(f0_hz, voicing, options_.config, dataset_.statistics));
  }

  AcousticDataset dataset_;
  AcousticTaskOptions options_;
  std::unique_ptr<AcousticNetwork> network_;
  std::vector<std::size_t> order_;
  std::uint32_t order_pass_ = 0;
};

}  // namespace

std::string to_string(AcousticStage stage) {
  switch (stage) {
    case AcousticStage::kMean:
      return "mean";
    case AcousticStage::kFlow:
      return "flow";
    case AcousticStage::kPitch:
      return "pitch";
  }
  return "unknown";
}

std::unique_ptr<training::TrainingTask> make_acoustic_task(AcousticDataset dataset,
                                                           const AcousticTaskOptions& options) {
  if (options.batch < 1) throw Error("acoustic training: batch: want >= 1, got {}", options.batch);
  return std::make_unique<AcousticTask>(std::move(dataset), options);
}

void export_acoustic_model(const std::filesystem::path& file, training::TrainingTask& task, DType store_as,
                           const std::map<std::string, std::string>& card) {
  auto* acoustic = dynamic_cast<AcousticTask*>(&task);
  if (acoustic == nullptr) throw Error("{}: want an acoustic task to export", file.string());
  std::map<std::string, std::string> metadata = card;
  metadata["architecture"] = "driftwave-acoustic";
  metadata["config"] = to_json(acoustic->acoustic_config()).dump();
  metadata["statistics"] = to_json(acoustic->measure_statistics()).dump();
  training::export_weights(file, task.network(), metadata, store_as);
}

}  // namespace driftwave
