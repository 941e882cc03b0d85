#include "tts/training/acoustic_task.h"

#include <torch/torch.h>

#include <cmath>
#include <numbers>

#include "engine/core/error.h"
#include "engine/training/checkpoint.h"
#include "tts/acoustic/conditioning.h"
#include "tts/training/acoustic_batch.h"
#include "tts/training/acoustic_noise.h"
#include "tts/training/acoustic_passes.h"
#include "tts/training/acoustic_stage.h"
#include "tts/training/example_order.h"
#include "tts/training/initial_weights.h"
#include "tts/training/mel_score.h"
#include "tts/training/melody_loss.h"
#include "tts/training/phone_score.h"

namespace driftwave {
namespace {

constexpr double kMostMelodyGain = 2.0;
constexpr double kMeanWeight = 0.25;  // of the mean's loss while the whole model learns through the score

/// Standard deviation; 0 without values.
double spread(const at::Tensor& values) {
  return values.numel() == 0 ? 0.0 : (values - values.mean()).square().mean().sqrt().item<double>();
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
        network_(make_acoustic_network(options.config, options.network, options.seed)),
        order_(dataset_.train.size(), options.seed) {
    load_initial_weights(network(), options_);
    for (auto& item : network().named_parameters()) item.value().requires_grad_(learns(item.key(), options_));
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
      const PitchPrediction pitch =
          draw_melody(*network_, encode(batch), expanded, batch, spoken_melody(batch)).pitch;
      recorded += spread(batch.log_f0.masked_select(batch.voicing > 0.5));
      predicted += spread(pitch.log_f0.masked_select(pitch.voicing_logit > 0));
    }
    AcousticStatistics statistics = dataset_.statistics;
    statistics.temperature = options_.temperature;
    statistics.high_temperature = options_.high_temperature;
    statistics.melody_temperature = options_.melody_temperature;
    if (recorded > 0 && predicted > 0)
      statistics.melody_gain = std::clamp(recorded / predicted, 1.0, kMostMelodyGain);
    return statistics;
  }

