/// Synthesis near a given sound: what HarmonicFlow does with phase, guide, strength and gains.
#include "vocoder/harmonic_flow/flow_guide.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "engine/core/error.h"
#include "tests/engine/core/allocation_counter.h"
#include "tests/engine/core/lock_counter.h"
#include "tests/engine/dsp/signals.h"
#include "tests/vocoder/harmonic_flow/random_model.h"

namespace driftwave {
namespace {

class FlowGuideTest : public testing::Test {
 protected:
  void SetUp() override {
    file_ = std::filesystem::path(testing::TempDir()) /
            (std::string("flow_guide_") + testing::UnitTest::GetInstance()->current_test_info()->name() +
             ".safetensors");
    test::write_random_model(file_, config_);
    vocoder_ = load_vocoder(file_);
  }
  void TearDown() override { std::filesystem::remove(file_); }

  VocoderInput guided(std::size_t frames, float strength) const {
    VocoderInput input = test::make_input(config_, frames);
    input.guide = test::white_noise(frames * hop_, 5, 0.1F);
    input.strength.assign(frames, strength);
    return input;
  }
  std::vector<float> synthesize(const VocoderInput& input, int steps, int threads = 1) const {
    return vocoder_->synthesize(input, {.steps = steps, .seed = 3, .threads = threads, .progress = {}});
  }
  /// Of a part of `got` against the guide, samples first .. last.
  static double snr_db(const VocoderInput& input, const std::vector<float>& got, std::size_t first,
                       std::size_t last) {
    double energy = 0;
    double error = 0;
    for (std::size_t t = first; t < last; ++t) {
      energy += std::pow(input.guide[t], 2);
      error += std::pow(got[t] - input.guide[t], 2);
    }
    return 10 * std::log10(energy / error);
  }

