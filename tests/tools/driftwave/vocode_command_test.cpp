#include <cmath>

#include "engine/audio/audio_file.h"
#include "engine/dsp/loudness.h"
#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

using VocodeCommand = CommandLine;

TEST_F(VocodeCommand, KeepsLengthAndLoudness) {
  write_tone("tone.wav", 0.777);
  must("driftwave vocode tone.wav -o out.wav --steps 0");
  const AudioBuffer in = read_audio(path("tone.wav"));
  const AudioBuffer out = read_audio(path("out.wav"));
  EXPECT_EQ(out.sample_rate_hz, 44100);
  EXPECT_EQ(out.frames(), in.frames());
  EXPECT_NEAR(loudness_lufs(out.samples, 44100), loudness_lufs(in.samples, 44100), 6.0);
}

TEST_F(VocodeCommand, ReturnsToTheInputsRateOnRequest) {
  write_tone("tone.wav", 0.5);
  AudioBuffer odd = read_audio(path("tone.wav"));
  odd.sample_rate_hz = 22051;
  odd.samples.resize(9999);
  write_audio(path("odd.wav"), odd);
  must("driftwave vocode odd.wav -o kept.wav --steps 0 --keep-rate");
  EXPECT_EQ(read_audio(path("kept.wav")).sample_rate_hz, 22051);
  EXPECT_EQ(read_audio(path("kept.wav")).frames(), 9999U);
}

TEST_F(VocodeCommand, WorksInAPipe) {
  write_tone("tone.wav", 0.3);
  must(
      "driftwave vocode tone.wav -o a.wav --steps 0 && cat tone.wav | driftwave vocode - -o - --steps 0 > "
      "b.wav");
  must("cmp a.wav b.wav");
}

TEST_F(VocodeCommand, TakesOneSampleAndSilence) {
  write_audio(path("one.wav"), {.samples = {0.5F}, .channels = 1, .sample_rate_hz = 44100});
  must("driftwave vocode one.wav -o out.wav --steps 0");
  EXPECT_EQ(read_audio(path("out.wav")).frames(), 1U);
  write_audio(path("silence.wav"),
              {.samples = std::vector<float>(20000, 0.0F), .channels = 2, .sample_rate_hz = 44100});
  must("driftwave vocode silence.wav -o out.wav --steps 0");
  EXPECT_EQ(read_audio(path("out.wav")).frames(), 10000U);
}

TEST_F(VocodeCommand, TakesNoMoreMemoryThanTheRecordingNeeds) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers map more address space than any limit leaves";
#endif
  write_tone("tone.wav", 0.1);
  must("ulimit -v 1500000; driftwave vocode tone.wav -o a.wav --stream 2048");
  must("driftwave vocode tone.wav -o b.wav --stream 1 && cmp a.wav b.wav");
  refuses("driftwave vocode tone.wav -o c.wav --stream 20000", 2, "--stream");
}

TEST_F(VocodeCommand, RefusesAForeignModelAndTooManySteps) {
  write_tone("tone.wav", 0.3);
  write_text("fake.safetensors", "not a model");
  refuses("driftwave vocode tone.wav -o out.wav --vocoder fake.safetensors", 1, "fake.safetensors");
  refuses("driftwave vocode tone.wav -o out.wav --steps 100000", 2, "--steps");
  EXPECT_EQ(listing(), "fake.safetensors tone.wav ");
}

}  // namespace
}  // namespace driftwave
