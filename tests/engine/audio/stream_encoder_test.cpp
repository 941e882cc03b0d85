#include "engine/audio/stream_encoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/audio/audio_file.h"
#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr int kRateHz = 44100;

std::vector<float> tone(double seconds) {
  std::vector<float> samples(static_cast<std::size_t>(seconds * kRateHz));
  for (std::size_t t = 0; t < samples.size(); ++t) {
    samples[t] =
        static_cast<float>(0.4 * std::sin(2.0 * std::numbers::pi * 440.0 * static_cast<double>(t) / kRateHz));
  }
  return samples;
}

struct Encoded {
  std::string bytes;
  std::size_t before_end = 0;  ///< bytes that came before finish()
};

Encoded encode(const std::string& format, std::span<const float> samples, std::size_t piece) {
  const auto encoder = open_stream_encoder({.format = format, .sample_rate_hz = kRateHz});
  Encoded encoded;
  for (; !samples.empty(); samples = samples.subspan(std::min(piece, samples.size()))) {
    encoded.bytes += encoder->encode(samples.first(std::min(piece, samples.size())));
  }
  encoded.before_end = encoded.bytes.size();
  encoded.bytes += encoder->finish();
  return encoded;
}

double energy_per_second(const AudioBuffer& audio) {
  double sum = 0.0;
  for (const float x : audio.samples) sum += static_cast<double>(x) * x;
  return sum / audio.sample_rate_hz;
}

TEST(StreamEncoder, GivesSoundThatCanBeReadInEachFormat) {
  const std::vector<float> samples = tone(2.0);
  for (const char* format : {"wav", "flac", "opus", "mp3"}) {
    const Encoded encoded = encode(format, samples, 1000);
    const AudioBuffer audio = decode_audio(std::as_bytes(std::span(encoded.bytes)), format);
    const double seconds = static_cast<double>(audio.frames()) / audio.sample_rate_hz;
    EXPECT_NEAR(seconds, 2.0, 0.1) << format;
    EXPECT_NEAR(energy_per_second(audio), 2.0 * 0.08, 0.02) << format;  // LAME scales by 0.95
  }
}

TEST(StreamEncoder, SendsMostOfTheSoundBeforeItsEnd) {
  const std::vector<float> samples = tone(3.0);
  for (const char* format : {"pcm", "wav", "flac", "opus", "mp3"}) {
    const Encoded encoded = encode(format, samples, 8820);
    EXPECT_GT(encoded.before_end, encoded.bytes.size() * 3 / 4) << format;
  }
}

TEST(StreamEncoder, BreaksTheSamplesAnywhereWithoutAChange) {
  const std::vector<float> samples = tone(0.5);
  for (const char* format : {"pcm", "wav", "flac", "mp3"}) {
    EXPECT_EQ(encode(format, samples, 333).bytes, encode(format, samples, 20000).bytes) << format;
  }
}

TEST(StreamEncoder, KeepsEveryBitOfWhatIsNotLossy) {
  const std::vector<float> samples = tone(0.3);
  const std::string pcm = encode("pcm", samples, 1000).bytes;
  EXPECT_EQ(encode("wav", samples, 1000).bytes.substr(44), pcm);
  const std::string flac = encode("flac", samples, 1000).bytes;
  const AudioBuffer audio = decode_audio(std::as_bytes(std::span(flac)), "flac");
  EXPECT_EQ(encode("pcm", audio.samples, 1000).bytes, pcm);
}

TEST(StreamEncoder, KeepsChannelsAndBits) {
  AudioBuffer audio{.samples = {}, .channels = 2, .sample_rate_hz = 48000};
  for (const float x : tone(0.3)) {
    audio.samples.push_back(x);
    audio.samples.push_back(-0.3F * x);
  }
  for (const char* format : {"wav", "flac", "opus", "mp3"}) {
    for (const int bits : {16, 24, 32}) {
      audio.bits = bits;
      const auto encoder = open_stream_encoder(
          {.format = format, .sample_rate_hz = audio.sample_rate_hz, .channels = 2, .bits = bits});
      std::string bytes = encoder->encode(std::span(audio.samples).first(1000));
      bytes += encoder->encode(std::span(audio.samples).subspan(1000));
      bytes += encoder->finish();
      const AudioBuffer read = decode_audio(std::as_bytes(std::span(bytes)), format);
      EXPECT_EQ(read.channels, 2) << format;
      EXPECT_EQ(read.sample_rate_hz, 48000) << format;
      if (std::string_view(format) == "opus" || std::string_view(format) == "mp3") continue;
      // As a file of this format holds them.
      const AudioBuffer whole = decode_audio(encode_audio(std::string("whole.") + format, audio), "whole");
      EXPECT_EQ(read.bits, whole.bits) << format << " of " << bits;
      EXPECT_EQ(read.samples, whole.samples) << format << " of " << bits;
    }
  }
}

TEST(StreamEncoder, RefusesWhatItDoesNotKnow) {
  EXPECT_THROW((void)open_stream_encoder({.format = "wav", .bits = 8}), Error);
  EXPECT_THROW((void)open_stream_encoder({.format = "wav", .channels = 0}), Error);
  EXPECT_THROW((void)open_stream_encoder({.format = "aac"}), Error);
  EXPECT_THROW((void)open_stream_encoder({.format = "wav", .sample_rate_hz = 0}), Error);
}

}  // namespace
}  // namespace driftwave