  HarmonicFlowConfig config_ = test::small_config();
  const std::size_t hop_ = 128;
  std::filesystem::path file_;
  std::unique_ptr<Vocoder> vocoder_;
};

TEST_F(FlowGuideTest, KeepsTheGuideAtStrengthZeroWhateverTheSteps) {
  const VocoderInput input = guided(80, 0.0F);
  for (const int steps : {0, 1, 4}) {
    const auto out = synthesize(input, steps);
    // The last window has no frame after it to complete its sum.
    EXPECT_GT(snr_db(input, out, 0, 79 * hop_), 80.0) << steps;
  }
}

TEST_F(FlowGuideTest, DoesNotHearTheGuideAtStrengthOne) {
  const VocoderInput with = guided(80, 1.0F);
  VocoderInput without = with;
  without.guide.clear();
  without.strength.clear();
  for (const int steps : {0, 1, 4}) EXPECT_EQ(synthesize(with, steps), synthesize(without, steps)) << steps;
}

TEST_F(FlowGuideTest, LeavesTheGuideFurtherTheGreaterTheStrength) {
  double before = 1e9;
  for (const float strength : {0.1F, 0.3F, 0.6F, 0.9F}) {
    const VocoderInput input = guided(80, strength);
    const double snr = snr_db(input, synthesize(input, 3), 0, 79 * hop_);
    EXPECT_LT(snr, before) << strength;
    before = snr;
  }
}

TEST_F(FlowGuideTest, KeepsFramesOfStrengthZeroBesideFramesOfStrengthOne) {
  VocoderInput input = guided(200, 0.0F);
  for (std::size_t n = 80; n < 120; ++n) input.strength[n] = 1.0F;
  const auto out = synthesize(input, 3);
  // A frame reaches half a window, two hops, to each side.
  EXPECT_GT(snr_db(input, out, 0, 77 * hop_), 80.0);
  EXPECT_GT(snr_db(input, out, 122 * hop_, 199 * hop_), 80.0);
  EXPECT_LT(snr_db(input, out, 82 * hop_, 118 * hop_), 5.0);
}

TEST_F(FlowGuideTest, IsTheSameForAnySplitIntoCallsAndThreads) {
  VocoderInput input = guided(700, 0.5F);
  std::mt19937 generator(1);
  input.phase_rad.resize(700);
  for (std::size_t n = 0; n < 700; ++n) {
    input.strength[n] = static_cast<float>(generator() % 5) / 4.0F;
    input.phase_rad[n] = static_cast<float>(generator() % 100) / 100.0F;
  }
  const std::vector<float> whole = synthesize(input, 2);
  EXPECT_EQ(synthesize(input, 2, 2), whole);
  for (const std::size_t most : {1U, 3U, 17U}) {
    const auto stream = vocoder_->open_stream({.max_frames = most, .fixed_steps = 2, .seed = 3});
    FixedSteps steps(2);
    std::vector<float> block(stream->max_samples());
    std::vector<float> audio;
    for (std::size_t n = 0; n < 700;) {
      const std::size_t count = std::min<std::size_t>(generator() % (most + 1), 700 - n);
      const std::size_t made = stream->process(frames_of(input, n, count), steps, block);
      audio.insert(audio.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(made));
      n += count;
    }
    const std::size_t made = stream->finish(steps, block);
    audio.insert(audio.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(made));
    EXPECT_EQ(audio, whole) << most;
  }
}

TEST_F(FlowGuideTest, TakesThePhaseThatItIsGiven) {
  VocoderInput input = test::make_input(config_, 60);
  const auto integrated = synthesize(input, 0);
  // The same phase, spelled out: f0 is linear between frames.
  input.phase_rad.assign(60, 0.0F);
  for (std::size_t n = 1; n < 60; ++n)
    input.phase_rad[n] = static_cast<float>(std::remainder(
        input.phase_rad[n - 1] + M_PI * (input.f0_hz[n - 1] + input.f0_hz[n]) * 128 / 22050, 2 * M_PI));
  const auto spelled = synthesize(input, 0);
  double error = 0;
  double energy = 0;
  for (std::size_t t = 0; t < spelled.size(); ++t) {
    error += std::pow(spelled[t] - integrated[t], 2);
    energy += std::pow(integrated[t], 2);
  }
  EXPECT_LT(10 * std::log10(error / energy), -50.0);
  for (float& phase : input.phase_rad) phase += 1.0F;
  EXPECT_NE(synthesize(input, 0), spelled);
}

TEST_F(FlowGuideTest, TurnsItsHarmonicsAndItsBreathUpAndDown) {
  const VocoderInput input = test::make_input(config_, 60);
  const auto run = [&](float harmonics, float breath) {
    const auto stream = vocoder_->open_stream({.max_frames = 60, .fixed_steps = 0});
    FixedSteps steps(0);
    std::vector<float> block(stream->max_samples());
    const std::vector<float> h(60, harmonics);
    const std::vector<float> b(60, breath);
    VocoderFrames frames = frames_of(input, 0, 60);
    frames.harmonics = h;
    frames.breath = b;
    const std::size_t made = stream->process(frames, steps, block);
    block.resize(made);
    return block;
  };
  const auto both = run(1, 1);
  const auto tone = run(1, 0);
  const auto breath = run(0, 1);
  const auto none = run(0, 0);
  for (std::size_t t = 0; t < both.size(); ++t) {
    ASSERT_NEAR(both[t], tone[t] + breath[t], 1e-4) << "the prior is their sum";
    ASSERT_EQ(none[t], 0.0F);
  }
  EXPECT_GT(*std::ranges::max_element(tone), 0.0F);
  EXPECT_GT(*std::ranges::max_element(breath), 0.0F);
}

TEST_F(FlowGuideTest, DrawsAsMuchNoiseAsItsInputSays) {
  VocoderInput input = test::make_input(config_, 60);
  const auto whole = synthesize(input, 1);
  input.breath.assign(60, 1.0F);
  EXPECT_EQ(synthesize(input, 1), whole);
  const auto noise_energy = [&](float gain) {
    input.breath.assign(60, gain);
    const auto a = vocoder_->synthesize(input, {.steps = 0, .seed = 1});
    const auto b = vocoder_->synthesize(input, {.steps = 0, .seed = 2});
    double energy = 0;
    for (std::size_t t = 0; t < a.size(); ++t) energy += std::pow(a[t] - b[t], 2);
    return energy;
  };
  EXPECT_NEAR(noise_energy(0.5F) / noise_energy(1), 0.25, 0.01);
  EXPECT_EQ(noise_energy(0), 0.0);
  for (const float gain : {-0.1F, std::nanf("")}) {
    input.breath[7] = gain;
    EXPECT_THROW((void)synthesize(input, 1), Error);
  }
  input.breath.assign(59, 1.0F);
  EXPECT_THROW((void)synthesize(input, 1), Error);
}

TEST_F(FlowGuideTest, BlendsTheNoiseOfTwoSeeds) {
  const VocoderInput input = test::make_input(config_, 40);
  const auto with = [&](std::uint64_t seed, const NoiseBlend& blend) {
    return vocoder_->synthesize(input, {.steps = 1, .seed = seed, .progress = {}, .blend = blend});
  };
  const auto first = with(1, {});
  EXPECT_EQ(with(1, {.other_seed = 2, .amount = 0}), first);
  const auto second = with(2, {});
  const auto arrived = with(1, {.other_seed = 2, .amount = 1});
  for (std::size_t t = 0; t < second.size(); ++t) ASSERT_NEAR(arrived[t], second[t], 1e-4);
  EXPECT_NE(with(1, {.other_seed = 2, .amount = 0.5}), first);
  EXPECT_THROW((void)with(1, {.other_seed = 2, .amount = 2}), Error);
}

TEST_F(FlowGuideTest, ShowsWhatEachStepTakesTheSoundToBe) {
  const VocoderInput input = test::make_input(config_, 40);
  std::vector<std::vector<float>> shown;
  const auto out = vocoder_->synthesize(
      input, {.steps = 3, .seed = 3, .progress = {}, .preview = [&](int step, std::span<const float> x0) {
                EXPECT_EQ(step, static_cast<int>(shown.size()));
                shown.emplace_back(x0.begin(), x0.end());
              }});
  ASSERT_EQ(shown.size(), 3U);
  // From the first step straight to the end is what one step gives; after the last there is nothing to add.
  const auto one = synthesize(input, 1);
  for (std::size_t t = 0; t < one.size(); ++t) {
    ASSERT_NEAR(shown[0][t], one[t], 1e-5);
    ASSERT_NEAR(shown[2][t], out[t], 1e-5);
  }
  EXPECT_NE(shown[0], shown[1]);
}

TEST_F(FlowGuideTest, NeitherAllocatesNorLocksAndMendsWhatIsNotFinite) {
  VocoderInput input = guided(64, 0.3F);
  input.guide[20 * hop_ + 7] = std::nanf("");
  input.strength[30] = std::nanf("");
  input.phase_rad.assign(64, 0.5F);
  input.phase_rad[40] = INFINITY;
  const auto stream = vocoder_->open_stream({.max_frames = 4, .max_steps = 3});
  std::vector<float> block(stream->max_samples());
  const test::AllocationCounter allocations;
  const test::LockCounter locks;
  bool finite = true;
  for (std::size_t n = 0; n < 64; n += 4) {
    FixedSteps steps(static_cast<int>(n / 4 % 4));
    const std::size_t count = stream->process(frames_of(input, n, 4), steps, block);
    for (std::size_t t = 0; t < count; ++t) finite = finite && std::isfinite(block[t]);
  }
  EXPECT_EQ(allocations.count(), 0U);
  EXPECT_EQ(locks.count(), 0U);
  EXPECT_TRUE(finite);
  EXPECT_EQ(stream->repaired_frames(), 3U);
}

TEST_F(FlowGuideTest, RefusesAGuideThatDoesNotFit) {
  VocoderInput input = guided(20, 0.5F);
  input.guide.pop_back();
  EXPECT_THROW((void)synthesize(input, 1), Error);
  input = guided(20, 0.5F);
  input.strength.pop_back();
  EXPECT_THROW((void)synthesize(input, 1), Error);
  input = guided(20, 1.5F);
  EXPECT_THROW((void)synthesize(input, 1), Error);
  input = guided(20, 0.5F);
  input.guide[3] = std::nanf("");
  EXPECT_THROW((void)synthesize(input, 1), Error);
  input = guided(20, 0.5F);
  input.phase_rad.assign(3, 0.0F);
  EXPECT_THROW((void)synthesize(input, 1), Error);
}

}  // namespace
}  // namespace driftwave
