#include "engine/watermark/embedder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/error.h"
#include "engine/watermark/marked_pieces.h"
#include "tests/engine/core/allocation_counter.h"
#include "tests/engine/dsp/chunks.h"
#include "tests/engine/watermark/sounds.h"

namespace driftwave {
namespace {

double level_db(std::span<const float> a) {
  double sum = 0;
  for (const float x : a) sum += static_cast<double>(x) * static_cast<double>(x);
  return 10 * std::log10(sum / static_cast<double>(a.size()));
}

TEST(WatermarkEmbedder, GivesTheSameBitsForAnyChunks) {
  for (const int rate : {8000, 22050, 44100, 48000}) {
    const std::vector<float> audio = test::speech_like(1.0, rate);
    const WatermarkOptions options = {.sample_rate_hz = rate, .first_second = 0.7};
    const std::vector<float> whole = watermarked(audio, options);
    WatermarkEmbedder embedder(options);
    std::vector<float> out;
    std::vector<float> padded = audio;
    padded.insert(padded.end(), embedder.latency_samples(), 0.0F);
    for (const std::span<const float> block : test::random_blocks(padded, 700, 5)) {
      std::vector<float> piece(block.size());
      embedder.process(block, piece);
      out.insert(out.end(), piece.begin(), piece.end());
    }
    out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(embedder.latency_samples()));
    EXPECT_EQ(out, whole) << rate;
  }
}

TEST(WatermarkEmbedder, GivesPiecesWithoutDelay) {
  const WatermarkOptions options = {.sample_rate_hz = 44100, .first_second = 0.7};
  MarkedPieces pieces(options);
  for (const std::size_t length : {1UL, 300UL, 44100UL}) {
    const std::vector<float> audio = test::speech_like(static_cast<double>(length) / 44100, 44100);
    pieces.begin(options.first_second);
    std::vector<float> out;
    const auto add = [&](std::span<const float> piece) { out.insert(out.end(), piece.begin(), piece.end()); };
    for (const std::span<const float> block : test::random_blocks(audio, 3000, 6)) add(pieces.process(block));
    add(pieces.finish());
    EXPECT_TRUE(pieces.finish().empty());
    EXPECT_EQ(out, watermarked(audio, options)) << length;
  }
}

TEST(WatermarkEmbedder, AllocatesNothing) {
  WatermarkEmbedder embedder({.sample_rate_hz = 44100});
  std::vector<float> audio = test::speech_like(0.5, 44100);
  const test::AllocationCounter counter;
  embedder.process(audio, audio);
  embedder.reset(0.3);
  embedder.process(audio, audio);
  EXPECT_EQ(counter.count(), 0U);
}

TEST(WatermarkEmbedder, StaysFarBelowTheSound) {
  const std::vector<float> audio = test::speech_like(2.0, 44100);
  std::vector<float> mark = watermarked(audio, {.sample_rate_hz = 44100});
  for (std::size_t i = 0; i < mark.size(); ++i) mark[i] -= audio[i];
  const double below = level_db(audio) - level_db(mark);
  EXPECT_GT(below, 22.0);
  EXPECT_LT(below, 36.0);
}

TEST(WatermarkEmbedder, LeavesSilenceSilent) {
  const std::vector<float> silence(44100, 0.0F);
  EXPECT_EQ(watermarked(silence, {.sample_rate_hz = 44100}), silence);
  EXPECT_TRUE(watermarked({}, {.sample_rate_hz = 44100}).empty());
}

TEST(WatermarkEmbedder, OutlivesWhatIsNotFinite) {
  std::vector<float> audio = test::speech_like(1.0, 44100);
  std::vector<float> broken = audio;
  broken[5000] = std::numeric_limits<float>::quiet_NaN();
  broken[9000] = std::numeric_limits<float>::infinity();
  const std::vector<float> expected = watermarked(audio, {.sample_rate_hz = 44100});
  const std::vector<float> out = watermarked(broken, {.sample_rate_hz = 44100});
  EXPECT_TRUE(std::isnan(out[5000]));
  EXPECT_TRUE(std::ranges::all_of(std::span(out).subspan(12000), [](float x) { return std::isfinite(x); }));
  EXPECT_TRUE(std::ranges::equal(std::span(out).subspan(12000), std::span(expected).subspan(12000)));
}

TEST(WatermarkEmbedder, MarksAnyRateThatCanBeResampled) {
  for (const int rate_hz : {1000, 4000, 11025, 768000}) {
    const std::vector<float> audio = test::speech_like(0.3, rate_hz);
    const std::vector<float> marked = watermarked(audio, {.sample_rate_hz = rate_hz});
    EXPECT_NE(marked, audio) << rate_hz;
    EXPECT_TRUE(std::ranges::all_of(marked, [](float x) { return std::abs(x) < 1.0F; })) << rate_hz;
  }
}

TEST(WatermarkEmbedder, RefusesWhatItCannotDo) {
  EXPECT_THROW(WatermarkEmbedder({.sample_rate_hz = 999}), Error);
  EXPECT_THROW(WatermarkEmbedder({.sample_rate_hz = 800000}), Error);
  EXPECT_THROW(WatermarkEmbedder({.level_db = 1.0}), Error);
  EXPECT_THROW(WatermarkEmbedder({.payload = {.voice = 5000}}), Error);
}

}  // namespace
}  // namespace driftwave
