#pragma once
/// Samples to the bytes of an audio file, through libsndfile. Private to engine/audio.
#include <cstddef>
#include <span>
#include <string>

#include "engine/audio/audio_file.h"
#include "engine/audio/audio_format.h"
#include "engine/audio/file_stream.h"
#include "engine/audio/sample_writer.h"

namespace driftwave {

struct SoundEncoderOptions {
  std::string name;  ///< for messages
  const AudioFormat* format = nullptr;
  int format_id = 0;  ///< libsndfile's major and minor format
  int bits = 16;      ///< 0: the encoder takes floats
  int sample_rate_hz = 0;
  int channels = 0;
};

/// Every method throws Error naming the file, with the system's reason where there is one.
class SoundEncoder {
 public:
  /// Owns `descriptor`.
  SoundEncoder(int descriptor, SoundEncoderOptions options, const AudioTags& tags);

  /// @param samples interleaved, whole frames, finite; clipped to -1..1.
  void write(std::span<const float> samples);
  /// Bytes as this format stores them (formats without compression only).
  void write_stored(std::span<const std::byte> bytes);
  /// Completes header and stream; only bytes() may follow.
  void finish();
  /// What the file holds.
  [[nodiscard]] FileStream& bytes() { return stream_; }

 private:
  [[noreturn]] void fail(const char* reason) const;
  void check_written(sf_count_t written, sf_count_t wanted) const;

  SoundEncoderOptions options_;
  FileStream stream_;
  Sound sound_;
  SampleWriter samples_;
};

}  // namespace driftwave
