#include "vocoder/diffwave/network.h"

#include "tests/vocoder/torch/reference_fixture.h"
#include "tests/vocoder/torch/reference_numbers.h"

namespace driftwave {
namespace {

std::unique_ptr<EpsilonNetwork> seeded(const DiffWaveConfig& config) {
  auto network = make_diffwave_network(config);
  test::fill_by_formula(*network);
  return network;
}

TEST(DiffWaveNetwork, GivesWhatThePublicImplementationGives) {
  const at::NoGradGuard no_grad;
  const auto network = seeded(diffwave_base());
  const at::Tensor audio = test::formula_noise("audio", 12 * 256);
  const at::Tensor mel = test::formula_mel(80, 12);
  test::expect_reference(network->epsilon(audio, at::full({1}, 13.0), mel), test::kDiffWaveForward);
  test::expect_reference(network->epsilon(audio, at::full({1}, 13.37), mel), test::kDiffWaveFractional);
}

TEST(DiffWaveNetwork, GivesItWithoutAMelToo) {
  const at::NoGradGuard no_grad;
  DiffWaveConfig config = diffwave_base();
  config.unconditional = true;
  const auto network = seeded(config);
  test::expect_reference(network->epsilon(test::formula_noise("audio", 12 * 256), at::full({1}, 13.0), {}),
                         test::kDiffWaveUnconditional);
}

TEST(DiffWaveNetwork, SamplesAsThePublicImplementationDoesInSixSteps) {
  const DiffWaveConfig config = diffwave_base();
  const auto network = seeded(config);
  test::expect_reference(test::sample_by_formula(*network, config.diffusion, NetworkTime::kTrainingStep,
                                                 test::formula_mel(80, 12)),
                         test::kDiffWaveSampled);
}

TEST(DiffWaveNetwork, HasItsPapersSizes) {
  const auto count = [](const DiffWaveConfig& config) {
    std::int64_t weights = 0;
    for (const at::Tensor& p : make_diffwave_network(config)->module().parameters()) weights += p.numel();
    return weights;
  };
  EXPECT_NEAR(static_cast<double>(count(diffwave_base())), 2.64e6, 0.05e6);
  EXPECT_NEAR(static_cast<double>(count(diffwave_large())), 6.91e6, 0.15e6);
}

TEST(DiffWaveNetwork, TeachesEveryParameter) {
  DiffWaveConfig config = diffwave_base();
  config.residual_layers = 2;
  config.residual_channels = 4;
  const auto network = seeded(config);
  network->epsilon(test::formula_noise("audio", 512), at::full({1}, 7.0), test::formula_mel(80, 2))
      .square()
      .sum()
      .backward();
  for (const auto& item : network->module().named_parameters()) {
    // The last layer's residual half goes nowhere, as in the paper.
    EXPECT_TRUE(item.value().grad().defined()) << item.key();
    EXPECT_GT(item.value().grad().abs().sum().item<double>(), 0) << item.key();
  }
}

TEST(DiffWaveNetwork, BeginsByPredictingNothing) {
  DiffWaveConfig config = diffwave_base();
  config.residual_layers = 2;
  config.residual_channels = 4;
  const auto network = make_diffwave_network(config);
  const at::Tensor out =
      network->epsilon(test::formula_noise("audio", 512), at::full({1}, 7.0), test::formula_mel(80, 2));
  EXPECT_LT((out - out.mean()).abs().max().item<double>(), 1e-6);
}

}  // namespace
}  // namespace driftwave
