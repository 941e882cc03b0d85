#pragma once
/// What the module tells Speech Dispatcher: replies, events and sound, on one pipe.
#include <cstddef>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

namespace driftwave {

/// Messages are written whole, one after the other. A pipe that nobody reads any more is no error here: the
/// module ends when its input does.
///
/// Thread: any.
class ModuleOutput {
 public:
  /// The pipe's buffer becomes small: what has been written is heard, even after a stop.
  explicit ModuleOutput(int descriptor);

  /// Lines without their last end of line: "200 OK SPEAKING".
  void send(std::string_view lines);
  /// Sound for the server to play, mono.
  void send_audio(std::span<const float> samples, int sample_rate_hz);

 private:
  void write_all(const std::string& bytes);

  int descriptor_;
  std::mutex mutex_;
};

/// The sound as the server takes it ("705-..."): 16 bits, with what would end a line escaped.
[[nodiscard]] std::string audio_message(std::span<const float> samples, int sample_rate_hz);

}  // namespace driftwave
