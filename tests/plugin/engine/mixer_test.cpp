#include "plugin/engine/mixer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

constexpr int kRate = 48000;

/// Dry and wet through a mixer in blocks of 480. @param levels_at the levels of the sample that comes in
template <typename LevelsAt>
std::vector<float> mixed(std::vector<float> dry, const std::vector<float>& wet, std::size_t delay,
                         LevelsAt levels_at) {
  Mixer mixer({.sample_rate_hz = kRate, .channels = 1, .delay_samples = delay});
  const std::vector<float> ones(480, 1.0F);
  for (std::size_t done = 0; done + 480 <= dry.size(); done += 480) {
    std::array<float*, 1> channels{dry.data() + done};
    mixer.process({.channels = channels,
                   .wet = std::span(wet).subspan(done, 480),
                   .presence = ones,
                   .gains = {ones.data(), ones.data()}},
                  levels_at(done));
  }
  return dry;
}

double level_db(std::span<const float> audio) {
  double sum = 1e-20;
  for (const float x : audio) sum += static_cast<double>(x) * x;
  return 10 * std::log10(sum / static_cast<double>(audio.size()));
}

TEST(Mixer, BringsTheWetSoundToTheLoudnessOfTheDryOne) {
  const auto dry = test::white_noise(4 * kRate, 1, 0.05F);
  for (const float wet_level : {0.0125F, 0.2F}) {
    const auto wet = test::white_noise(4 * kRate, 2, wet_level);
    const auto with = [&](bool matches) {
      const auto out = mixed(dry, wet, 0, [&](std::size_t) { return Levels{.matches = matches}; });
      return level_db(std::span(out).last(kRate));
    };
    EXPECT_NEAR(with(true), level_db(dry), 0.3) << wet_level;
    EXPECT_NEAR(with(false), level_db(wet), 0.1) << wet_level;
  }
}

TEST(Mixer, MixesWithoutADip) {
  const auto dry = test::white_noise(4 * kRate, 1, 0.05F);
  const auto wet = test::white_noise(4 * kRate, 2, 0.05F);
  for (const float share : {0.0F, 0.25F, 0.5F, 0.75F, 1.0F}) {
    const auto out = mixed(dry, wet, 0, [&](std::size_t) { return Levels{.mix = share, .matches = true}; });
    EXPECT_NEAR(level_db(std::span(out).last(kRate)), level_db(dry), 0.3) << share;
  }
}

TEST(Mixer, BeginsToMatchAnewWithTheSoundThatRestarts) {
  const auto dry = test::white_noise(2 * kRate, 1, 0.05F);
  auto wet = test::white_noise(2 * kRate, 2, 0.2F);
  // A sound of another level, late by the delay.
  const std::size_t delay = 4800;
  for (std::size_t t = kRate + delay; t < wet.size(); ++t) wet[t] *= 0.1F;
  const auto out = mixed(dry, wet, delay, [&](std::size_t at) {
    return Levels{.matches = true, .restarts = at >= kRate ? 1U : 0U};
  });
  const std::size_t late = Mixer::latency_samples(kRate);
  const auto level_from = [&](std::size_t first) { return level_db(std::span(out).subspan(first, 4800)); };
  EXPECT_NEAR(level_from(kRate + delay - 4800), level_db(dry), 1.0);
  EXPECT_NEAR(level_from(kRate + delay + late + 9600), level_db(dry), 1.0);
}

TEST(Mixer, StaysUnderTheCeilingAndLeavesTheInputAlone) {
  const auto dry = test::white_noise(2 * kRate, 1, 1.0F);
  const auto wet = test::white_noise(2 * kRate, 2, 1.0F);
  const auto peak = [](std::span<const float> x) {
    float largest = 0;
    for (const float v : x) largest = std::max(largest, std::abs(v));
    return largest;
  };
  const auto with = [&](Levels levels) { return mixed(dry, wet, 0, [&](std::size_t) { return levels; }); };
  const auto ceiling = static_cast<float>(std::pow(10.0, Ceiling::kCeilingDb / 20));
  EXPECT_LE(peak(with({.has_ceiling = true})), ceiling);
  EXPECT_GT(peak(with({.has_ceiling = false})), 1.0F);
  const std::size_t late = Mixer::latency_samples(kRate);
  for (const Levels& levels : {Levels{.is_bypassed = true, .matches = true, .has_ceiling = true},
                               Levels{.mix = 0, .matches = true, .has_ceiling = true}}) {
    const auto out = with(levels);
    for (std::size_t t = late; t < out.size(); ++t) ASSERT_EQ(out[t], dry[t - late]) << t;
  }
}

