#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <system_error>
#include <utility>

#include "engine/audio/audio_file.h"
#include "engine/audio/audio_tags.h"
#include "engine/audio/resample.h"
#include "engine/audio/sound_stream.h"
#include "engine/core/atomic_file.h"
#include "engine/core/error.h"

namespace driftwave {
namespace {

struct Format {
  const char* extension;
  int id;                      ///< libsndfile's major and minor format
  bool stores_16_bit;          ///< else the encoder takes floats
  std::span<const int> rates;  ///< the only ones it knows; empty when it takes any
};

constexpr std::array kOpusRates = {8000, 12000, 16000, 24000, 48000};
constexpr std::array kMp3Rates = {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000};
constexpr int kFallbackRate = 48000;

constexpr std::array<Format, 5> kFormats = {
    {{".wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, true, {}},
     {".flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, true, {}},
     {".ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, false, {}},
     {".opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, false, kOpusRates},
     {".mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, false, kMp3Rates}}};

const Format& format_of(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  std::string extension = dot == std::string::npos ? "" : name.substr(dot);
  for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const auto found =
      std::ranges::find_if(kFormats, [&](const Format& format) { return extension == format.extension; });
  if (found != kFormats.end()) return *found;
  throw Error("{}: want a name in .wav, .flac, .ogg, .opus or .mp3, got \"{}\"", name, extension);
}

void check(const AudioBuffer& audio, const std::string& name) {
  if (audio.channels < 1 || audio.samples.size() % static_cast<std::size_t>(audio.channels) != 0) {
    throw Error("{}: want whole frames, got {} samples in {} channels", name, audio.samples.size(),
                audio.channels);
  }
  if (audio.samples.empty()) throw Error("{}: want audio to write, got none", name);
  if (!std::ranges::all_of(audio.samples, [](float x) { return std::isfinite(x); })) {
    throw Error("{}: want finite samples, got NaN or infinity", name);
  }
}

AudioBuffer resampled(const AudioBuffer& audio, int rate_hz) {
  const auto channels = static_cast<std::size_t>(audio.channels);
  AudioBuffer out{.samples = {}, .channels = audio.channels, .sample_rate_hz = rate_hz};
  std::vector<float> one(audio.frames());
  for (std::size_t c = 0; c < channels; ++c) {
    for (std::size_t t = 0; t < one.size(); ++t) one[t] = audio.samples[t * channels + c];
    const auto converted = resample(one, {.from_hz = audio.sample_rate_hz, .to_hz = rate_hz});
    out.samples.resize(converted.size() * channels);
    for (std::size_t t = 0; t < converted.size(); ++t) out.samples[t * channels + c] = converted[t];
  }
  return out;
}

/// Full scale is 32768, as libsndfile reads it, so that 16-bit audio survives unchanged.
std::int16_t to_16_bit(float x) {
  return static_cast<std::int16_t>(std::lrint(std::clamp(x * 32768.0F, -32768.0F, 32767.0F)));
}

/// @return false when the encoder took fewer frames than it was given.
bool write_frames(const Sound& sound, const Format& format, const AudioBuffer& audio) {
  // In small pieces: libvorbis keeps what one call gives it on the stack.
  const std::size_t piece = 4096 * static_cast<std::size_t>(audio.channels);
  std::vector<std::int16_t> shorts;
  std::vector<float> floats;
  for (std::size_t done = 0; done < audio.samples.size(); done += piece) {
    const auto part = std::span(audio.samples).subspan(done, std::min(piece, audio.samples.size() - done));
    const auto count = static_cast<sf_count_t>(part.size());
    sf_count_t written = 0;
    if (format.stores_16_bit) {
      shorts.resize(part.size());
      std::ranges::transform(part, shorts.begin(), to_16_bit);
      written = sf_write_short(sound.get(), shorts.data(), count);
    } else {
      floats.resize(part.size());
      std::ranges::transform(part, floats.begin(), [](float x) { return std::clamp(x, -1.0F, 1.0F); });
      written = sf_write_float(sound.get(), floats.data(), count);
    }
    if (written != count) return false;
  }
  return true;
}

std::vector<std::byte> encode(const std::string& name, const Format& format, const AudioBuffer& audio,
                              const AudioTags& tags) {
  SF_INFO info{};
  info.samplerate = audio.sample_rate_hz;
  info.channels = audio.channels;
  info.format = format.id;
  constexpr std::size_t kLargestWav = 0xfff00000;  // RIFF counts bytes in 32 bits; RF64 is its successor
  if ((format.id & SF_FORMAT_TYPEMASK) == SF_FORMAT_WAV && audio.samples.size() * 2 > kLargestWav) {
    info.format = SF_FORMAT_RF64 | SF_FORMAT_PCM_16;
  }
  SoundStream stream;
  Sound sound = open_stream(stream, SFM_WRITE, info);
  if (!sound) {
    throw Error("{}: cannot write {} channels at {} Hz as {}: {}", name, audio.channels, audio.sample_rate_hz,
                format.extension, sf_strerror(nullptr));
  }
  set_tags(sound, tags);
  if (!write_frames(sound, format, audio)) {
    throw Error("{}: cannot encode: {}", name, sf_strerror(sound.get()));
  }
  const int error = sf_close(sound.release());
  if (error != 0) throw Error("{}: cannot encode: {}", name, sf_error_number(error));
  return std::move(stream.output);
}

std::vector<std::byte> encode_at_a_known_rate(const std::string& name, const Format& format,
                                              const AudioBuffer& audio, const AudioTags& tags) {
  check(audio, name);
  const bool knows_rate = format.rates.empty() || std::ranges::count(format.rates, audio.sample_rate_hz) > 0;
  if (knows_rate) return encode(name, format, audio, tags);
  return encode(name, format, resampled(audio, kFallbackRate), tags);
}

}  // namespace

std::vector<std::byte> encode_audio(const std::string& name, const AudioBuffer& audio,
                                    const AudioTags& tags) {
  return encode_at_a_known_rate(name, format_of(name), audio, tags);
}

void write_audio(const std::filesystem::path& file, const AudioBuffer& audio, const AudioTags& tags) {
  std::error_code ignored;
  const auto status = std::filesystem::status(file, ignored);
  const bool is_device = !file.has_extension() && std::filesystem::exists(status) &&
                         !std::filesystem::is_regular_file(status) && !std::filesystem::is_directory(status);
  const Format& format = is_device ? kFormats.front() : format_of(file.string());
  // Encoded in memory first: headers carry right sizes even into a pipe, and a full disk reports itself.
  write_file(file, encode_at_a_known_rate(file.string(), format, audio, tags));
}

}  // namespace driftwave
