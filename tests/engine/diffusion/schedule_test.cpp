#include "engine/diffusion/schedule.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "engine/core/error.h"

namespace driftwave {
namespace {

TEST(LinearBetas, AreEvenlySpaced) {
  const std::vector<double> beta = linear_betas(1e-4, 0.05, 50);
  ASSERT_EQ(beta.size(), 50U);
  EXPECT_EQ(beta.front(), 1e-4);
  EXPECT_NEAR(beta.back(), 0.05, 1e-15);
  for (std::size_t n = 1; n < beta.size(); ++n) EXPECT_NEAR(beta[n] - beta[n - 1], 0.0499 / 49, 1e-15);
}

TEST(LinearBetas, RejectsASchedulePastOne) {
  EXPECT_THROW((void)linear_betas(1e-4, 1.5, 10), Error);
  EXPECT_THROW((void)linear_betas(0, 0.5, 10), Error);
  EXPECT_THROW((void)linear_betas(1e-4, 0.05, 0), Error);
}

TEST(CosineBetas, FollowTheSquaredCosine) {
  const std::vector<double> bar = alpha_bars(cosine_betas(100));
  const auto level = [](double t) {
    return std::pow(std::cos((t + 0.008) / 1.008 * std::numbers::pi / 2), 2);
  };
  for (std::size_t n = 0; n < 99; ++n)
    EXPECT_NEAR(bar[n], level(static_cast<double>(n + 1) / 100) / level(0), 1e-12);
  EXPECT_NEAR(cosine_betas(100).back(), 0.999, 1e-15);
}

TEST(FibonacciBetas, EndWhereWaveGradsDo) {
  const std::vector<double> beta = named_betas("wavegrad-25");
  ASSERT_EQ(beta.size(), 25U);
  EXPECT_NEAR(beta[0], 1e-6, 1e-18);
  EXPECT_NEAR(beta[1], 2e-6, 1e-18);
  EXPECT_NEAR(beta[24], 0.121393, 1e-9);
  for (std::size_t n = 2; n < beta.size(); ++n) EXPECT_NEAR(beta[n], beta[n - 1] + beta[n - 2], 1e-15);
}

TEST(NamedBetas, KnowTheirLengths) {
  for (const auto& [name, steps] :
       {std::pair{"diffwave-50", 50}, std::pair{"diffwave-200", 200}, std::pair{"diffwave-6", 6},
        std::pair{"wavegrad-1000", 1000}, std::pair{"wavegrad-50", 50}, std::pair{"wavegrad-6", 6}}) {
    EXPECT_EQ(named_betas(name).size(), static_cast<std::size_t>(steps));
    EXPECT_THROW((void)named_betas(name, steps + 1), Error);
  }
  EXPECT_EQ(named_betas("cosine", 12).size(), 12U);
  EXPECT_THROW((void)named_betas("cosine"), Error);
}

TEST(NamedBetas, ListTheKnownNamesWhenOneIsUnknown) {
  try {
    (void)named_betas("sigmoid", 4);
    FAIL();
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("diffwave-6"), std::string::npos);
    EXPECT_NE(std::string(e.what()).find("got sigmoid"), std::string::npos);
  }
}

TEST(AlphaBars, AndBetasAreInverse) {
  const std::vector<double> beta = cosine_betas(40);
  const std::vector<double> back = betas_of(alpha_bars(beta));
  for (std::size_t n = 0; n < beta.size(); ++n) EXPECT_NEAR(back[n], beta[n], 1e-12);
  EXPECT_THROW((void)betas_of(std::vector<double>{0.9, 0.95}), Error);
}

TEST(NoiseLevels, AndLogSnrGoThereAndBack) {
  for (const double bar : {1e-6, 0.3, 0.5, 0.999}) {
    EXPECT_NEAR(alpha_bar_of_log_snr(log_snr(bar)), bar, 1e-12);
    EXPECT_NEAR(alpha_bar_of_noise_level(noise_level(bar)), bar, 1e-15);
  }
  EXPECT_EQ(log_snr(0.5), 0);
  EXPECT_EQ(log_snr(0), -std::numeric_limits<double>::infinity());
}

TEST(ZeroTerminalSnr, KeepsTheFirstStepAndEmptiesTheLast) {
  const std::vector<double> beta = linear_betas(1e-4, 0.05, 50);
  const std::vector<double> fixed = zero_terminal_snr(beta);
  EXPECT_NEAR(fixed.front(), beta.front(), 1e-12);
  EXPECT_EQ(fixed.back(), 1);
  EXPECT_EQ(alpha_bars(fixed).back(), 0);
  // Between, sqrt(alpha_bar) is an affine function of what it was.
  const std::vector<double> before = alpha_bars(beta);
  const std::vector<double> after = alpha_bars(fixed);
  const auto slope = [&](std::size_t n) {
    return (std::sqrt(after[n]) - std::sqrt(after[n + 1])) /
           (std::sqrt(before[n]) - std::sqrt(before[n + 1]));
  };
  for (std::size_t n = 1; n < 48; ++n) EXPECT_NEAR(slope(n), slope(0), 1e-9);
}

TEST(AlignSteps, OfTheTrainingScheduleIsEveryStep) {
  const std::vector<double> training = named_betas("diffwave-50");
  const std::vector<double> steps = align_steps(training, training);
  for (std::size_t n = 0; n < steps.size(); ++n) EXPECT_NEAR(steps[n], static_cast<double>(n), 1e-9);
}

TEST(AlignSteps, FindTheTrainingStepOfTheSameNoise) {
  const std::vector<double> training = named_betas("diffwave-50");
  const std::vector<double> fast = named_betas("diffwave-6");
  const std::vector<double> steps = align_steps(fast, training);
  const std::vector<double> bar = alpha_bars(training);
  const std::vector<double> want = alpha_bars(fast);
  for (std::size_t n = 0; n < fast.size(); ++n) {
    const auto low = static_cast<std::size_t>(steps[n]);
    const double share = steps[n] - std::floor(steps[n]);
    const double level =
        (1 - share) * std::sqrt(bar[low]) + share * std::sqrt(bar[std::min(low + 1, bar.size() - 1)]);
    EXPECT_NEAR(level, std::sqrt(want[n]), 1e-9);
  }
}

TEST(AlignSteps, RefuseMoreNoiseThanTraining) {
  EXPECT_THROW((void)align_steps(named_betas("wavegrad-1000"), named_betas("diffwave-50")), Error);
  EXPECT_EQ(align_steps(std::vector<double>{1e-6}, named_betas("diffwave-50"))[0], 0);
}

TEST(ResampleBetas, IsTheInverseOfAlignment) {
  const std::vector<double> training = named_betas("diffwave-200");
  const std::vector<double> steps = align_steps(resample_betas(training, 12), training);
  for (std::size_t n = 0; n < steps.size(); ++n)
    EXPECT_NEAR(steps[n], 199.0 * static_cast<double>(n) / 11, 1e-6);
  EXPECT_EQ(resample_betas(training, 1).size(), 1U);
  EXPECT_THROW((void)resample_betas(training, 201), Error);
}

}  // namespace
}  // namespace driftwave
