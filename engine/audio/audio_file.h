#pragma once
/// Audio files in and out (libsndfile: WAV, FLAC, Ogg Vorbis, Opus, MP3).
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace driftwave {

/// Interleaved audio. samples.size() == frames * channels.
struct AudioBuffer {
  std::vector<float> samples;
  int channels = 1;
  int sample_rate_hz = 44100;
  [[nodiscard]] std::size_t frames() const { return samples.size() / static_cast<std::size_t>(channels); }
};

/// Reads a whole file. @throws Error naming the file: missing, not audio, empty, or with a NaN or infinity
/// (then with the position in seconds).
[[nodiscard]] AudioBuffer read_audio(const std::filesystem::path& file);

/// Mean of the channels. @return [T]
[[nodiscard]] std::vector<float> mix_to_mono(const AudioBuffer& audio);

/// Reads, mixes to mono and resamples. @return [T] at `sample_rate_hz`.
[[nodiscard]] std::vector<float> read_mono(const std::filesystem::path& file, int sample_rate_hz);

/// Format from the extension: .wav (16 bit), .flac, .ogg (Vorbis), .opus, .mp3.
/// `tags` become the file's comment strings where the format has them.
/// Written beside and renamed; values outside -1..1 are clipped.
/// @throws Error naming the file or its unknown extension.
void write_audio(const std::filesystem::path& file, const AudioBuffer& audio,
                 const std::map<std::string, std::string>& tags = {});

}  // namespace driftwave