struct Stereo {
  std::vector<float> left;
  std::vector<float> right;

  [[nodiscard]] double correlation() const {
    double cross = 0;
    double l = 0;
    double r = 0;
    for (std::size_t i = left.size() / 2; i < left.size(); ++i) {
      cross += static_cast<double>(left[i]) * right[i];
      l += static_cast<double>(left[i]) * left[i];
      r += static_cast<double>(right[i]) * right[i];
    }
    return cross / std::sqrt(l * r);
  }
};

/// A second of white noise as the wet sound of two channels.
Stereo placed(Stereo dry, float apart, const Levels& levels) {
  Mixer mixer({.sample_rate_hz = kRate, .channels = 2, .delay_samples = 0});
  const auto wet = test::white_noise(kRate, 7, 0.1F);
  const std::vector<float> ones(480, 1.0F);
  const std::vector<float> aparts(480, apart);
  for (std::size_t done = 0; done < wet.size(); done += 480) {
    std::array<float*, 2> channels{dry.left.data() + done, dry.right.data() + done};
    mixer.process({.channels = channels,
                   .wet = std::span(wet).subspan(done, 480),
                   .presence = ones,
                   .gains = {ones.data(), ones.data()},
                   .apart = aparts},
                  levels);
  }
  return dry;
}

TEST(Mixer, GivesTheChannelsTheWidthOfTheInputs) {
  const Stereo silence{std::vector<float>(kRate), std::vector<float>(kRate)};
  for (const float x : {0.3F, 0.6F, 0.785F}) {
    const Stereo wide = placed(silence, std::sin(x), {.width = 1.0F});
    EXPECT_NEAR(wide.correlation(), std::cos(2 * x), 0.06) << x;
    EXPECT_GT(placed(silence, std::sin(x), {.width = 0.0F}).correlation(), 0.999) << x;
  }
  // Heard in mono it is the sound that was made.
  const Stereo wide = placed(silence, std::sin(0.6F), {.width = 1.0F});
  std::vector<float> sum(kRate);
  for (std::size_t i = 0; i < sum.size(); ++i)
    sum[i] = 0.5F * (wide.left[i] + wide.right[i]) / std::cos(0.6F);
  const std::size_t late = Mixer::latency_samples(kRate);
  const auto wet = test::white_noise(kRate, 7, 0.1F);
  for (std::size_t i = late; i < sum.size(); ++i) ASSERT_NEAR(sum[i], wet[i - late], 1e-4F) << i;
}

TEST(Mixer, KeepsTheInputsOwnSidesWhereItsSoundIsKept) {
  const Stereo dry{test::white_noise(kRate, 1, 0.1F), test::white_noise(kRate, 2, 0.1F)};
  const Stereo out = placed(dry, 0.5F, {.width = 1.0F, .kept_side = 1.0F});
  const std::size_t late = Mixer::latency_samples(kRate);
  for (std::size_t i = late; i < out.left.size(); ++i)
    ASSERT_NEAR(out.left[i] - out.right[i], dry.left[i - late] - dry.right[i - late], 1e-5F) << i;
}

TEST(Mixer, TurnsTheWetSoundAloneDown) {
  const auto dry = test::white_noise(kRate, 1, 0.05F);
  const auto wet = test::white_noise(kRate, 2, 0.05F);
  const auto with = [&](float mix) {
    const auto out = mixed(
        dry, wet, 0, [&](std::size_t) { return Levels{.mix = mix, .matches = true, .wet_gain = 0.1F}; });
    return level_db(std::span(out).last(kRate / 2));
  };
  EXPECT_NEAR(with(1.0F), level_db(dry) - 20, 0.5);
  EXPECT_NEAR(with(0.0F), level_db(dry), 0.1);
}

}  // namespace
}  // namespace driftwave