  nlohmann::json config() const override {
    nlohmann::json json = {{"architecture", "driftwave-acoustic"},
                           {"network", to_json(options_.config)},
                           {"stage", to_string(options_.stage)},
                           {"batch", options_.batch},
                           {"seed", options_.seed}};
    if (options_.stage == AcousticStage::kScore) {
      json["score_draws"] = options_.score_draws;
      json["score_whole"] = options_.score_whole;
      if (options_.listener) json["phone_weight"] = options_.phone_weight;
    }
    return json;
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
    const TermCounts shares = term_counts(examples).over(term_counts(all));
    const std::int64_t first = step * options_.batch + range.first;
    const auto melodies = [&] { return melodies_of(examples, first); };
    training::StepResult result = [&] {
      switch (options_.stage) {
        case AcousticStage::kMean:
          return mean_stage(batch, melodies(), {shares, step});
        case AcousticStage::kFlow:
          return flow_stage(batch, {mel_noise(keys(examples, first)), flow_times(keys(examples, first))});
        case AcousticStage::kScore: {
          std::vector<at::Tensor> noise;
          for (std::int64_t d = 0; d < options_.score_draws; ++d)
            noise.push_back(mel_noise(keys(examples, first, d)));
          return score_stage(batch, noise, options_.score_whole ? melodies() : std::vector<at::Tensor>{},
                             {shares, step});
        }
        case AcousticStage::kPitch:
          return pitch_stage(batch, melodies(), {shares, step});
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
    if (options_.stage == AcousticStage::kScore)
      sums = {{"score", 0}, {"error", 0}, {"spread", 0}, {"detail", 0}, {"change", 0}, {"modulation", 0}};
    if (options_.stage == AcousticStage::kScore && options_.listener) sums.emplace_back("phone", 0);
    double weight = 0;
    for (const AcousticExample& example : dataset_.validation) {
      const AcousticExample* const one[] = {&example};
      const AcousticBatch batch = make_acoustic_batch(one, options_.config, dataset_.statistics);
      const std::vector<double> values = options_.stage == AcousticStage::kFlow    ? measure_flow(batch)
                                         : options_.stage == AcousticStage::kScore ? measure_score(batch)
                                                                                   : measure(batch);
      const auto frames = static_cast<double>(example.mel.rows());
      for (std::size_t i = 0; i < values.size(); ++i) sums[i].second += frames * values[i];
      weight += frames;
    }
    for (auto& [name, value] : sums) value /= weight;
    return sums;
  }

 private:
  /// Which step of the run, and what of its batch is here.
  struct Moment {
    TermCounts shares;
    std::int64_t step = 0;
  };

  at::Tensor encode(const AcousticBatch& batch) {
    return network_->encode(batch.symbols, batch.speakers, batch.phoneme_offsets);
  }
  at::Tensor expand(const AcousticBatch& batch, const at::Tensor& encoded) {
    return network_->expand(encoded, batch.phoneme_of_frame, batch.positions);
  }

  std::vector<MelodyDraw> draw_melodies(const at::Tensor& encoded, const at::Tensor& expanded,
                                        const AcousticBatch& batch, const std::vector<at::Tensor>& noise) {
    std::vector<MelodyDraw> draws;
    for (const at::Tensor& one : noise)
      draws.push_back(draw_melody(*network_, encoded, expanded, batch, one));
    return draws;
  }

  training::StepResult mean_stage(const AcousticBatch& batch, const std::vector<at::Tensor>& melodies,
                                  const Moment& now) {
    const at::Tensor encoded = encode(batch);
    const at::Tensor expanded = expand(batch, encoded);
    training::StepResult result =
        melody_loss(draw_melodies(encoded, expanded, batch, melodies), batch, now.shares, now.step);
    const at::Tensor mel =
        mel_error(network_->decode(expanded, batch.pitch_features, batch.frame_offsets).mel, batch);
    result.loss = result.loss + mel;
    result.terms.emplace_back("mel", mel.detach());
    return result;
  }

  training::StepResult pitch_stage(const AcousticBatch& batch, const std::vector<at::Tensor>& melodies,
                                   const Moment& now) {
    at::Tensor encoded;
    at::Tensor expanded;
    {
      const torch::NoGradGuard frozen;
      encoded = encode(batch);
      expanded = expand(batch, encoded);
    }
    // The encoder has learned which sentence it reads; whole channels are dropped, so that the melody is not
    // told.
    const auto kept = [&](const at::Tensor& x) {
      return x * torch::dropout(torch::ones({1, x.size(1)}), options_.pitch_input_dropout, true);
    };
    std::vector<MelodyDraw> draws = draw_melodies(encoded, kept(expanded), batch, melodies);
    if (options_.config.melody_noise == 0) draws[0].log_durations = at::Tensor();
    return melody_loss(draws, batch, now.shares, now.step);
  }

  /// @param melodies noise of durations and pitch where the whole model learns, else empty
  training::StepResult score_stage(const AcousticBatch& batch, const std::vector<at::Tensor>& noise,
                                   const std::vector<at::Tensor>& melodies, const Moment& now) {
    at::Tensor encoded;
    at::Tensor expanded;
    MelMean mean;
    {
      const torch::AutoGradMode learning(options_.score_whole && torch::GradMode::is_enabled());
      encoded = encode(batch);
      expanded = expand(batch, encoded);
      mean = network_->decode(expanded, batch.pitch_features, batch.frame_offsets);
    }
    std::vector<at::Tensor> draws;
    for (const at::Tensor& one : noise)
      draws.push_back(sample_mel(*network_, batch, mean, one, options_.config));
    const training::EnergyScore score =
        mel_energy_score(draws, batch.mel / options_.config.residual_scale, batch.band_mask, now.step);
    training::StepResult result{
        score.score, {{"score", score.score.detach()}, {"error", score.error}, {"spread", score.spread}}};
    if (options_.listener) {
      const training::EnergyScore phones = phone_energy_score(*options_.listener, draws, batch, now.step,
                                                              {options_.config, dataset_.statistics});
      result.loss = result.loss + options_.phone_weight * phones.score;
      result.terms.emplace_back("phone", phones.score.detach());
    }
    if (melodies.empty()) return result;
    const training::StepResult melody =
        melody_loss(draw_melodies(encoded, expanded, batch, melodies), batch, now.shares, now.step);
    result.loss = result.loss + melody.loss + kMeanWeight * mel_error(mean.mel, batch);
    result.terms.insert(result.terms.end(), melody.terms.begin(), melody.terms.end());
    return result;
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

  [[nodiscard]] AcousticNoise keys(std::span<const AcousticExample* const> examples, std::int64_t first,
                                   std::int64_t draw = 0) const {
    return {.config = options_.config,
            .examples = examples,
            .first = first,
            .draw = static_cast<std::uint32_t>(draw),
            .seed = options_.seed};
  }

  /// One tensor [P, melody_noise] a draw; one that is undefined where melodies are not drawn.
  [[nodiscard]] std::vector<at::Tensor> melodies_of(std::span<const AcousticExample* const> examples,
                                                    std::int64_t first) const {
    if (options_.config.melody_noise == 0) return {at::Tensor{}};
    std::vector<at::Tensor> draws;
    for (std::int64_t d = 0; d < options_.score_draws; ++d)
      draws.push_back(melody_noise(keys(examples, first, d)));
    return draws;
  }

  /// Of the deviation that the written model speaks with.
  [[nodiscard]] at::Tensor spoken_melody(const AcousticBatch& batch) const {
    const at::Tensor noise = random_melody(batch);
    return noise.defined() ? noise * options_.melody_temperature : noise;
  }

  /// For one utterance, from the library's generator.
  [[nodiscard]] at::Tensor random_melody(const AcousticBatch& batch) const {
    if (options_.config.melody_noise == 0) return {};
    return shared_over_utterance(torch::randn({batch.symbols.size(0), options_.config.melody_noise}));
  }

  std::vector<const AcousticExample*> draw(std::int64_t step) {
    std::vector<const AcousticExample*> examples;
    for (std::int64_t i = 0; i < options_.batch; ++i)
      examples.push_back(&dataset_.train[order_.at(step * options_.batch + i)]);
    return examples;
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

  /// Score of two draws, and liveliness of one.
  std::vector<double> measure_score(const AcousticBatch& batch) {
    const std::vector<at::Tensor> noise = {torch::randn_like(batch.mel), torch::randn_like(batch.mel)};
    const training::StepResult result = score_stage(batch, noise, {}, {});
    const at::Tensor expanded = expand(batch, encode(batch));
    const MelMean mean = network_->decode(expanded, batch.pitch_features, batch.frame_offsets);
    const MelLiveliness lively = compare_liveliness(
        sample_mel(*network_, batch, mean, noise[0], options_.config) * options_.config.residual_scale,
        batch.mel, options_.config.mel.frames_per_second());
    std::vector<double> values = {result.terms[0].second.item<double>(),
                                  result.terms[1].second.item<double>(),
                                  result.terms[2].second.item<double>(),
                                  lively.detail,
                                  lively.change,
                                  lively.modulation};
    if (options_.listener) values.push_back(result.terms[3].second.item<double>());
    return values;
  }

  /// The mean stage's metrics for one utterance, in order.
  std::vector<double> measure(const AcousticBatch& batch) {
    const at::Tensor encoded = encode(batch);
    const at::Tensor expanded = expand(batch, encoded);
    const auto [log_durations, pitch] =
        draw_melody(*network_, encoded, expanded, batch, random_melody(batch));
    const MelMean mean = network_->decode(expanded, batch.pitch_features, batch.frame_offsets);
    const SpeakerPitch speaker =
        dataset_.statistics.pitch_of(static_cast<std::size_t>(batch.speakers[0].item<std::int64_t>()));
    const MelMean own =
        network_->decode(expanded, own_pitch_features(pitch, speaker, options_.config), batch.frame_offsets);
    const double semitones = pitch_error(pitch.log_f0, batch).sqrt().item<double>() * speaker.log_f0_std *
                             12.0 / std::numbers::ln2;
    const double frames = torch::expm1(log_durations).clamp_min(0).sum().item<double>();
    return {torch::l1_loss(mean.mel, batch.mel).item<double>(),
            torch::l1_loss(own.mel, batch.mel).item<double>(),
            semitones,
            torch::binary_cross_entropy_with_logits(pitch.voicing_logit, batch.voicing).item<double>(),
            torch::mse_loss(log_durations, batch.log_durations).item<double>(),
            frames / static_cast<double>(batch.mel.size(0))};
  }

  AcousticDataset dataset_;
  AcousticTaskOptions options_;
  std::unique_ptr<AcousticNetwork> network_;
  ExampleOrder order_;
};

}  // namespace

std::unique_ptr<training::TrainingTask> make_acoustic_task(AcousticDataset dataset,
                                                           const AcousticTaskOptions& options) {
  if (options.batch < 1) throw Error("acoustic training: batch: want >= 1, got {}", options.batch);
  if (options.score_draws < 2)
    throw Error("acoustic training: score_draws: want >= 2, got {}", options.score_draws);
  if ((options.stage == AcousticStage::kScore) != (options.config.decoder == MelDecoder::kSampler) &&
      (options.stage == AcousticStage::kScore || options.stage == AcousticStage::kFlow))
    throw Error("acoustic training: the {} stage does not fit the decoder \"{}\"", to_string(options.stage),
                to_string(options.config.decoder));
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
