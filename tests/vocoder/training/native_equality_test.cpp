/// The native pass against the libtorch pass, on random weights and on the weights we ship.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "engine/core/config.h"
#include "engine/core/noise.h"
#include "engine/model/int8_weights.h"
#include "engine/training/checkpoint.h"
#include "tests/vocoder/harmonic_flow/random_model.h"
#include "vocoder/harmonic_flow/source.h"
#include "vocoder/training/harmonic_flow_compression.h"
#include "vocoder/training/harmonic_flow_sampler.h"
#include "vocoder/training/stored_config.h"
#include "vocoder/vocoder.h"

namespace driftwave::training {
namespace {

/// What the libtorch network makes of the input with the same noise. @return [F * hop]
std::vector<float> torch_synthesis(const std::filesystem::path& file, const HarmonicFlowConfig& config,
                                   const VocoderInput& input, int steps, std::uint64_t seed) {
  torch::NoGradGuard no_grad;
  const auto network = make_harmonic_flow_network(config);
  const std::size_t filled = load_weights(file, network->module());
  EXPECT_EQ(filled, network->module().parameters().size());
  network->module().eval();

  const Spectral spectral(config.mel, at::kCPU);
  const auto frames = static_cast<std::int64_t>(input.mel.rows());
  const auto samples = static_cast<std::size_t>(spectral.slice_samples(frames));
  const SourceSettings settings{config.mel.sample_rate_hz, config.mel.hop_samples};
  std::vector<float> source(samples);
  render_source(integrate_source(input.f0_hz, input.voicing, settings), settings, -config.mel.n_fft / 2,
                source);
  std::vector<float> noise(samples);
  gaussian_noise({.seed = seed, .purpose = NoisePurpose::kPrior}, 0, noise);
  const auto row = [](const std::vector<float>& v) {
    return torch::tensor(at::ArrayRef<float>(v)).unsqueeze(0);
  };
  const at::Tensor scale = torch::full({1}, spectral.noise_scale(), at::kFloat);

  Prepared prepared;
  prepared.condition.mel =
      torch::from_blob(const_cast<float*>(input.mel.data()), {1, frames, config.mel.mels}).clone();
  prepared.condition.f0_hz = row(input.f0_hz);
  prepared.condition.voicing = row(input.voicing);
  prepared.condition.source = spectral.analyse(row(source)) * scale;
  prepared.noise = spectral.analyse(row(noise)) * scale;
  prepared.envelope = spectral.envelope(prepared.condition.mel);
  const PriorOutput prior = network->prior(prepared.condition);
  const at::Tensor audio =
      to_audio(run_flow(*network, draw_prior(prior, prepared), prior, prepared, steps), prepared, spectral)[0]
          .slice(0, config.mel.n_fft / 2, config.mel.n_fft / 2 + frames * config.mel.hop_samples)
          .contiguous();
  return {audio.data_ptr<float>(), audio.data_ptr<float>() + audio.numel()};
}

double difference_db(const std::vector<float>& a, const std::vector<float>& b) {
  double error = 0;
  double energy = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    error += std::pow(static_cast<double>(a[i]) - b[i], 2);
    energy += std::pow(static_cast<double>(b[i]), 2);
  }
  return 10 * std::log10(error / energy);
}

TEST(NativeHarmonicFlow, EqualsLibtorchOnRandomWeights) {
  const HarmonicFlowConfig config = test::small_config();
  const auto file = std::filesystem::path(testing::TempDir()) / "native_equality.safetensors";
  test::write_random_model(file, config);
  const VocoderInput input = test::make_input(config, 450);
  for (const int steps : {0, 1, 3}) {
    const auto native = load_vocoder(file)->synthesize(input, {.steps = steps, .seed = 9, .progress = {}});
    const auto reference = torch_synthesis(file, config, input, steps, 9);
    ASSERT_EQ(native.size(), reference.size());
    EXPECT_LT(difference_db(native, reference), -90.0) << steps << " steps";
  }
  std::filesystem::remove(file);
}

TEST(NativeHarmonicFlow, EqualsLibtorchOnASmallerModel) {
  const auto folder = std::filesystem::path(testing::TempDir());
  const auto dense = folder / "native_equality_dense.safetensors";
  const auto file = folder / "native_equality_smaller.safetensors";
  test::write_random_model(dense, test::small_config());
  write_compressed(SafetensorsFile(dense),
                   {.prune_prior = 0.3, .prune_flow = 0.3, .heads_rank = 8, .condition_rank = 5}, {}, file);
  const HarmonicFlowConfig config = stored_config(SafetensorsFile(file));
  const VocoderInput input = test::make_input(config, 200);
  for (const bool int8 : {false, true}) {
    if (int8) write_with_int8_weights(SafetensorsFile(file), file);
    for (const int steps : {0, 3}) {
      const auto native = load_vocoder(file)->synthesize(input, {.steps = steps, .seed = 9, .progress = {}});
      EXPECT_LT(difference_db(native, torch_synthesis(file, config, input, steps, 9)), -90.0)
          << steps << " steps" << (int8 ? ", 8 bits" : "");
    }
  }
  std::filesystem::remove(dense);
  std::filesystem::remove(file);
}

TEST(NativeHarmonicFlow, EqualsLibtorchOnTheShippedWeights) {
  const std::filesystem::path file =
      std::filesystem::path(DRIFTWAVE_MODELS) / "kathleen" / "vocoder.safetensors";
  const SafetensorsFile model(file);
  const HarmonicFlowConfig config =
      harmonic_flow_config_from_json(parse_json(model.metadata("config"), file.string()), file.string());
  const VocoderInput input = test::make_input(config, 60);
  const auto native = load_vocoder(file)->synthesize(input, {.steps = 4, .seed = 9, .corrections = 0});
  EXPECT_LT(difference_db(native, torch_synthesis(file, config, input, 4, 9)), -80.0);
}

}  // namespace
}  // namespace driftwave::training
