#include "vocoder/torch/import_checkpoint.h"

#include "engine/core/error.h"
#include "tests/engine/model/checkpoint_fixture.h"
#include "tests/vocoder/torch/reference_fixture.h"
#include "tests/vocoder/torch/reference_numbers.h"
#include "vocoder/diffwave/config.h"
#include "vocoder/diffwave/network.h"
#include "vocoder/wavegrad/config.h"
#include "vocoder/wavegrad/network.h"

namespace driftwave {
namespace {

const std::filesystem::path kFixtures = DRIFTWAVE_FIXTURES;

std::string refusal(const std::string& bytes) {
  const test::ScratchFile in("driftwave_import_test.pt");
  const test::ScratchFile out("driftwave_import_test.safetensors");
  try {
    import_checkpoint(in.write(bytes), out.path(), {});
  } catch (const Error& e) {
    EXPECT_FALSE(std::filesystem::exists(out.path()));
    return e.what();
  }
  return "accepted";
}

TEST(ImportCheckpoint, TakesADiffWaveThatThePublicImplementationSaved) {
  const test::ScratchFile out("driftwave_import_diffwave.safetensors");
  EXPECT_EQ(import_checkpoint(kFixtures / "diffwave_tiny.pt", out.path(), {.licence = "CC0-1.0"}),
            "diffwave");
  const SafetensorsFile file(out.path());
  EXPECT_EQ(file.metadata("licence"), "CC0-1.0");
  const DiffWaveConfig config =
      diffwave_config_from_json(parse_json(file.metadata("config"), "test"), "test");
  EXPECT_EQ(config.diffusion.mel, diffwave_mel_settings());
  EXPECT_EQ(config.dilation_cycle, 2);
  EXPECT_EQ(config.diffusion.training_betas.size(), 50U);
  const auto network = make_diffwave_network(config);
  load_network(file, *network);
  test::expect_reference(test::sample_by_formula(*network, config.diffusion, NetworkTime::kTrainingStep,
                                                 test::formula_mel(80, 12)),
                         test::kDiffWaveTinySampled);
}

TEST(ImportCheckpoint, TakesAWaveGradThatThePublicImplementationSaved) {
  const test::ScratchFile out("driftwave_import_wavegrad.safetensors");
  EXPECT_EQ(import_checkpoint(kFixtures / "wavegrad_tiny.pt", out.path(), {}), "wavegrad");
  const SafetensorsFile file(out.path());
  const WaveGradConfig config =
      wavegrad_config_from_json(parse_json(file.metadata("config"), "test"), "test");
  EXPECT_EQ(config.diffusion.mel, wavegrad_mel_settings());
  EXPECT_EQ(config.diffusion.training_betas.size(), 1000U);
  const auto network = make_wavegrad_network(config);
  load_network(file, *network);
  test::expect_reference(test::sample_by_formula(*network, config.diffusion, NetworkTime::kNoiseLevel,
                                                 test::formula_mel(128, 8)),
                         test::kWaveGradTinySampled);
}

/// An unconditional DiffWave of two channels and one layer as a bare state dictionary, its dilated
/// convolution under weight normalisation when `split`.
std::string tiny_state(bool split, const std::string& prefix) {
  std::vector<std::pair<std::string, std::string>> state;
  std::vector<std::string> storages;
  const auto add = [&](const std::string& name, const std::vector<std::uint32_t>& shape, float value) {
    std::uint32_t count = 1;
    for (const std::uint32_t n : shape) count *= n;
    std::vector<std::uint32_t> stride(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;) stride[i - 1] = stride[i] * shape[i];
    state.emplace_back(prefix + name,
                       test::tensor(test::storage(std::to_string(storages.size()), count), 0, shape, stride));
    storages.push_back(test::floats(std::vector<float>(count, value)));
  };
  const auto layer = [&](const std::string& name, const std::vector<std::uint32_t>& shape, float value) {
    add(name + ".weight", shape, value);
    add(name + ".bias", {shape[0]}, 0.0F);
  };
  layer("input_projection", {2, 1, 1}, 1);
  layer("diffusion_embedding.projection1", {3, 128}, 0.1F);
  layer("diffusion_embedding.projection2", {3, 3}, 0.1F);
  add("diffusion_embedding.embedding", {50, 128}, 0);
  if (split) {
    add("residual_layers.0.dilated_conv.weight_g", {4, 1, 1}, 6);
    add("residual_layers.0.dilated_conv.weight_v", {4, 2, 3}, 0.25F);
    add("residual_layers.0.dilated_conv.bias", {4}, 0);
  } else {
    layer("residual_layers.0.dilated_conv", {4, 2, 3}, 6 / std::sqrt(6.0F));
  }
  layer("residual_layers.0.diffusion_projection", {2, 3}, 0.1F);
  layer("residual_layers.0.output_projection", {4, 2, 1}, 0.1F);
  layer("skip_projection", {2, 2, 1}, 1);
  layer("output_projection", {1, 2, 1}, 1);
  return test::make_checkpoint(test::dict(state), storages);
}

TEST(ImportCheckpoint, MultipliesOutWeightNormalisation) {
  const test::ScratchFile in("driftwave_import_norm.pt");
  const test::ScratchFile out("driftwave_import_norm.safetensors");
  std::vector<at::Tensor> heard;
  for (const bool split : {false, true}) {
    import_checkpoint(in.write(tiny_state(split, split ? "module." : "")), out.path(),
                      {.sample_rate_hz = 16000});
    const SafetensorsFile file(out.path());
    const DiffWaveConfig config =
        diffwave_config_from_json(parse_json(file.metadata("config"), "test"), "test");
    EXPECT_TRUE(config.unconditional);
    EXPECT_EQ(config.diffusion.mel.sample_rate_hz, 16000);
    const auto network = make_diffwave_network(config);
    load_network(file, *network);
    heard.push_back(network->epsilon(test::formula_noise("audio", 256), at::full({1}, 3.0), {}).detach());
  }
  EXPECT_LT((heard[0] - heard[1]).abs().max().item<double>(), 1e-5);
  EXPECT_GT(heard[0].abs().max().item<double>(), 1e-3);
}

TEST(ImportCheckpoint, RefusesWhatIsNoSuchModel) {
  const std::string one = test::floats({1});
  const std::string scalar = test::tensor(test::storage("0", 1), 0, {1}, {1});
  EXPECT_NE(refusal(test::make_checkpoint(test::dict({{"generator.weight", scalar}}), {one}))
                .find("tensors such as generator.weight"),
            std::string::npos);
  EXPECT_NE(refusal(test::make_checkpoint(test::dict({{"model", test::integer(3)}}), {})).find("dictionary"),
            std::string::npos);
  EXPECT_NE(
      refusal(test::make_checkpoint(test::dict({{"residual_layers.0.dilated_conv.weight", scalar}}), {one}))
          .find("input_projection.weight is missing"),
      std::string::npos);
  EXPECT_NE(refusal(test::make_checkpoint(test::dict({{"a.weight_g", scalar}}), {one})).find("weight_v"),
            std::string::npos);
  const std::string state = tiny_state(false, "");
  EXPECT_EQ(refusal(state), "accepted");
  EXPECT_NE(refusal("not an archive").find("zip"), std::string::npos);
}

TEST(ImportCheckpoint, NeverRunsThePickle) {
  EXPECT_NE(refusal(test::make_checkpoint(test::global("os", "system") +
                                              test::tuple({test::text("touch /tmp/driftwave_ran")}) + "R",
                                          {}))
                .find("os.system"),
            std::string::npos);
  EXPECT_FALSE(std::filesystem::exists("/tmp/driftwave_ran"));
}

}  // namespace
}  // namespace driftwave
