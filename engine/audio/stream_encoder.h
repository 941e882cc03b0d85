#pragma once
/// Audio as bytes for a listener who hears the beginning before the end is known.
#include <memory>
#include <span>
#include <string>

#include "engine/audio/audio_file.h"

namespace driftwave {

/// Samples to the bytes of a stream. No byte is taken back: a WAV says that its length is
/// unknown, an Ogg page or an MP3 frame leaves as soon as it is full. No file is opened.
///
/// Thread: one at a time.
class StreamEncoder {
 public:
  virtual ~StreamEncoder() = default;
  /// Takes finite samples, interleaved, whole frames; values outside -1..1 are clipped. @return the bytes
  /// that are ready, maybe none.
  /// @throws Error when the encoder fails.
  [[nodiscard]] virtual std::string encode(std::span<const float> samples) = 0;
  /// @return the rest of the stream. Only the destructor may follow. @throws Error as encode().
  [[nodiscard]] virtual std::string finish() = 0;
};

struct StreamEncoderOptions {
  std::string format;  ///< "pcm" (16-bit little-endian, without a header), "wav", "flac", "opus", "mp3"
  int sample_rate_hz = 44100;
  int channels = 1;
  int bits = 16;     ///< of wav and flac: 16, 24, or 32 for floats (of which flac keeps 24)
  AudioTags tags{};  ///< of flac, opus and mp3
};

/// @throws Error on an unknown format, a rate outside 1,000 .. 768,000 Hz, or bits or channels that the
/// format does not have.
[[nodiscard]] std::unique_ptr<StreamEncoder> open_stream_encoder(const StreamEncoderOptions& options);

/// Whether open_stream_encoder() knows the format.
[[nodiscard]] bool is_stream_format(const std::string& format);

}  // namespace driftwave
