#include "tts/training/acoustic_network.h"

#include <gtest/gtest.h>
#include <torch/torch.h>
#include <unistd.h>

#include "engine/core/noise.h"
#include "engine/training/checkpoint.h"
#include "tests/tts/training/made_up_data.h"
#include "tts/acoustic/acoustic_model.h"
#include "tts/acoustic/conditioning.h"
#include "tts/training/acoustic_batch.h"

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
std::unique_ptr<AcousticNetwork> stirred_network() {
  auto network = make_acoustic_network(testing::tiny_config(), {}, 5);
  const torch::NoGradGuard no_grad;
  for (auto& item : network->module().named_parameters())
    item.value().add_(0.05 * torch::randn_like(item.value()));
  network->module().eval();
  return network;
}

MelMean mean_of(AcousticNetwork& network, const AcousticBatch& batch) {
  const at::Tensor encoded = network.encode(batch.symbols, batch.phoneme_offsets);
  const at::Tensor expanded = network.expand(encoded, batch.phoneme_of_frame, batch.positions);
  return network.decode(expanded, batch.pitch_features, batch.frame_offsets);
}

TEST(AcousticNetwork, HasTheShapesItPromises) {
  const auto network = stirred_network();
  const AcousticBatch batch = batch_of(3);
  const at::Tensor encoded = network->encode(batch.symbols, batch.phoneme_offsets);
  EXPECT_EQ(encoded.sizes(), (at::IntArrayRef{21, 16}));
  EXPECT_EQ(network->log_durations(encoded, batch.phoneme_offsets).sizes(), (at::IntArrayRef{21}));
  const at::Tensor expanded = network->expand(encoded, batch.phoneme_of_frame, batch.positions);
  const PitchPrediction pitch = network->pitch(expanded, batch.frame_offsets);
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

/// Everything that the native model does after training, with the network.
VocoderInput speak_with_torch(AcousticNetwork& network, const std::vector<std::int32_t>& phonemes,
                              const std::vector<int>& frames, int steps, double temperature) {
  const AcousticConfig config = testing::tiny_config();
  const AcousticStatistics statistics = testing::tiny_statistics();
  const torch::NoGradGuard no_grad;
  const Offsets p = {0, static_cast<std::int64_t>(phonemes.size())};
  const std::vector<std::int32_t> owners = phoneme_of_frame(frames);
  const Offsets f = {0, static_cast<std::int64_t>(owners.size())};
  const at::Tensor encoded = network.encode(torch::tensor(phonemes, torch::kInt).to(torch::kLong), p);
  const at::Tensor expanded = network.expand(encoded, torch::tensor(owners, torch::kInt).to(torch::kLong),
                                             to_tensor(position_features(frames)));
  const PitchPrediction pitch = network.pitch(expanded, f);
  VocoderInput out;
  const at::Tensor f0 = (pitch.log_f0 * statistics.log_f0_std + statistics.log_f0_mean).exp().contiguous();
  const at::Tensor logit = pitch.voicing_logit.contiguous();
  out.f0_hz.assign(f0.data_ptr<float>(), f0.data_ptr<float>() + f0.numel());
  for (std::int64_t n = 0; n < logit.numel(); ++n)
    out.voicing.push_back(voicing_from_logit(logit.data_ptr<float>()[n]));
  const MelMean mean =
      network.decode(expanded, to_tensor(pitch_features(out.f0_hz, out.voicing, config, statistics)), f);
  at::Tensor x = torch::empty_like(mean.mel);
  gaussian_noise({.seed = 21, .purpose = NoisePurpose::kMelDecoder}, 0,
                 {x.data_ptr<float>(), static_cast<std::size_t>(x.numel())});
  x = x * temperature;
  const double size = 1.0 / steps;
  const auto velocity = [&](const at::Tensor& at_x, double t) {
    return network.velocity(at_x, torch::full({1}, t), mean, f);
  };
  for (int step = 0; step < steps; ++step) {
    const at::Tensor middle = x + 0.5 * size * velocity(x, step * size);
    x = x + size * velocity(middle, (step + 0.5) * size);
  }
  const at::Tensor spread = torch::tensor(statistics.mel_std);
  const at::Tensor mel =
      ((mean.mel + config.residual_scale * x) * spread + torch::tensor(statistics.mel_mean)).contiguous();
  out.mel = Array2<float>(owners.size(), static_cast<std::size_t>(config.mel.mels));
  std::copy_n(mel.data_ptr<float>(), out.mel.size(), out.mel.data());
  return out;
}

TEST(AcousticNetwork, AgreesWithItsNativeTwin) {
  const auto network = stirred_network();
  const auto file = std::filesystem::temp_directory_path() /
                    ("driftwave-twin-" + std::to_string(::getpid()) + ".safetensors");
  training::export_weights(file, network->module(),
                           {{"architecture", "driftwave-acoustic"},
                            {"config", to_json(testing::tiny_config()).dump()},
                            {"statistics", to_json(testing::tiny_statistics()).dump()}},
                           DType::kF32);
  const AcousticModel native = AcousticModel::load(file);
  std::filesystem::remove(file);
  const std::vector<std::int32_t> phonemes = {1, 30, 12, 3, 7, 39, 22, 30, 5, 2};
  const std::vector<int> frames = {3, 5, 0, 9, 4, 7, 0, 12, 6, 2};

  const AcousticOutput got =
      native.infer(phonemes, {.steps = 5, .temperature = 0.8, .seed = 21, .frames_per_phoneme = frames});
  const VocoderInput want = speak_with_torch(*network, phonemes, frames, 5, 0.8);
  ASSERT_EQ(got.features.mel.rows(), want.mel.rows());
  for (std::size_t i = 0; i < want.mel.size(); ++i)
    EXPECT_NEAR(got.features.mel.data()[i], want.mel.data()[i], 1e-4F) << i;
  for (std::size_t f = 0; f < want.f0_hz.size(); ++f) {
    EXPECT_NEAR(got.features.f0_hz[f] / want.f0_hz[f], 1.0F, 1e-4F);
    EXPECT_NEAR(got.features.voicing[f], want.voicing[f], 1e-4F);
  }

  const at::Tensor encoded = network->encode(torch::tensor(phonemes, torch::kInt).to(torch::kLong), {0, 10});
  const at::Tensor logs = network->log_durations(encoded, {0, 10}).contiguous();
  const std::vector<float> values(logs.data_ptr<float>(), logs.data_ptr<float>() + logs.numel());
  std::vector<int> predicted = frames_from_log_durations(values, 0.5, testing::tiny_config().mel);
  const AcousticOutput slow = native.infer(phonemes, {.speed = 0.5});
  if (std::ranges::all_of(predicted, [](int n) { return n == 0; })) predicted.back() = 1;
  EXPECT_EQ(slow.frames_per_phoneme, predicted);
}

}  // namespace
}  // namespace driftwave
