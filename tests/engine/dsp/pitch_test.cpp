#include "engine/dsp/pitch.h"

#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "tests/engine/dsp/signals.h"

namespace driftwave {
namespace {

class PitchOfATone : public testing::TestWithParam<double> {};

TEST_P(PitchOfATone, IsWithinFiveCents) {
  const double hz = GetParam();
  const PitchTrack track = track_pitch(test::glide({.from_hz = hz, .to_hz = hz}, 44100).audio, {});
  for (std::size_t n = 5; n + 5 < track.f0_hz.size(); ++n) {
    EXPECT_EQ(track.voicing[n], 1.0F);
    EXPECT_NEAR(1200 * std::log2(track.f0_hz[n] / hz), 0.0, 5.0) << "frame " << n;
  }
}

INSTANTIATE_TEST_SUITE_P(Hertz, PitchOfATone, testing::Values(70.0, 110.0, 196.0, 261.6, 440.0, 590.0));

/// Voiced glides with 26 dB of noise under them, and noise alone between them: what is voiced is known.
struct LabelledSet {
  std::vector<float> audio;
  std::vector<double> f0_hz;  ///< 0 where unvoiced
};

LabelledSet make_labelled_set() {
  LabelledSet set;
  const std::pair<double, double> glides[] = {{90, 130},  {220, 180}, {150, 320},
                                              {400, 250}, {110, 95},  {260, 270}};
  std::uint32_t seed = 11;
  for (const auto& [from, to] : glides) {
    const test::LabelledSignal voiced = test::glide({.from_hz = from, .to_hz = to, .harmonics = 15}, 30000);
    const std::vector<float> breath = test::white_noise(30000, seed++, 0.006F);
    for (std::size_t i = 0; i < voiced.audio.size(); ++i) set.audio.push_back(voiced.audio[i] + breath[i]);
    set.f0_hz.insert(set.f0_hz.end(), voiced.f0_hz.begin(), voiced.f0_hz.end());
    const std::vector<float> hiss = test::white_noise(15000, seed++, 0.05F);
    set.audio.insert(set.audio.end(), hiss.begin(), hiss.end());
    set.f0_hz.insert(set.f0_hz.end(), hiss.size(), 0.0);
  }
  return set;
}

TEST(TrackPitch, KeepsOctaveAndVoicingErrorsSmallOnALabelledSet) {
  const LabelledSet set = make_labelled_set();
  const PitchTrack track = track_pitch(set.audio, {});
  int voiced = 0;
  int octave_errors = 0;
  int voicing_errors = 0;
  int counted = 0;
  for (std::size_t n = 0; n < track.f0_hz.size(); ++n) {
    const std::size_t t = std::min(n * 512, set.f0_hz.size() - 1);
    // A frame whose window holds both kinds has no right answer.
    const std::size_t before = t > 1200 ? t - 1200 : 0;
    const std::size_t after = std::min(t + 1200, set.f0_hz.size() - 1);
    if ((set.f0_hz[before] > 0) != (set.f0_hz[after] > 0)) continue;
    ++counted;
    const bool truth = set.f0_hz[t] > 0;
    if ((track.voicing[n] > 0.5F) != truth) ++voicing_errors;
    if (!truth || track.voicing[n] < 0.5F) continue;
    ++voiced;
    if (std::abs(std::log2(track.f0_hz[n] / set.f0_hz[t])) > 0.2) ++octave_errors;
  }
  RecordProperty("octave_error_percent", std::to_string(100.0 * octave_errors / voiced));
  RecordProperty("voicing_error_percent", std::to_string(100.0 * voicing_errors / counted));
  std::printf("octave errors %.2f %% of %d voiced frames, voicing errors %.2f %% of %d frames\n",
              100.0 * octave_errors / voiced, voiced, 100.0 * voicing_errors / counted, counted);
  EXPECT_LE(octave_errors, voiced / 100);
  EXPECT_LE(voicing_errors, counted / 50);
}

TEST(TrackPitch, CallsNoiseAndSilenceUnvoiced) {
  for (const float level : {0.0F, 0.1F}) {
    const PitchTrack track = track_pitch(test::white_noise(30000, 9, level), {});
    double voiced = 0;
    for (const float v : track.voicing) voiced += v;
    EXPECT_LT(voiced / static_cast<double>(track.voicing.size()), 0.03);
    for (const float hz : track.f0_hz) EXPECT_GT(hz, 0.0F);
  }
}

TEST(TrackPitch, HasAFrameEvenForOneSample) {
  const std::vector<float> one{0.5F};
  EXPECT_EQ(track_pitch(one, {}).f0_hz.size(), 1U);
}

TEST(TrackPitch, RejectsARangeItCannotSearch) {
  const std::vector<float> audio(1000);
  EXPECT_THROW((void)track_pitch(audio, {.low_hz = 300, .high_hz = 200}), Error);
  EXPECT_THROW((void)track_pitch(audio, {.low_hz = 5}), Error);
}

TEST(FillUnvoiced, DrawsAStraightLineInLogFrequency) {
  PitchTrack track{{0, 100, 0, 400, 0}, {0, 1, 0, 1, 0}};
  fill_unvoiced(track);
  EXPECT_NEAR(track.f0_hz[0], 100, 1e-3);
  EXPECT_NEAR(track.f0_hz[2], 200, 1e-3);
  EXPECT_NEAR(track.f0_hz[4], 400, 1e-3);
}

}  // namespace
}  // namespace driftwave
