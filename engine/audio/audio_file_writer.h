#pragma once
/// Audio files of any length, written as the samples come.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "engine/audio/audio_file.h"

namespace driftwave {

class AtomicFile;
class SoundEncoder;
class StreamResampler;
struct AudioFormat;

struct AudioFileOptions {
  int sample_rate_hz = 44100;
  int channels = 1;
  int bits = 16;  ///< as in AudioBuffer
  AudioTags tags{};
  /// Samples beyond this go to RF64, since RIFF counts bytes in 32 bits: 13 hours of mono at 44.1 kHz.
  std::uint64_t largest_wav_bytes = 0xfff00000;
};

/// Writes what write_audio writes, in memory that does not grow.
///
/// A file appears on commit(), whole, or not at all. What cannot be renamed over (a pipe, a device) or has no
/// name gets its bytes on commit(), from a nameless file in the folder for temporary files: by then the sizes
/// in its header are right. After an error only the destructor may follow.
class AudioFileWriter {
 public:
  using ByteSink = std::function<void(std::span<const std::byte>)>;

  /// @throws Error naming the file: its extension is unknown, its folder cannot be written, or the format
  /// cannot hold the channels or the rate.
  AudioFileWriter(std::filesystem::path file, AudioFileOptions options);
  /// @param name gives the format and stands for the file in messages. @param out takes the bytes in order,
  /// during commit(); what it throws passes through.
  AudioFileWriter(std::filesystem::path name, AudioFileOptions options, ByteSink out);
  ~AudioFileWriter();
  AudioFileWriter(const AudioFileWriter&) = delete;
  AudioFileWriter& operator=(const AudioFileWriter&) = delete;

  /// @param samples interleaved, whole frames; values outside -1..1 are clipped.
  /// @throws Error naming the file: a sample is not finite (with its time), or the disk is full.
  void write(std::span<const float> samples);

  /// Completes the file. @throws Error naming the file: no sample was written, or the disk is full.
  void commit();

 private:
  void open(int format_id);
  [[nodiscard]] std::size_t bytes_per_sample() const { return static_cast<std::size_t>(bits_) / 8; }
  void check(std::span<const float> samples) const;
  void encode(std::span<const float> samples);
  void move_to_rf64();
  void hand_out(const ByteSink& out);

  std::filesystem::path target_;
  AudioFileOptions options_;
  ByteSink out_;
  const AudioFormat* format_;
  int bits_;                          ///< that the format takes; 0 for lossy formats
  std::unique_ptr<AtomicFile> file_;  ///< null when the bytes are handed out on commit()
  std::unique_ptr<SoundEncoder> encoder_;
  std::unique_ptr<StreamResampler> resampler_;  ///< null when the format takes the rate
  std::vector<float> resampled_;
  std::uint64_t samples_taken_ = 0;
  std::uint64_t samples_encoded_ = 0;
  bool is_rf64_ = false;
};

}  // namespace driftwave
