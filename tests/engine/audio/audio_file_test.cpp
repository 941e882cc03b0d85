#include "engine/audio/audio_file.h"

#include <sys/stat.h>

#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <thread>

#include "engine/audio/bounded_audio.h"
#include "tests/engine/audio/audio_fixture.h"
#include "tests/engine/audio/tones.h"

namespace driftwave {
namespace {

AudioBuffer short_mono() {
  return {.samples = {0.0F, 0.5F, -0.5F}, .channels = 1, .sample_rate_hz = 16000};
}

/// A 32-bit float WAV, which can hold what write_audio refuses.
std::vector<std::byte> float_wav(const std::vector<float>& samples) {
  std::vector<std::byte> bytes = encode_audio(
      "x.wav", {.samples = std::vector<float>(samples.size() * 2), .channels = 1, .sample_rate_hz = 16000});
  const std::uint16_t format[] = {3, 1};
  const std::uint32_t rates[] = {16000, 64000};
  const std::uint16_t frame[] = {4, 32};
  std::memcpy(bytes.data() + 20, format, 4);
  std::memcpy(bytes.data() + 24, rates, 8);
  std::memcpy(bytes.data() + 32, frame, 4);
  std::memcpy(bytes.data() + bytes.size() - samples.size() * 4, samples.data(), samples.size() * 4);
  return bytes;
}

TEST_F(AudioFileTest, NamesAMissingFileAFolderAndAnEmptyOne) {
  const auto absent = folder_ / "absent.wav";
  EXPECT_EQ(message_of([&] { (void)read_audio(absent); }), absent.string() + ": no such file");
  EXPECT_NE(message_of([&] { (void)read_audio(folder_); }), "");
  const auto empty = folder_ / "empty.wav";
  std::ofstream{empty};
  EXPECT_EQ(message_of([&] { (void)read_audio(empty); }), empty.string() + ": want audio, got an empty file");
}

TEST_F(AudioFileTest, RefusesTextNamedWav) {
  const auto file = folder_ / "text.wav";
  std::ofstream(file) << "this is not audio at all, whatever its name says, and it is long enough to parse";
  EXPECT_TRUE(
      message_of([&] { (void)read_audio(file); }).starts_with(file.string() + ": want an audio file"));
}

TEST_F(AudioFileTest, RefusesAFileWithoutSamples) {
  auto bytes = encode_audio("x.wav", short_mono());
  bytes.resize(44);
  EXPECT_EQ(message_of([&] { (void)decode_audio(bytes, "x.wav"); }),
            "x.wav: want audio, got a file without samples");
}

TEST_F(AudioFileTest, SaysWhereANanIs) {
  std::vector<float> samples(16000, 0.25F);
  EXPECT_EQ(decode_audio(float_wav(samples), "x.wav").samples, samples);
  samples[8000] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(message_of([&] { (void)decode_audio(float_wav(samples), "x.wav"); }),
            "x.wav: want finite samples, got nan at 0.5000 s");
  samples[8000] = std::numeric_limits<float>::infinity();
  EXPECT_NE(message_of([&] { (void)decode_audio(float_wav(samples), "x.wav"); }), "");
}

TEST_F(AudioFileTest, ReadsARecordingWhoseHeaderWasNeverFinished) {
  auto bytes = encode_audio("x.wav", short_mono());
  for (const std::size_t at : {4U, 40U}) std::memset(bytes.data() + at, 0xff, 4);
  EXPECT_EQ(decode_audio(bytes, "x.wav").frames(), 3U);
}

TEST_F(AudioFileTest, MixesChannelsToTheirMean) {
  const AudioBuffer audio{
      .samples = {1.0F, 0.0F, -0.5F, 0.5F, 0.25F, 0.75F}, .channels = 2, .sample_rate_hz = 8000};
  EXPECT_EQ(mix_to_mono(audio), (std::vector{0.5F, 0.0F, 0.5F}));
}

TEST_F(AudioFileTest, ReadsMonoAtTheRateAskedFor) {
  AudioBuffer audio{.samples = {}, .channels = 2, .sample_rate_hz = 48000};
  for (const float x : make_tone({}, 48000, 48000)) audio.samples.insert(audio.samples.end(), {x, x});
  write_audio(folder_ / "a.flac", audio);
  const auto mono = read_mono(folder_ / "a.flac", 44100);
  EXPECT_EQ(mono.size(), 44100U);
  EXPECT_NEAR(std::abs(measure_tone(mono, 1000.0, 44100)), 0.5, 1e-4);
}

TEST_F(AudioFileTest, RefusesToWriteWhatNoFormatHolds) {
  const auto refuses = [&](const char* name, const AudioBuffer& audio) {
    return message_of([&] { write_audio(folder_ / name, audio); }).starts_with((folder_ / name).string());
  };
  EXPECT_TRUE(refuses("a.aiff", short_mono()));
  EXPECT_TRUE(refuses("a", short_mono()));
  EXPECT_TRUE(refuses("a.wav", {.samples = {}, .channels = 1, .sample_rate_hz = 16000}));
  EXPECT_TRUE(refuses("a.wav", {.samples = {0.0F}, .channels = 2, .sample_rate_hz = 16000}));
  EXPECT_TRUE(refuses("a.wav", {.samples = {0.0F}, .channels = 0, .sample_rate_hz = 16000}));
  EXPECT_TRUE(refuses("a.wav", {.samples = {std::nanf("")}, .channels = 1, .sample_rate_hz = 16000}));
  EXPECT_TRUE(refuses("a.mp3", {.samples = std::vector<float>(30), .channels = 3, .sample_rate_hz = 44100}));
  EXPECT_TRUE(refuses("a.flac", {.samples = {0.0F}, .channels = 1, .sample_rate_hz = 1'000'000}));
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(AudioFileTest, ReportsAFullDiskAndAMissingFolder) {
  EXPECT_EQ(message_of([] { write_audio("/dev/full", short_mono()); }),
            "/dev/full: cannot write: No space left on device");
  const auto file = folder_ / "absent" / "a.wav";
  EXPECT_EQ(message_of([&] { write_audio(file, short_mono()); }),
            file.string() + ": cannot write: No such file or directory");
}

TEST_F(AudioFileTest, WritesAWholeWavIntoAPipe) {
  const auto pipe = folder_ / "pipe.wav";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string received;
  std::thread reader([&] {
    std::ifstream in(pipe, std::ios::binary);
    received.assign(std::istreambuf_iterator<char>(in), {});
  });
  write_audio(pipe, short_mono());
  reader.join();
  const auto back = decode_audio(std::as_bytes(std::span<const char>(received)), "pipe");
  EXPECT_EQ(back.samples, short_mono().samples);
  std::uint32_t riff_size = 0;
  std::memcpy(&riff_size, received.data() + 4, 4);
  EXPECT_EQ(riff_size, received.size() - 8);
}

TEST_F(AudioFileTest, WritesToTheNullDevice) {
  EXPECT_NO_THROW(write_audio("/dev/null", short_mono()));
}

TEST(AudioFile, StopsDecodingWhereTheLimitIs) {
  const AudioBuffer second{
      .samples = std::vector<float>(44100, 0.1F), .channels = 1, .sample_rate_hz = 44100};
  const std::vector<std::byte> bytes = encode_audio(".flac", second);
  EXPECT_EQ(decode_bounded_audio(bytes, "flac", 1.0).frames(), 44100U);
  EXPECT_THROW((void)decode_bounded_audio(bytes, "flac", 0.5), Error);
}

}  // namespace
}  // namespace driftwave
