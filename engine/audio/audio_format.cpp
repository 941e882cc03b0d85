#include "engine/audio/audio_format.h"

#include <sndfile.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "engine/audio/audio_file.h"
#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr std::array kOpusRates = {8000, 12000, 16000, 24000, 48000};
constexpr std::array kMp3Rates = {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000};
constexpr int kFallbackRate = 48000;

constexpr std::array<AudioFormat, 5> kFormats = {
    {{".wav", SF_FORMAT_WAV, 32, {}},
     {".flac", SF_FORMAT_FLAC, 24, {}},
     {".ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 0, {}},
     {".opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, 0, kOpusRates},
     {".mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 0, kMp3Rates}}};

/// After the last dot, so that ".wav" alone is a format too.
std::string extension_of(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  const std::size_t dot = name.rfind('.');
  std::string extension = dot == std::string::npos ? "" : name.substr(dot);
  for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return extension;
}

const AudioFormat* find_format(const std::filesystem::path& file) {
  const std::string extension = extension_of(file);
  const auto found = std::ranges::find_if(
      kFormats, [&](const AudioFormat& format) { return extension == format.extension; });
  if (found != kFormats.end()) return &*found;
  std::error_code ignored;
  return std::filesystem::is_other(file, ignored) ? &kFormats.front() : nullptr;
}

}  // namespace

bool is_audio_name(const std::filesystem::path& file) {
  return find_format(file) != nullptr;
}

const AudioFormat& format_of(const std::filesystem::path& file) {
  if (const AudioFormat* format = find_format(file)) return *format;
  throw Error("{}: want a name in .wav, .flac, .ogg, .opus or .mp3, got \"{}\"", file.string(),
              extension_of(file));
}

int bits_written(const AudioFormat& format, int bits) {
  return std::min(bits, format.most_bits);
}

int sample_format(int bits) {
  if (bits == 0) return 0;
  return bits <= 16 ? SF_FORMAT_PCM_16 : bits <= 24 ? SF_FORMAT_PCM_24 : SF_FORMAT_FLOAT;
}

int rate_written(const AudioFormat& format, int rate_hz) {
  const bool knows_rate = format.rates.empty() || std::ranges::count(format.rates, rate_hz) > 0;
  return knows_rate ? rate_hz : kFallbackRate;
}

}  // namespace driftwave
