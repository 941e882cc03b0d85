#include "vocoder/editing/inpaint.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>

#include "engine/core/error.h"
#include "engine/dsp/pitch.h"
#include "tests/vocoder/editing/shipped.h"

namespace driftwave {
namespace {

constexpr std::size_t kFade = 176;  // 4 ms

double level_db(std::span<const float> audio) {
  double sum = 0;
  for (const float x : audio) sum += static_cast<double>(x) * x;
  return 10 * std::log10(sum / static_cast<double>(audio.size()));
}

TEST(Inpaint, KeepsEveryBitOutsideOfTheFadesAndHearsNothingInTheGap) {
  const std::vector<float> audio = test::singing(1.5);
  const SampleRange gap{30000, 33000};
  const auto fill = [&](float rubbish) {
    std::vector<float> damaged = audio;
    std::fill(damaged.begin() + 30000, damaged.begin() + 33000, rubbish);
    return inpaint(test::vocoder(), &test::completion(), damaged, {.gaps = {gap}}, {.progress = {}});
  };
  const auto filled = fill(0.0F);
  ASSERT_EQ(filled.size(), audio.size());
  for (std::size_t t = 0; t < audio.size(); ++t) {
    const bool is_far = t < gap.first - kFade || t >= gap.last + kFade;
    ASSERT_TRUE(filled[t] == audio[t] || !is_far) << t;
  }
  EXPECT_EQ(fill(0.9F), filled);
}

/// Angle between the fundamentals of two sounds over some samples.
double fundamental_turn_rad(std::span<const float> a, std::span<const float> b,
                            std::span<const double> phase_rad) {
  std::complex<double> product_a;
  std::complex<double> product_b;
  for (std::size_t t = 0; t < a.size(); ++t) {
    product_a += std::polar<double>(a[t], -phase_rad[t]);
    product_b += std::polar<double>(b[t], -phase_rad[t]);
  }
  return std::abs(std::arg(product_a * std::conj(product_b)));
}

TEST(Inpaint, GoesOnWithThePitchTheLevelAndThePhaseOfBothSides) {
  const test::LabelledSignal voice = test::glide({.from_hz = 210, .to_hz = 230}, 66150);
  const std::vector<float>& audio = voice.audio;
  for (const MelCompletion* completion : {static_cast<const MelCompletion*>(nullptr), &test::completion()}) {
    const SampleRange gap{30000, 33000};  // 68 ms
    const auto filled = inpaint(test::vocoder(), completion, audio, {.gaps = {gap}}, {.progress = {}});
    const std::span<const float> made = std::span(filled).subspan(gap.first, 3000);
    const std::span<const float> lost = std::span(audio).subspan(gap.first, 3000);
    EXPECT_NEAR(level_db(made), level_db(lost), 2.0);
    EXPECT_LT(fundamental_turn_rad(made, lost, std::span(voice.phase_rad).subspan(gap.first, 3000)), 0.6);
    const PitchTrack track = track_pitch(filled, {});
    for (std::size_t n = gap.first / 512; n <= gap.last / 512; ++n) {
      EXPECT_EQ(track.voicing[n], 1.0F);
      EXPECT_NEAR(track.f0_hz[n], 220, 4);
    }
    // No click: no step between samples is larger than the voice's own largest, by far.
    const auto largest_step = [](std::span<const float> x) {
      float largest = 0;
      for (std::size_t t = 1; t < x.size(); ++t) largest = std::max(largest, std::abs(x[t] - x[t - 1]));
      return largest;
    };
    EXPECT_LT(largest_step(std::span(filled).subspan(gap.first - 500, 4000)), 1.3F * largest_step(audio));
  }
}

TEST(Inpaint, FillsGapsInAnyOrderAtTheEndsAndFarApart) {
  const std::vector<float> audio = test::singing(8.0);
  const std::vector<SampleRange> gaps{{340000, 341000}, {0, 1500}, {351000, 352800}, {341000, 342000}};
  double last = 0;
  const auto filled =
      inpaint(test::vocoder(), &test::completion(), audio, {.gaps = gaps}, {.progress = [&](double done) {
                EXPECT_GE(done, last - 1e-9);
                EXPECT_LE(done, 1.0 + 1e-9);
                last = done;
                return true;
              }});
  EXPECT_NEAR(last, 1.0, 1e-9);
  for (std::size_t t = 2000; t < 339000; ++t) ASSERT_EQ(filled[t], audio[t]);
  for (const SampleRange& gap : gaps)
    EXPECT_GT(level_db(std::span(filled).subspan(gap.first, gap.last - gap.first)), -50) << gap.first;
}

TEST(Inpaint, RefusesGapsThatDoNotFit) {
  const std::vector<float> audio = test::singing(0.5);
  const auto fill = [&](const std::vector<SampleRange>& gaps) {
    return inpaint(test::vocoder(), nullptr, audio, {.gaps = gaps}, {.progress = {}});
  };
  EXPECT_THROW((void)fill({{100, 100}}), Error);
  EXPECT_THROW((void)fill({{100, audio.size() + 1}}), Error);
  EXPECT_THROW((void)fill({{0, audio.size()}}), Error);
  EXPECT_EQ(fill({}), audio);
}

}  // namespace
}  // namespace driftwave
