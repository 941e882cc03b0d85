#pragma once
/// Where speech goes: a file, raw samples on standard output, or the loudspeaker.
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
  /// Says whether we wait for text, so that nobody calls the silence a gap.
  virtual void await_text(bool /*waiting*/) {}
  /// After the last sample; without it, files stay unwritten and the loudspeaker falls silent.
  /// @throws Error, BrokenPipe.
  virtual void finish() = 0;
};

/// Written as the samples come, in memory that does not grow.
/// @param name a file, or "-" for WAV on standard output: whole, at the end, so that the sizes in its header
/// are right. @throws Error when the file cannot be written.
[[nodiscard]] std::unique_ptr<SpeechSink> file_sink(const std::string& name, int sample_rate_hz,
                                                    const AudioTags& tags);

/// 16-bit little-endian samples on standard output, at once.
[[nodiscard]] std::unique_ptr<SpeechSink> raw_sink();

/// Notes gaps in the sound on standard error. A device that fails ends the program with status 1.
/// @param device as in choose_device(). @throws Error when there is no such sound device.
[[nodiscard]] std::unique_ptr<SpeechSink> loudspeaker_sink(int sample_rate_hz,
                                                           const std::string& device = "");

}  // namespace driftwave
