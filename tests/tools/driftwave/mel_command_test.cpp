#include <cmath>
#include <fstream>
#include <numeric>

#include "engine/model/safetensors.h"
#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

using MelCommand = CommandLine;

TEST_F(MelCommand, WritesMelPitchAndSettingsAsTensors) {
  write_tone("tone.wav", 1.0);
  must("driftwave mel tone.wav -o tone.safetensors");
  const SafetensorsFile file(path("tone.safetensors"));
  const std::int64_t frames = 44100 / 512 + 1;
  EXPECT_EQ(file.tensor("mel").shape, (std::vector<std::int64_t>{frames, 128}));
  EXPECT_NE(file.metadata("mel_settings").find("\"hop_samples\":512"), std::string::npos);

  const std::vector<float> f0_hz = file.tensor("f0_hz").to_floats();
  ASSERT_EQ(static_cast<std::int64_t>(f0_hz.size()), frames);
  // The tone glides from 150 to 250 Hz: 200 Hz halfway.
  EXPECT_NEAR(f0_hz[f0_hz.size() / 2], 200.0F, 2.0F);
}

TEST_F(MelCommand, TakesAnotherSetting) {
  write_tone("tone.wav", 0.5);
  must("driftwave mel tone.wav -o tone.safetensors --rate 22050 --n-fft 1024 --hop 256 --mels 80");
  const SafetensorsFile file(path("tone.safetensors"));
  EXPECT_EQ(file.tensor("mel").shape, (std::vector<std::int64_t>{11025 / 256 + 1, 80}));
  EXPECT_NE(file.metadata("mel_settings").find("\"high_hz\":11025.0"), std::string::npos);
  refuses("driftwave mel tone.wav -o x.safetensors --n-fft 1000", 2, "n_fft");
}

TEST_F(MelCommand, ReadsStandardInput) {
  write_tone("tone.wav", 0.3);
  must("driftwave mel tone.wav -o a.safetensors");
  must("driftwave mel - -o b.safetensors < tone.wav");
  must("cmp a.safetensors b.safetensors");
}

TEST_F(MelCommand, DrawsAPicture) {
  write_tone("tone.wav", 0.5);
  must("driftwave mel tone.wav -o tone.png");
  std::ifstream png(path("tone.png"), std::ios::binary);
  std::string signature(8, ' ');
  png.read(signature.data(), 8);
  EXPECT_EQ(signature, "\x89PNG\r\n\x1a\n");
  EXPECT_EQ(listing(), "tone.png tone.wav ");
}

TEST_F(MelCommand, RefusesWhatIsNotAudio) {
  write_text("fake.wav", "this is text");
  refuses("driftwave mel fake.wav -o x.png", 1, "fake.wav");
  write_text("empty.wav", "");
  refuses("driftwave mel empty.wav -o x.png", 1, "empty.wav");
}

}  // namespace
}  // namespace driftwave
