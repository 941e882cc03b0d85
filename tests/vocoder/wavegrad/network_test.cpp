#include "vocoder/wavegrad/network.h"

#include "tests/vocoder/torch/reference_fixture.h"
#include "tests/vocoder/torch/reference_numbers.h"

namespace driftwave {
namespace {

std::unique_ptr<EpsilonNetwork> seeded(const WaveGradConfig& config) {
  auto network = make_wavegrad_network(config);
  test::fill_by_formula(*network);
  return network;
}

WaveGradConfig narrow() {
  WaveGradConfig config = wavegrad_base();
  config.input_channels = 6;
  config.up_channels = {6, 6, 4, 4, 4};
  config.down_channels = {2, 4, 4, 4, 6};
  return config;
}

TEST(WaveGradNetwork, GivesWhatThePublicImplementationGives) {
  const at::NoGradGuard no_grad;
  const WaveGradConfig config = wavegrad_base();
  const auto network = seeded(config);
  const at::Tensor mel = test::formula_mel(128, 8);
  test::expect_reference(network->epsilon(test::formula_noise("audio", 8 * 300), at::full({1}, 0.7), mel),
                         test::kWaveGradForward);
  test::expect_reference(test::sample_by_formula(*network, config.diffusion, NetworkTime::kNoiseLevel, mel),
                         test::kWaveGradSampled);
}

TEST(WaveGradNetwork, HasItsPapersSize) {
  std::int64_t weights = 0;
  for (const at::Tensor& p : make_wavegrad_network(wavegrad_base())->module().parameters())
    weights += p.numel();
  EXPECT_NEAR(static_cast<double>(weights), 15.8e6, 0.3e6);
}

TEST(WaveGradNetwork, TeachesEveryParameter) {
  const auto network = seeded(narrow());
  network->epsilon(test::formula_noise("audio", 600), at::full({1}, 0.5), test::formula_mel(128, 2))
      .square()
      .sum()
      .backward();
  for (const auto& item : network->module().named_parameters()) {
    ASSERT_TRUE(item.value().grad().defined()) << item.key();
    EXPECT_GT(item.value().grad().abs().sum().item<double>(), 0) << item.key();
  }
}

}  // namespace
}  // namespace driftwave
