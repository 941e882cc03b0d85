#include "engine/audio/live_resampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "engine/core/error.h"
#include "tests/engine/audio/tones.h"

namespace driftwave {
namespace {

struct Case {
  int from_hz;
  int to_hz;
};

class LiveResample : public testing::TestWithParam<Case> {};

template <typename NextBlock>
std::vector<float> run(LiveResampler& resampler, std::span<const float> audio, NextBlock next_block) {
  std::vector<float> out(resampler.max_samples(audio.size()) + 16);
  std::size_t written = 0;
  while (!audio.empty()) {
    const auto part = audio.first(std::min<std::size_t>(next_block(), audio.size()));
    written += resampler.process(part, std::span(out).subspan(written));
    audio = audio.subspan(part.size());
  }
  out.resize(written);
  return out;
}

TEST_P(LiveResample, KeepsTonesUpToTwentyKilohertz) {
  const auto [from, to] = GetParam();
  for (const double hz : {50.0, 1000.0, 15000.0, 20000.0}) {
    const Tone tone{.hz = hz};
    LiveResampler resampler({from, to});
    const auto audio = make_tone(tone, from, static_cast<std::size_t>(from));
    const auto measured = measure_tone(run(resampler, audio, [] { return 512; }), hz, to);
    EXPECT_NEAR(20 * std::log10(std::abs(measured) / tone.amplitude), 0.0, 0.1) << hz;
    EXPECT_NEAR(std::arg(measured), tone.phase, 1e-3) << hz;
  }
}

TEST_P(LiveResample, AddsLittleToATone) {
  const auto [from, to] = GetParam();
  for (const double hz : {1000.0, 12000.0}) {
    const Tone tone{.hz = hz};
    LiveResampler resampler({from, to});
    const auto audio = make_tone(tone, from, static_cast<std::size_t>(from));
    const auto out = run(resampler, audio, [] { return 512; });
    const auto heard = measure_tone(out, hz, to);
    std::vector<float> error;
    std::vector<float> want;
    for (auto t = out.size() / 4; t < out.size() / 2; ++t) {
      const double angle = 2.0 * std::numbers::pi * hz * static_cast<double>(t) / to;
      want.push_back(static_cast<float>((heard * std::polar(1.0, angle)).real()));
      error.push_back(out[t] - want.back());
    }
    EXPECT_LT(power_ratio_db(error, want), -80.0) << hz;
  }
}

TEST_P(LiveResample, GivesTheSameSamplesInAnyBlocks) {
  const auto [from, to] = GetParam();
  const auto tone = make_tone({}, from, 20011);
  LiveResampler resampler({from, to});
  const auto whole = run(resampler, tone, [&] { return tone.size(); });
  std::mt19937 generator(2);
  resampler.reset();
  EXPECT_EQ(run(resampler, tone, [] { return 1; }), whole);
  resampler.reset();
  EXPECT_EQ(run(resampler, tone, [&] { return 1 + generator() % 700; }), whole);
}

TEST_P(LiveResample, IsAsLateAsItSays) {
  const auto [from, to] = GetParam();
  LiveResampler resampler({from, to});
  std::vector<float> out(64);
  std::size_t written = 0;
  for (std::int64_t n = 1; n < 20000; ++n) {
    const float sample = 0.5F;
    written += resampler.process(std::span(&sample, 1), out);
    // The last written has its inputs; the next one would not yet.
    const auto position = [&](std::size_t k) { return static_cast<std::int64_t>(k) * from / to; };
    const auto lookahead = static_cast<std::int64_t>(resampler_lookahead({from, to}));
    ASSERT_LE(n, position(written) + lookahead + (lookahead == 0 ? 1 : 0));
    if (written > 0) {
      ASSERT_GE(n, position(written - 1) + lookahead);
    }
  }
}

TEST_P(LiveResample, ShiftsByItsOffset) {
  const auto [from, to] = GetParam();
  if (from == to) {
    EXPECT_THROW(LiveResampler({from, to}, -1), Error);
    return;
  }
  const std::int64_t offset = -to / 3;
  const Tone tone;
  LiveResampler resampler({from, to}, offset);
  const auto out = run(resampler, make_tone(tone, from, static_cast<std::size_t>(from)), [] { return 512; });
  const double seconds = static_cast<double>(offset) / to / from;
  EXPECT_NEAR(std::arg(measure_tone(out, tone.hz, to)),
              tone.phase + 2.0 * std::numbers::pi * tone.hz * seconds, 1e-4);
}

INSTANTIATE_TEST_SUITE_P(Rates, LiveResample,
                         testing::Values(Case{48000, 44100}, Case{44100, 48000}, Case{96000, 44100},
                                         Case{44100, 192000}, Case{192000, 44100}, Case{44100, 44100},
                                         Case{47999, 44100}),
                         [](const auto& test) {
                           return std::to_string(test.param.from_hz) + "to" +
                                  std::to_string(test.param.to_hz);
                         });

TEST(LiveResample, RefusesRatesAndOffsetsOutOfRange) {
  EXPECT_THROW(LiveResampler({0, 44100}), Error);
  EXPECT_THROW(LiveResampler({44100, 1000000}), Error);
  EXPECT_THROW(LiveResampler({44100, 48000}, 1), Error);
  EXPECT_THROW(LiveResampler({44100, 48000}, -92100), Error);
}

}  // namespace
}  // namespace driftwave
