#include "engine/audio/audio_file.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <system_error>

#include "engine/audio/audio_tags.h"
#include "engine/audio/bounded_audio.h"
#include "engine/audio/resample.h"
#include "engine/audio/sound_stream.h"
#include "engine/core/error.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxChannels = 64;

void check_opened(const Sound& sound, const SF_INFO& info, const std::string& name) {
  if (!sound) throw Error("{}: want an audio file, got something else: {}", name, sf_strerror(nullptr));
  if (info.channels < 1 || info.channels > kMaxChannels) {
    throw Error("{}: want 1 to {} channels, got {}", name, kMaxChannels, info.channels);
  }
  if (info.samplerate < 1000 || info.samplerate > 768000) {
    throw Error("{}: want a rate of 1000 to 768000 Hz, got {} Hz", name, info.samplerate);
  }
}

void check_samples(const AudioBuffer& audio, const std::string& name) {
  if (audio.samples.empty()) throw Error("{}: want audio, got a file without samples", name);
  const auto bad = std::ranges::find_if(audio.samples, [](float x) { return !std::isfinite(x); });
  if (bad == audio.samples.end()) return;
  const auto frame = (bad - audio.samples.begin()) / audio.channels;
  throw Error("{}: want finite samples, got {} at {:.4f} s", name, *bad,
              static_cast<double>(frame) / audio.sample_rate_hz);
}

int bits_of(int format) {
  switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_24:
      return 24;
    case SF_FORMAT_PCM_32:
    case SF_FORMAT_FLOAT:
    case SF_FORMAT_DOUBLE:
      return 32;
    default:
      return 16;
  }
}

/// Reads until the data ends: the length in a header may be a lie, or unknown (a recording from a pipe).
AudioBuffer read_all(const Sound& sound, const SF_INFO& info, const std::string& name,
                     double most_seconds = std::numeric_limits<double>::infinity()) {
  check_opened(sound, info, name);
  const double most_samples = most_seconds * info.samplerate * info.channels;
  AudioBuffer audio{.samples = {},
                    .channels = info.channels,
                    .sample_rate_hz = info.samplerate,
                    .bits = bits_of(info.format)};
  constexpr std::size_t kChunkFrames = 16384;
  std::vector<float> chunk(kChunkFrames * static_cast<std::size_t>(info.channels));
  for (;;) {
    const sf_count_t frames = sf_readf_float(sound.get(), chunk.data(), kChunkFrames);
    if (frames <= 0) break;
    audio.samples.insert(audio.samples.end(), chunk.begin(), chunk.begin() + frames * info.channels);
    if (static_cast<double>(audio.samples.size()) > most_samples) {
      throw Error("{}: want at most {} seconds, got more", name, most_seconds);
    }
  }
  check_samples(audio, name);
  return audio;
}

Sound open_file(const fs::path& file, SF_INFO& info) {
  std::error_code error;
  const auto status = fs::status(file, error);
  if (!fs::exists(status)) throw Error("{}: no such file", file.string());
  if (fs::is_directory(status)) throw Error("{}: want an audio file, got a folder", file.string());
  if (fs::is_regular_file(status) && fs::file_size(file, error) == 0) {
    throw Error("{}: want audio, got an empty file", file.string());
  }
  return Sound(sf_open(file.c_str(), SFM_READ, &info));
}

}  // namespace

AudioBuffer read_audio(const fs::path& file) {
  SF_INFO info{};
  const Sound sound = open_file(file, info);
  return read_all(sound, info, file.string());
}

AudioBuffer decode_audio(std::span<const std::byte> bytes, const std::string& name) {
  if (bytes.empty()) throw Error("{}: want audio, got nothing", name);
  SF_INFO info{};
  SoundStream stream{.input = bytes};
  const Sound sound = open_stream(stream, info);
  return read_all(sound, info, name);
}

AudioBuffer decode_bounded_audio(std::span<const std::byte> bytes, const std::string& name,
                                 double most_seconds) {
  constexpr int kMostChannels = 2;
  if (bytes.empty()) throw Error("{}: want audio, got nothing", name);
  SF_INFO info{};
  SoundStream stream{.input = bytes};
  const Sound sound = open_stream(stream, info);
  if (sound && info.channels > kMostChannels) {
    throw Error("{}: want 1 or {} channels, got {}", name, kMostChannels, info.channels);
  }
  return read_all(sound, info, name, most_seconds);
}

AudioTags read_tags(const fs::path& file) {
  SF_INFO info{};
  const Sound sound = open_file(file, info);
  check_opened(sound, info, file.string());
  return tags_of(sound);
}

std::vector<float> mix_to_mono(const AudioBuffer& audio) {
  if (audio.channels == 1) return audio.samples;
  const auto channels = static_cast<std::size_t>(audio.channels);
  std::vector<float> mono(audio.frames());
  for (std::size_t t = 0; t < mono.size(); ++t) {
    double sum = 0.0;
    for (std::size_t c = 0; c < channels; ++c) sum += audio.samples[t * channels + c];
    mono[t] = static_cast<float>(sum / audio.channels);
  }
  return mono;
}

std::vector<float> mono_at(const AudioBuffer& audio, int sample_rate_hz) {
  return resample(mix_to_mono(audio), {.from_hz = audio.sample_rate_hz, .to_hz = sample_rate_hz});
}

std::vector<float> read_mono(const fs::path& file, int sample_rate_hz) {
  return mono_at(read_audio(file), sample_rate_hz);
}

}  // namespace driftwave
