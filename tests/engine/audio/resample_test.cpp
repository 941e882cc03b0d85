#include "engine/audio/resample.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/core/error.h"
#include "tests/engine/audio/tones.h"

namespace driftwave {
namespace {

struct Case {
  int from_hz;
  int to_hz;
};

class Resample : public testing::TestWithParam<Case> {};

TEST_P(Resample, KeepsFrequencyPhaseAndAmplitudeOfATone) {
  const auto [from, to] = GetParam();
  const Tone tone;
  const auto out = resample(make_tone(tone, from, static_cast<std::size_t>(from)), {from, to});
  const auto measured = measure_tone(out, tone.hz, to);
  EXPECT_NEAR(20 * std::log10(std::abs(measured) / tone.amplitude), 0.0, 0.001);
  EXPECT_NEAR(std::arg(measured), tone.phase, 1e-4);
}

TEST_P(Resample, AddsNothingToATone) {
  const auto [from, to] = GetParam();
  const Tone tone;
  const auto out = resample(make_tone(tone, from, static_cast<std::size_t>(from)), {from, to});
  const auto want = make_tone(tone, to, out.size());
  std::vector<float> error;
  const auto edge = static_cast<std::size_t>(to / 10);
  for (std::size_t t = edge; t + edge < out.size(); ++t) error.push_back(out[t] - want[t]);
  EXPECT_LT(power_ratio_db(error, std::span(want).subspan(edge, error.size())), -100.0);
}

TEST_P(Resample, GivesTheDocumentedLength) {
  const auto [from, to] = GetParam();
  for (const std::size_t samples : {1U, 2U, 3U, 100U, 4411U}) {
    const auto out = resample(std::vector<float>(samples, 0.25F), {from, to});
    EXPECT_EQ(out.size(), static_cast<std::size_t>(std::llround(static_cast<double>(samples) * to / from)));
    for (const float x : out) ASSERT_TRUE(std::isfinite(x));
  }
}

TEST_P(Resample, GivesTheSameSamplesInAnyChunks) {
  const auto [from, to] = GetParam();
  const auto tone = make_tone({}, from, 30011);
  const auto whole = resample(tone, {from, to});
  for (const std::size_t chunk : {1U, 613U, 20000U}) {
    StreamResampler stream({from, to});
    std::vector<float> out;
    for (auto rest = std::span(tone); !rest.empty(); rest = rest.subspan(std::min(chunk, rest.size()))) {
      stream.process(rest.first(std::min(chunk, rest.size())), out);
    }
    stream.finish(out);
    EXPECT_EQ(out, whole) << "chunks of " << chunk;
  }
}

TEST_P(Resample, StreamsWithLittleDelay) {
  const auto [from, to] = GetParam();
  StreamResampler stream({from, to});
  std::vector<float> out;
  stream.process(std::vector<float>(static_cast<std::size_t>(from)), out);
  EXPECT_GT(out.size(), static_cast<std::size_t>(to) * 4 / 5);
}

INSTANTIATE_TEST_SUITE_P(Rates, Resample,
                         testing::Values(Case{44100, 48000}, Case{48000, 44100}, Case{48000, 192000},
                                         Case{192000, 48000}, Case{192000, 44100}, Case{44100, 22050},
                                         Case{8000, 44100}));

TEST(ResampleEdges, RemovesWhatTheTargetCannotHold) {
  const auto tone = make_tone({.hz = 30000.0}, 192000, 192000);
  const auto out = resample(tone, {192000, 44100});
  const auto middle = std::span(out).subspan(out.size() / 4, out.size() / 2);
  EXPECT_LT(power_ratio_db(middle, std::span(tone).first(middle.size())), -100.0);
}

TEST(ResampleEdges, CopiesAtEqualRatesAndPassesSilence) {
  const std::vector<float> audio = {0.1F, -0.2F, 0.3F};
  EXPECT_EQ(resample(audio, {44100, 44100}), audio);
  EXPECT_TRUE(resample({}, {44100, 48000}).empty());
}

TEST(ResampleEdges, KeepsChannelsApart) {
  const auto left = make_tone({}, 44100, 10000);
  const auto right = make_tone({.hz = 3000.0}, 44100, 10000);
  std::vector<float> both;
  for (std::size_t t = 0; t < left.size(); ++t) both.insert(both.end(), {left[t], right[t]});
  StreamResampler stream({44100, 48000}, 2);
  std::vector<float> out;
  stream.process(both, out);
  stream.finish(out);
  const auto left_alone = resample(left, {44100, 48000});
  const auto right_alone = resample(right, {44100, 48000});
  ASSERT_EQ(out.size(), 2 * left_alone.size());
  for (std::size_t t = 0; t < left_alone.size(); ++t) {
    ASSERT_EQ(out[2 * t], left_alone[t]) << t;
    ASSERT_EQ(out[2 * t + 1], right_alone[t]) << t;
  }
  EXPECT_THROW(stream.process(std::span(both).first(3), out), Error);
}

TEST(ResampleEdges, RefusesImpossibleRates) {
  const std::vector<float> audio(10);
  EXPECT_THROW((void)resample(audio, {0, 48000}), Error);
  EXPECT_THROW((void)resample(audio, {44100, -1}), Error);
  EXPECT_THROW((void)resample(audio, {44100, 1'000'000}), Error);
  EXPECT_THROW(StreamResampler({44100, 48000}, 0), Error);
}

}  // namespace
}  // namespace driftwave
