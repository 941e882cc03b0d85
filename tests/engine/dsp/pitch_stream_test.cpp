#include "engine/dsp/pitch_stream.h"

#include <gtest/gtest.h>

#include <limits>

#include "engine/core/error.h"
#include "engine/dsp/phase_reference.h"
#include "tests/engine/core/allocation_counter.h"
#include "tests/engine/dsp/chunks.h"
#include "tests/engine/dsp/voices.h"

namespace driftwave {
namespace {

constexpr PitchOptions kLowRate{.sample_rate_hz = 22050, .hop_samples = 256};

/// What comes out of process() and finish() with buffers of exactly the promised size.
std::vector<PitchFrame> streamed(PitchStream& stream, const std::vector<std::span<const float>>& blocks) {
  std::vector<PitchFrame> track;
  for (const std::span<const float> block : blocks) {
    std::vector<PitchFrame> out(stream.max_frames(block.size()));
    out.resize(stream.process(block, out));
    track.insert(track.end(), out.begin(), out.end());
  }
  std::vector<PitchFrame> out(stream.max_final_frames());
  out.resize(stream.finish(out));
  track.insert(track.end(), out.begin(), out.end());
  EXPECT_EQ(stream.dropped_frames(), 0U);
  return track;
}

/// A glide between two stretches of hiss, so that voicing begins and ends.
std::vector<float> hiss_glide_hiss() {
  std::vector<float> audio = test::white_noise(40000, 5, 0.02F);
  const test::LabelledSignal voiced = test::glide({.from_hz = 140, .to_hz = 210}, 20000);
  for (std::size_t i = 0; i < voiced.audio.size(); ++i) audio[10000 + i] += voiced.audio[i];
  return audio;
}

TEST(PitchStream, GivesTheSameBitsForAnyBlocks) {
  const std::vector<float> audio = hiss_glide_hiss();
  for (const PitchOptions& options : {PitchOptions{}, kLowRate})
    for (const std::size_t lag : {0U, 1U, 5U, 300U}) {
      PitchStream stream({.pitch = options, .lag_frames = lag});
      const std::vector<PitchFrame> whole = streamed(stream, {audio});
      EXPECT_EQ(whole.size(), audio.size() / static_cast<std::size_t>(options.hop_samples) + 1);
      for (const std::size_t size : {1U, 512U, 8192U})
        EXPECT_TRUE(streamed(stream, test::equal_blocks(audio, size)) == whole) << size;
      for (std::uint32_t seed = 0; seed < 3; ++seed)
        EXPECT_TRUE(streamed(stream, test::random_blocks(audio, 8192, seed)) == whole);
    }
}

TEST(PitchStream, HasAsManyFramesAsTheOfflineTrackForAnyLength) {
  for (const std::size_t lag : {0U, 3U}) {
    PitchStream stream({.lag_frames = lag});
    for (const std::size_t samples : {0U, 1U, 511U, 512U, 1023U, 1024U, 1025U, 2600U})
      EXPECT_EQ(streamed(stream, {test::white_noise(samples, 1)}).size(), samples / 512 + 1) << samples;
  }
}

TEST(PitchStream, DecidesAsTheOfflineSearchWhenItMayWaitForTheEnd) {
  const std::vector<float> audio = hiss_glide_hiss();
  // Half of the offline tracker's frame, rounded up: its own window.
  PitchStream stream({.lag_frames = 200, .lookahead_samples = 1103});
  const std::vector<PitchFrame> live = streamed(stream, {audio});
  const PitchTrack offline = track_pitch(audio, {});
  for (std::size_t n = 0; n < live.size(); ++n) EXPECT_EQ(live[n].voicing, offline.voicing[n]) << n;
}

TEST(PitchStream, KeepsStepWithTheMelAtLagZero) {
  for (const std::size_t lag : {0U, 2U}) {
    PitchStream stream({.lag_frames = lag});
    EXPECT_EQ(stream.latency_samples(), 1024 + lag * 512);
    std::vector<PitchFrame> room(1);
    const std::vector<float> audio(5000, 0.1F);
    std::size_t frames = 0;
    for (std::size_t t = 0; t < audio.size(); ++t) {
      frames += stream.process(std::span(audio).subspan(t, 1), room);
      const std::size_t received = t + 1;
      const std::size_t latency = stream.latency_samples();
      EXPECT_EQ(frames, received < latency ? 0 : (received - latency) / 512 + 1);
    }
  }
}

struct Accuracy {
  double gross_percent = 0;  ///< unvoiced, or further than two semitones
  double fine_cents = 0;     ///< root mean square of the rest
};

/// @param track [F]; six frames at each end, half out of the signal, are left out.
Accuracy accuracy_of(const std::vector<PitchFrame>& track, const test::LabelledSignal& truth, int hop) {
  int gross = 0;
  int counted = 0;
  double sum = 0;
  for (std::size_t n = 6; n + 6 < track.size(); ++n, ++counted) {
    const double cents = 1200 * std::log2(track[n].f0_hz / truth.f0_hz[n * static_cast<std::size_t>(hop)]);
    if (track[n].voicing < 0.5F || std::abs(cents) > 200) {
      ++gross;
    } else {
      sum += cents * cents;
    }
  }
  return {100.0 * gross / counted, std::sqrt(sum / std::max(counted - gross, 1))};
}

std::vector<PitchFrame> offline_track(std::span<const float> audio, const PitchOptions& options) {
  const PitchTrack track = refine_pitch(audio, track_pitch(audio, options), options).pitch;
  std::vector<PitchFrame> frames;
  for (std::size_t n = 0; n < track.f0_hz.size(); ++n) frames.push_back({track.f0_hz[n], track.voicing[n]});
  return frames;
}

TEST(PitchStream, FollowsDifficultVoicesWithinThreeCents) {
  for (const PitchOptions& options : {PitchOptions{}, kLowRate})
    for (const test::Voice& voice : test::difficult_voices()) {
      const test::LabelledSignal truth =
          test::sing(voice, options.sample_rate_hz, 2 * static_cast<std::size_t>(options.sample_rate_hz));
      std::printf("%-17s %5d Hz  gross %%, fine cents:", voice.name.c_str(), options.sample_rate_hz);
      for (const std::size_t lag : {0U, 2U}) {
        PitchStream stream({.pitch = options, .lag_frames = lag});
        const Accuracy a = accuracy_of(streamed(stream, {truth.audio}), truth, options.hop_samples);
        std::printf("  lag %zu %5.2f %5.2f", lag, a.gross_percent, a.fine_cents);
        EXPECT_LE(a.gross_percent, lag == 0 ? 1.0 : 0.5) << voice.name << " lag " << lag;
        EXPECT_LE(a.fine_cents, 3.0) << voice.name << " lag " << lag;
      }
      const Accuracy a = accuracy_of(offline_track(truth.audio, options), truth, options.hop_samples);
      std::printf("  offline %5.2f %5.2f\n", a.gross_percent, a.fine_cents);
    }
}

/// Short glides and vowels that fade in and out of hiss, as syllables do.
std::vector<float> syllables() {
  std::vector<float> audio = test::white_noise(24 * 9000, 17, 0.012F);
  for (std::size_t n = 0; n < 24; ++n) {
    const double from = 110 + 9 * static_cast<double>(n);
    const test::LabelledSignal voiced = test::glide({.from_hz = from, .to_hz = 1.25 * from}, 6000);
    for (std::size_t i = 0; i < voiced.audio.size(); ++i) {
      const double fade = std::sin(std::numbers::pi * static_cast<double>(i) / 6000);
      audio[9000 * n + 1500 + i] += static_cast<float>(fade * fade) * voiced.audio[i];
    }
  }
  return audio;
}

TEST(PitchStream, ComesCloserToThePathOfTheWholeSignalWithMoreLag) {
  const std::vector<float> audio = syllables();
  PitchStream patient({.lag_frames = 500});
  const std::vector<PitchFrame> whole = streamed(patient, {audio});
  std::size_t before = whole.size() / 20;
  for (const std::size_t lag : {0U, 2U, 8U}) {
    PitchStream stream({.lag_frames = lag});
    const std::vector<PitchFrame> live = streamed(stream, {audio});
    std::size_t differing = 0;
    for (std::size_t n = 0; n < live.size(); ++n) differing += live[n].voicing == whole[n].voicing ? 0 : 1;
    std::printf("lag %zu: voicing differs in %zu of %zu frames\n", lag, differing, live.size());
    EXPECT_LE(differing, before);
    before = differing;
  }
}

TEST(PitchStream, HoldsTheLastPitchThroughUnvoicedFrames) {
  const std::vector<float> audio = hiss_glide_hiss();
  PitchStream stream({});
  const std::vector<PitchFrame> track = streamed(stream, {audio});
  EXPECT_EQ(track.front().f0_hz, 150.0F);
  EXPECT_NEAR(track.back().f0_hz, 210.0F, 5.0F);
  float held = 150.0F;
  for (const PitchFrame& frame : track) {
    EXPECT_TRUE(frame.voicing > 0.5F || frame.f0_hz == held);
    held = frame.f0_hz;
  }
}

TEST(PitchStream, MeetsAnOnsetThatItsLagShows) {
  PitchStream stream({.lag_frames = 2});
  const std::vector<PitchFrame> track = streamed(stream, {hiss_glide_hiss()});
  std::size_t onset = 0;
  while (track[onset].voicing < 0.5F) ++onset;
  ASSERT_GE(onset, 4U);
  EXPECT_EQ(track[onset - 1].f0_hz, track[onset].f0_hz);
  EXPECT_EQ(track[onset - 4].f0_hz, 150.0F);
}

TEST(PitchStream, CallsNoiseAndSilenceUnvoiced) {
  for (const float level : {0.0F, 0.1F})
    for (const std::size_t lag : {0U, 2U}) {
      PitchStream stream({.lag_frames = lag});
      const std::vector<PitchFrame> track = streamed(stream, {test::white_noise(60000, 9, level)});
      double voiced = 0;
      for (const PitchFrame& frame : track) voiced += static_cast<double>(frame.voicing);
      EXPECT_LT(voiced / static_cast<double>(track.size()), 0.03) << level << " lag " << lag;
    }
}

TEST(PitchStream, TakesNotANumberAsZeroAndCountsIt) {
  std::vector<float> audio = hiss_glide_hiss();
  std::vector<float> mended = audio;
  for (const std::size_t t : {100U, 15000U, 15001U}) {
    audio[t] = std::numeric_limits<float>::quiet_NaN();
    mended[t] = 0;
  }
  PitchStream stream({.lag_frames = 2});
  const std::vector<PitchFrame> track = streamed(stream, {audio});
  EXPECT_EQ(stream.mended_samples(), 3U);
  EXPECT_TRUE(streamed(stream, {mended}) == track);
}

TEST(PitchStream, ForgetsThePastWhenReset) {
  const std::vector<float> audio = hiss_glide_hiss();
  PitchStream stream({.lag_frames = 2});
  const std::vector<PitchFrame> whole = streamed(stream, {audio});
  std::vector<PitchFrame> room(stream.max_frames(20000));
  (void)stream.process(std::span(audio).first(20000), room);
  stream.reset();
  EXPECT_TRUE(streamed(stream, {audio}) == whole);
}

TEST(PitchStream, AllocatesNothingWhileItRuns) {
  const std::vector<float> audio = hiss_glide_hiss();
  const std::vector<std::span<const float>> blocks = test::random_blocks(audio, 8192, 1);
  PitchStream stream({.lag_frames = 4});
  std::vector<PitchFrame> room(stream.max_frames(8192) + stream.max_final_frames());
  const test::AllocationCounter counter;
  for (const std::span<const float> block : blocks) (void)stream.process(block, room);
  (void)stream.finish(room);
  stream.reset();
  EXPECT_EQ(counter.count(), 0U);
}

TEST(PitchStream, CountsTheFramesItHasNoRoomFor) {
  PitchStream stream({});
  std::vector<PitchFrame> room(2);
  EXPECT_EQ(stream.process(std::vector<float>(1024 + 4 * 512), room), 2U);
  EXPECT_EQ(stream.dropped_frames(), 3U);
}

TEST(PitchStream, RejectsWhatItCannotSearch) {
  EXPECT_THROW(PitchStream({.pitch = {.low_hz = 300, .high_hz = 200}}), Error);
  EXPECT_THROW(PitchStream({.pitch = {.hop_samples = 0}}), Error);
  EXPECT_THROW(PitchStream({.lag_frames = 5000}), Error);
  EXPECT_THROW(PitchStream({.lookahead_samples = 100}), Error);
}

}  // namespace
}  // namespace driftwave
