#include "tts/training/acoustic_network.h"

#include <gtest/gtest.h>
#include <torch/torch.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "engine/core/config.h"
#include "engine/core/noise.h"
#include "engine/model/safetensors.h"
#include "engine/training/checkpoint.h"
#include "tests/tts/training/made_up_data.h"
#include "tts/acoustic/acoustic_model.h"
#include "tts/acoustic/conditioning.h"
#include "tts/training/acoustic_batch.h"
#include "tts/training/acoustic_noise.h"

namespace driftwave {
namespace {

AcousticBatch batch_of(std::uint32_t count) {
  std::vector<AcousticExample> examples;
  for (std::uint32_t i = 0; i < count; ++i) examples.push_back(testing::made_up_example(i));
  std::vector<const AcousticExample*> pointers;
  for (const AcousticExample& example : examples) pointers.push_back(&example);
  return make_acoustic_batch(pointers, testing::tiny_config(), testing::tiny_statistics());
}

/// Weights as a training leaves them: the flow's output starts at zero, which would hide its mistakes.
std::unique_ptr<AcousticNetwork> stirred_network(const AcousticConfig& config = testing::tiny_config()) {
  auto network = make_acoustic_network(config, {}, 5);
  const torch::NoGradGuard no_grad;
  for (auto& item : network->module().named_parameters())
    item.value().add_(0.05 * torch::randn_like(item.value()));
  network->module().eval();
  return network;
}

MelMean mean_of(AcousticNetwork& network, const AcousticBatch& batch) {
  const at::Tensor encoded = network.encode(batch.symbols, batch.speakers, batch.phoneme_offsets);
  const at::Tensor expanded = network.expand(encoded, batch.phoneme_of_frame, batch.positions);
  return network.decode(expanded, batch.pitch_features, batch.frame_offsets);
}

TEST(AcousticNetwork, HasTheShapesItPromises) {
  const auto network = stirred_network();
  const AcousticBatch batch = batch_of(3);
  const at::Tensor encoded = network->encode(batch.symbols, batch.speakers, batch.phoneme_offsets);
  EXPECT_EQ(encoded.sizes(), (at::IntArrayRef{21, 16}));
  EXPECT_EQ(network->log_durations(encoded, {}, batch.phoneme_offsets).sizes(), (at::IntArrayRef{21}));
  const at::Tensor expanded = network->expand(encoded, batch.phoneme_of_frame, batch.positions);
  const PitchPrediction pitch = network->pitch(expanded, {}, batch.frame_offsets);
  EXPECT_EQ(pitch.log_f0.sizes(), (at::IntArrayRef{60}));
  EXPECT_EQ(pitch.voicing_logit.sizes(), (at::IntArrayRef{60}));
  const MelMean mean = network->decode(expanded, batch.pitch_features, batch.frame_offsets);
  EXPECT_EQ(mean.mel.sizes(), (at::IntArrayRef{60, 10}));
  const at::Tensor velocity =
      network->velocity(torch::randn({60, 10}), torch::rand({3}), mean, batch.frame_offsets);
  EXPECT_EQ(velocity.sizes(), (at::IntArrayRef{60, 10}));
}

TEST(AcousticNetwork, IsTheSameForTheSameSeed) {
  const AcousticBatch batch = batch_of(1);
  std::vector<at::Tensor> mels;
  for (const std::uint64_t seed : {8U, 8U, 9U}) {
    const auto network = make_acoustic_network(testing::tiny_config(), {}, seed);
    network->module().eval();
    mels.push_back(mean_of(*network, batch).mel);
  }
  EXPECT_TRUE(torch::equal(mels[0], mels[1]));
  EXPECT_FALSE(torch::allclose(mels[0], mels[2]));
}

TEST(AcousticNetwork, TreatsPackedUtterancesAsIfAlone) {
  const auto network = stirred_network();
  const at::Tensor together = mean_of(*network, batch_of(2)).mel;
  const at::Tensor alone = mean_of(*network, batch_of(1)).mel;
  EXPECT_TRUE(torch::allclose(together.slice(0, 0, 20), alone, 1e-5, 1e-5));
}

struct Voice {
  AcousticConfig config;
  AcousticStatistics statistics;
};

at::Tensor indices(const std::vector<std::int32_t>& values) {
  return torch::tensor(values, torch::kInt).to(torch::kLong);
}

std::vector<float> floats(const at::Tensor& values) {
  const at::Tensor rows = values.contiguous();
  return {rows.data_ptr<float>(), rows.data_ptr<float>() + rows.numel()};
}

/// A sampler's one evaluation, or midpoint steps, from the native model's noise to the residual.
at::Tensor flow_with_torch(AcousticNetwork& network, const MelMean& mean, const Offsets& frames, bool sampler,
                           const AcousticOptions& options) {
  const int steps = options.steps;
  at::Tensor x = torch::empty_like(mean.mel);
  gaussian_noise({.seed = options.seed, .purpose = NoisePurpose::kMelDecoder}, 0,
                 {x.data_ptr<float>(), static_cast<std::size_t>(x.numel())});
  x = x * *options.temperature;
  if (sampler) return x + network.velocity(x, torch::zeros({1}), mean, frames);
  const double size = 1.0 / steps;
  const auto velocity = [&](const at::Tensor& at_x, double t) {
    return network.velocity(at_x, torch::full({1}, t), mean, frames);
  };
  for (int step = 0; step < steps; ++step) {
    const at::Tensor middle = x + 0.5 * size * velocity(x, step * size);
    x = x + size * velocity(middle, (step + 0.5) * size);
  }
  return x;
}

at::Tensor speakers_of(std::size_t phonemes, std::size_t speaker) {
  return torch::full({static_cast<std::int64_t>(phonemes)}, static_cast<std::int64_t>(speaker), torch::kLong);
}

/// The native model's noise of durations and pitch. @return [P, melody_noise]
at::Tensor native_melody_noise(std::size_t phonemes, const Voice& voice, std::uint64_t seed) {
  at::Tensor noise = torch::empty({static_cast<std::int64_t>(phonemes), voice.config.melody_noise});
  if (voice.config.melody_noise == 0) return noise;
  gaussian_noise({.seed = seed, .purpose = NoisePurpose::kMelody}, 0,
                 {noise.data_ptr<float>(), static_cast<std::size_t>(noise.numel())});
  return shared_over_utterance(noise * voice.statistics.melody_temperature);
}

/// Everything that the native model does after training, with the network.
VocoderInput speak_with_torch(AcousticNetwork& network, const Voice& voice,
                              const std::vector<std::int32_t>& phonemes, const AcousticOptions& options) {
  const torch::NoGradGuard no_grad;
  const AcousticStatistics& statistics = voice.statistics;
  const std::vector<std::int32_t> owners = phoneme_of_frame(options.frames_per_phoneme);
  const Offsets f = {0, static_cast<std::int64_t>(owners.size())};
  const SpeakerPitch own = statistics.pitch_of(options.speaker);
  const at::Tensor encoded = network.encode(indices(phonemes), speakers_of(phonemes.size(), options.speaker),
                                            {0, static_cast<std::int64_t>(phonemes.size())});
  const at::Tensor noise = native_melody_noise(phonemes.size(), voice, options.seed);
  const at::Tensor expanded =
      network.expand(encoded, indices(owners), to_tensor(position_features(options.frames_per_phoneme)));
  const PitchPrediction pitch = network.pitch(expanded, noise.index_select(0, indices(owners)), f);
  VocoderInput out;
  out.f0_hz = floats((pitch.log_f0 * (statistics.melody_gain * own.log_f0_std) + own.log_f0_mean).exp());
  for (const float logit : floats(pitch.voicing_logit)) out.voicing.push_back(voicing_from_logit(logit));
  const MelMean mean =
      network.decode(expanded, to_tensor(pitch_features(out.f0_hz, out.voicing, voice.config, own)), f);
  const at::Tensor residual =
      flow_with_torch(network, mean, f, voice.config.decoder == MelDecoder::kSampler, options);
  const at::Tensor mel =
      (mean.mel + voice.config.residual_scale * residual) * torch::tensor(statistics.mel_std) +
      torch::tensor(statistics.mel_mean);
  const std::vector<float> values = floats(mel.clamp_min(std::log(voice.config.mel.floor)));
  out.mel = Array2<float>(owners.size(), static_cast<std::size_t>(voice.config.mel.mels));
  std::ranges::copy(values, out.mel.data());
  return out;
}

void expect_twins(AcousticNetwork& network, const AcousticModel& native, const Voice& voice,
                  const std::vector<std::int32_t>& phonemes) {
  std::vector<int> frames;
  for (std::size_t p = 0; p < phonemes.size(); ++p) frames.push_back(static_cast<int>((p * 5) % 8));
  const AcousticOptions options{.steps = 3,
                                .temperature = 0.8,
                                .speaker = voice.config.speakers.empty() ? 0U : 1U,
                                .seed = 21,
                                .frames_per_phoneme = frames};
  const AcousticOutput got = native.infer(phonemes, options);
  const VocoderInput want = speak_with_torch(network, voice, phonemes, options);
  ASSERT_EQ(got.features.mel.rows(), want.mel.rows());
  float worst = 0;
  for (std::size_t i = 0; i < want.mel.size(); ++i)
    worst = std::max(worst, std::abs(got.features.mel.data()[i] - want.mel.data()[i]));
  EXPECT_LT(worst, 1e-4F);
  for (std::size_t f = 0; f < want.f0_hz.size(); ++f) {
    EXPECT_NEAR(got.features.f0_hz[f] / want.f0_hz[f], 1.0F, 1e-4F);
    EXPECT_NEAR(got.features.voicing[f], want.voicing[f], 1e-4F);
  }

  const torch::NoGradGuard no_grad;
  const Offsets all = {0, static_cast<std::int64_t>(phonemes.size())};
  const at::Tensor encoded = network.encode(indices(phonemes), speakers_of(phonemes.size(), 0), all);
  const at::Tensor noise = native_melody_noise(phonemes.size(), voice, 4);
  const std::vector<int> predicted =
      frames_from_log_durations(floats(network.log_durations(encoded, noise, all)), 0.5, voice.config.mel);
  EXPECT_EQ(native.infer(phonemes, {.speed = 0.5, .steps = 0, .seed = 4}).frames_per_phoneme, predicted);
}

void expect_twins_of(const AcousticConfig& config, const AcousticStatistics& statistics) {
  const auto network = stirred_network(config);
  {
    // Durations around five frames, as a trained model has them.
    const torch::NoGradGuard no_grad;
    network->module().named_parameters()["duration.out.bias"].fill_(1.8);
  }
  const auto file = std::filesystem::temp_directory_path() /
                    ("driftwave-twin-" + std::to_string(::getpid()) + ".safetensors");
  training::export_weights(file, network->module(),
                           {{"architecture", "driftwave-acoustic"},
                            {"config", to_json(config).dump()},
                            {"statistics", to_json(statistics).dump()}},
                           DType::kF32);
  const AcousticModel native = AcousticModel::load(file);
  std::filesystem::remove(file);
  expect_twins(*network, native, {config, statistics}, {1, 30, 12, 3, 7, 39, 22, 30, 5, 2});
}

TEST(AcousticNetwork, AgreesWithItsNativeTwin) {
  expect_twins_of(testing::tiny_config(), testing::tiny_statistics());
}

TEST(AcousticNetwork, AgreesWithItsNativeTwinAsASamplerOfSpeakersAndMelodies) {
  AcousticConfig config = testing::tiny_config();
  config.decoder = MelDecoder::kSampler;
  config.melody_noise = 6;
  config.speakers = {"a", "b"};
  AcousticStatistics statistics = testing::tiny_statistics();
  statistics.speakers = {{5.3, 0.25}, {4.8, 0.1}};
  statistics.melody_temperature = 0.7;
  expect_twins_of(config, statistics);
}

TEST(AcousticNetwork, AgreesWithItsNativeTwinOnTheShippedVoice) {
  const std::filesystem::path path =
      std::filesystem::path(DRIFTWAVE_SOURCE_DIR) / "models/kathleen/acoustic.safetensors";
  const SafetensorsFile file(path);
  const AcousticConfig config =
      acoustic_config_from_json(parse_json(file.metadata("config"), "config"), "config");
  const Voice voice{config, acoustic_statistics_from_json(
                                parse_json(file.metadata("statistics"), "statistics"), config, "statistics")};
  const auto network = make_acoustic_network(voice.config, {}, 1);
  EXPECT_EQ(training::load_weights(path, network->module()), network->module().parameters().size());
  network->module().eval();
  // "həlˈoʊ, wˈɜːld."
  const std::vector<std::int32_t> hello = {1, 33, 76, 37, 22, 40, 114, 4, 3, 47, 22, 80, 24, 37, 29, 5, 2};
  expect_twins(*network, AcousticModel::load(path), voice, hello);
}

}  // namespace
}  // namespace driftwave
