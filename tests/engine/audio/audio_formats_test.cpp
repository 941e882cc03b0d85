/// Each format there and back.
#include <cmath>
#include <utility>

#include "tests/engine/audio/audio_fixture.h"
#include "tests/engine/audio/tones.h"

// libsndfile 1.2.0 forgets libvorbis's info when an Ogg stream is cut short.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:vorbis_info_init";
}

namespace driftwave {
namespace {

AudioBuffer tone_at(int rate_hz, int channels, std::size_t frames) {
  AudioBuffer audio{.samples = {}, .channels = channels, .sample_rate_hz = rate_hz};
  const auto tone = make_tone({}, rate_hz, frames);
  for (const float x : tone) {
    for (int c = 0; c < channels; ++c) audio.samples.push_back(x / static_cast<float>(c + 1));
  }
  return audio;
}

class LosslessFormats : public AudioFileTest, public testing::WithParamInterface<const char*> {};

TEST_P(LosslessFormats, KeepEverySixteenBitValue) {
  AudioBuffer audio{.samples = {}, .channels = 1, .sample_rate_hz = 44100};
  for (int value = -32768; value <= 32767; ++value)
    audio.samples.push_back(static_cast<float>(value) / 32768.0F);
  const auto file = folder_ / (std::string("all") + GetParam());
  write_audio(file, audio);
  EXPECT_EQ(read_audio(file).samples, audio.samples);
}

TEST_P(LosslessFormats, Keep24Bits) {
  AudioBuffer audio{.samples = {}, .channels = 1, .sample_rate_hz = 44100, .bits = 24};
  for (int value = -8388608; value <= 8388607; value += 997)
    audio.samples.push_back(static_cast<float>(value) / 8388608.0F);
  audio.samples.push_back(8388607.0F / 8388608.0F);
  const auto file = folder_ / (std::string("deep") + GetParam());
  write_audio(file, audio);
  const AudioBuffer back = read_audio(file);
  EXPECT_EQ(back.bits, 24);
  EXPECT_EQ(back.samples, audio.samples);
}

TEST_P(LosslessFormats, KeepFloatsOrAllThatTheyHold) {
  AudioBuffer audio{
      .samples = {0.1F, -1.0F, 1e-9F, 0.33333F}, .channels = 2, .sample_rate_hz = 48000, .bits = 32};
  const auto file = folder_ / (std::string("floats") + GetParam());
  write_audio(file, audio);
  const AudioBuffer back = read_audio(file);
  const bool is_flac = std::string(GetParam()) == ".flac";
  EXPECT_EQ(back.bits, is_flac ? 24 : 32);
  ASSERT_EQ(back.samples.size(), audio.samples.size());
  for (std::size_t i = 0; i < audio.samples.size(); ++i)
    EXPECT_NEAR(back.samples[i], audio.samples[i], is_flac ? 1.0 / 8388608 : 0.0);
}

TEST_P(LosslessFormats, HoldManyChannelsAndHighRates) {
  const auto audio = tone_at(192000, 8, 1000);
  const auto file = folder_ / (std::string("wide") + GetParam());
  write_audio(file, audio);
  const auto back = read_audio(file);
  EXPECT_EQ(back.channels, 8);
  EXPECT_EQ(back.sample_rate_hz, 192000);
  ASSERT_EQ(back.frames(), 1000U);
  for (std::size_t i = 0; i < back.samples.size(); ++i) {
    ASSERT_NEAR(back.samples[i], audio.samples[i], 0.5 / 32768 + 1e-7);
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, LosslessFormats, testing::Values(".wav", ".flac", ".WAV"));

struct LossyCase {
  const char* extension;
  int written_hz;
  int read_hz;
  double amplitude_db;  ///< how far the tone's level may move
};

class LossyFormats : public AudioFileTest, public testing::WithParamInterface<LossyCase> {};

TEST_P(LossyFormats, KeepAToneAndItsLength) {
  const auto [extension, written_hz, read_hz, amplitude_db] = GetParam();
  const auto file = folder_ / (std::string("tone") + extension);
  const auto frames = static_cast<std::size_t>(written_hz);
  write_audio(file, tone_at(written_hz, 2, frames));
  const auto back = read_audio(file);
  EXPECT_EQ(back.channels, 2);
  EXPECT_EQ(back.sample_rate_hz, read_hz);
  EXPECT_EQ(back.frames(), static_cast<std::size_t>(read_hz));
  std::vector<float> left(back.frames());
  for (std::size_t t = 0; t < left.size(); ++t) left[t] = back.samples[2 * t];
  const auto measured = measure_tone(left, Tone{}.hz, read_hz);
  EXPECT_NEAR(20 * std::log10(std::abs(measured) / Tone{}.amplitude), 0.0, amplitude_db);
  EXPECT_NEAR(std::arg(measured), Tone{}.phase, 0.05) << "delay";
}

INSTANTIATE_TEST_SUITE_P(
    Formats, LossyFormats,
    testing::Values(LossyCase{".ogg", 44100, 44100, 0.2}, LossyCase{".ogg", 22050, 22050, 0.2},
                    LossyCase{".opus", 48000, 48000, 0.5}, LossyCase{".opus", 44100, 48000, 0.5},
                    LossyCase{".mp3", 44100, 44100, 0.2}, LossyCase{".mp3", 96000, 48000, 0.2}));

class EveryFormat : public AudioFileTest, public testing::WithParamInterface<const char*> {};

TEST_P(EveryFormat, HoldsASingleSample) {
  const auto file = folder_ / (std::string("one") + GetParam());
  write_audio(file, {.samples = {0.5F}, .channels = 1, .sample_rate_hz = 48000});
  EXPECT_EQ(read_audio(file).frames(), 1U);
}

TEST_P(EveryFormat, ClipsInsteadOfWrapping) {
  const auto file = folder_ / (std::string("loud") + GetParam());
  AudioBuffer audio = tone_at(48000, 1, 4800);
  for (float& x : audio.samples) x *= 1e6F;
  write_audio(file, audio);
  const auto back = read_audio(file);
  for (std::size_t t = 1000; t < 3000; ++t) {
    if (std::abs(audio.samples[t]) < 4e5F) continue;
    ASSERT_GT(back.samples[t] * audio.samples[t], 0.0F) << t;
  }
}

TEST_P(EveryFormat, KeepsTags) {
  const auto file = folder_ / (std::string("tagged") + GetParam());
  const AudioTags tags = {{"title", "Drift"}, {"comment", "by hand"}, {"seed", "42"}, {"model", "kathleen"}};
  write_audio(file, tone_at(48000, 1, 4800), tags);
  const AudioTags back = read_tags(file);
  EXPECT_EQ(back.at("title"), "Drift");
  EXPECT_EQ(back.at("comment"), "by hand; model=kathleen; seed=42");
}

TEST_P(EveryFormat, SurvivesTruncation) {
  const auto bytes = encode_audio(std::string("x") + GetParam(), tone_at(48000, 2, 4800));
  for (std::size_t step = 0; step < 40; ++step) {
    const auto part = std::span(bytes).first(bytes.size() * step / 40);
    const std::string message = message_of([&] { (void)decode_audio(part, "part"); });
    EXPECT_TRUE(message.empty() || message.starts_with("part: ")) << message;
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, EveryFormat, testing::Values(".wav", ".flac", ".ogg", ".opus", ".mp3"));

}  // namespace
}  // namespace driftwave
