#pragma once
/// Audio files in and out (libsndfile: WAV, FLAC, Ogg Vorbis, Opus, MP3).
#include <cstddef>
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
  /// Of a sample in a file without loss: 16, 24, or 32 for floats. Lossy files count as 16.
  int bits = 16;
  [[nodiscard]] std::size_t frames() const { return samples.size() / static_cast<std::size_t>(channels); }
};

/// A file's comments. "title", "artist", "album", "date", "genre", "copyright", "license", "software",
/// "comment" and "tracknumber" are stored as such where the format has them; other keys join the comment as
/// "key=value".
using AudioTags = std::map<std::string, std::string>;

/// Reads a whole file. @throws Error naming the file: missing, not audio, empty, or with a NaN or infinity
/// (then with the position in seconds).
[[nodiscard]] AudioBuffer read_audio(const std::filesystem::path& file);

/// As read_audio, from memory; `name` stands for the file in messages.
[[nodiscard]] AudioBuffer decode_audio(std::span<const std::byte> bytes, const std::string& name);

/// The comments of a file, under the names of AudioTags. @throws Error as read_audio.
[[nodiscard]] AudioTags read_tags(const std::filesystem::path& file);

/// Mean of the channels. @return [T]
[[nodiscard]] std::vector<float> mix_to_mono(const AudioBuffer& audio);

/// Mixes to mono and resamples. @return [T] at `sample_rate_hz`.
[[nodiscard]] std::vector<float> mono_at(const AudioBuffer& audio, int sample_rate_hz);

/// Reads, mixes to mono and resamples. @return [T] at `sample_rate_hz`.
[[nodiscard]] std::vector<float> read_mono(const std::filesystem::path& file, int sample_rate_hz);

/// Whether write_audio knows a format for this name: one of its extensions, or any pipe or device.
[[nodiscard]] bool is_audio_name(const std::filesystem::path& file);

/// Format from the extension: .wav (audio.bits), .flac (audio.bits, at most 24), .ogg (Vorbis), .opus, .mp3;
/// pipes and devices without one of these get WAV. WAV and FLAC files of 16 or 24 bits and of floats in -1..1
/// keep every bit when they are read and written again. Opus and MP3 know few rates: others are resampled to
/// 48 kHz. Written beside and renamed; values outside -1..1 are clipped.
/// @throws Error naming the file: its extension is unknown, the audio is empty or not finite, the format
/// cannot hold its channels or rate, or the disk is full.
void write_audio(const std::filesystem::path& file, const AudioBuffer& audio, const AudioTags& tags = {});

/// The bytes write_audio would write. @param name gives the format (".wav", "out.flac") and stands for the
/// file in messages.
[[nodiscard]] std::vector<std::byte> encode_audio(const std::string& name, const AudioBuffer& audio,
                                                  const AudioTags& tags = {});

}  // namespace driftwave
