#pragma once
/// Where speech goes: a file, raw samples on standard output, or the loudspeaker.
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "engine/audio/audio_file.h"

namespace driftwave {

class SpeechSink {
 public:
  virtual ~SpeechSink() = default;
  /// Takes the next samples. @throws Error, BrokenPipe.
  virtual void write(std::span<const float> audio) = 0;
  /// After the last sample; without it, files stay unwritten. @throws Error, BrokenPipe.
  virtual void finish(const AudioTags& tags) = 0;
};

/// @param name a file, or "-" for WAV on standard output: whole, so that the sizes in its header are right.
/// @throws Error when the file's folder does not exist or cannot be written.
[[nodiscard]] std::unique_ptr<SpeechSink> file_sink(std::string name, int sample_rate_hz);

/// 16-bit little-endian samples on standard output, at once.
[[nodiscard]] std::unique_ptr<SpeechSink> raw_sink();

/// @throws Error when there is no sound device.
[[nodiscard]] std::unique_ptr<SpeechSink> loudspeaker_sink(int sample_rate_hz);

}  // namespace driftwave
