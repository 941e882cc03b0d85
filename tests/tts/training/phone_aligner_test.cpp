#include "tts/training/phone_aligner.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <numeric>

#include "engine/core/noise.h"

namespace driftwave {
namespace {

constexpr std::size_t kMels = 24;
constexpr int kPhones = 6;

struct MadeUpSpeech {
  std::vector<AlignmentProblem> problems;
  std::vector<std::vector<int>> truth;
};

std::vector<float> draws(std::uint32_t channel, std::size_t count) {
  std::vector<float> values(count);
  uniform_noise({.seed = 11, .purpose = NoisePurpose::kAugment, .channel = channel}, 0, values);
  return values;
}

/// Sentences of random phones, each a spectral bump at a place of its own, between quiet ends.
MadeUpSpeech make_speech(std::size_t sentences) {
  MadeUpSpeech speech;
  for (std::size_t i = 0; i < sentences; ++i) {
    const std::vector<float> random = draws(static_cast<std::uint32_t>(i), 32);
    std::vector<PhoneUnit> units = {{.symbol = 0, .model = kPauseModel, .pause = true}};
    std::vector<int> frames = {6 + static_cast<int>(random[0] * 8.0F)};
    for (std::size_t p = 1; p <= 8; ++p) {
      const auto phone = static_cast<std::int32_t>(random[p] * kPhones);
      units.push_back({.symbol = p, .model = 2 + phone, .pause = false});
      frames.push_back(4 + static_cast<int>(random[p + 10] * 12.0F));
    }
    units.push_back({.symbol = 9, .model = kPauseModel, .pause = true});
    frames.push_back(6);

    const auto total = static_cast<std::size_t>(std::accumulate(frames.begin(), frames.end(), 0));
    Array2<float> mel(total, kMels);
    gaussian_noise({.seed = 5, .channel = static_cast<std::uint32_t>(i)}, 0, mel.values());
    std::vector<float> voicing(total, 0.0F);
    std::size_t f = 0;
    for (std::size_t u = 0; u < units.size(); ++u)
      for (int n = 0; n < frames[u]; ++n, ++f) {
        voicing[f] = units[u].pause ? 0.0F : 1.0F;
        for (std::size_t m = 0; m < kMels; ++m) {
          const float distance = static_cast<float>(m) - 4.0F * static_cast<float>(units[u].model - 2) - 2.0F;
          const float bump = units[u].pause ? 0.0F : 2.0F + 5.0F * std::exp(-0.1F * distance * distance);
          mel(f, m) = 0.3F * mel(f, m) - 6.0F + bump;
        }
      }
    speech.problems.push_back({.features = alignment_features(mel, voicing), .units = units});
    speech.truth.push_back(frames);
  }
  return speech;
}

TEST(AlignPhones, FindsTheBoundariesOfMadeUpSpeech) {
  const MadeUpSpeech speech = make_speech(60);
  const auto found = align_phones(speech.problems, {.rounds_per_split = 6, .splits = 1});
  double error = 0;
  double boundaries = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    ASSERT_EQ(found[i].size(), speech.truth[i].size());
    ASSERT_EQ(std::accumulate(found[i].begin(), found[i].end(), 0),
              std::accumulate(speech.truth[i].begin(), speech.truth[i].end(), 0));
    int end = 0;
    int true_end = 0;
    for (std::size_t u = 0; u + 1 < found[i].size(); ++u) {
      end += found[i][u];
      true_end += speech.truth[i][u];
      error += std::abs(end - true_end);
      boundaries += 1;
    }
  }
  EXPECT_LT(error / boundaries, 1.0) << "frames off per boundary";
}

TEST(AlignPhones, LeavesOutWhatIsTooShort) {
  MadeUpSpeech speech = make_speech(10);
  AlignmentProblem& cut = speech.problems[3];
  Array2<float> few(5, cut.features.cols(), 0.5F);
  cut.features = few;
  const auto found = align_phones(speech.problems, {.rounds_per_split = 2, .splits = 0});
  EXPECT_TRUE(found[3].empty());
  EXPECT_FALSE(found[4].empty());
}

TEST(AlignmentFeatures, DoNotHearLoudness) {
  Array2<float> mel(12, kMels);
  gaussian_noise({.seed = 1}, 0, mel.values());
  const std::vector<float> voicing(12, 1.0F);
  const Array2<float> quiet = alignment_features(mel, voicing);
  for (float& value : mel.values()) value += 3.0F;
  const Array2<float> loud = alignment_features(mel, voicing);
  for (std::size_t i = 0; i < quiet.size(); ++i) EXPECT_NEAR(quiet.data()[i], loud.data()[i], 1e-4F);
}

}  // namespace
}  // namespace driftwave
