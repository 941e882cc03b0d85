#pragma once
/// One sound on its way to one client, as bytes or as server-sent events.
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/audio/stream_encoder.h"
#include "tools/driftwave/serve/sound_queue.h"

namespace driftwave {

struct SoundAnswerOptions {
  StreamEncoderOptions encoder;  ///< of a sound that says no layout of its own
  bool is_sse = false;           ///< OpenAI's speech.audio.delta and speech.audio.done
  bool has_timings = false;      ///< of is_sse: speech.sentence, .word, .phoneme and .mark, too
};

/// An event for a client, "data: {...}" and an empty line.
[[nodiscard]] std::string server_sent_event(const std::string& json);
/// {"type": "speech.word", "text", "start_seconds", "end_seconds", ...}; sentences and words have
/// "source_begin" and "source_end", bytes of the text that was sent.
[[nodiscard]] std::string event_json(const SpeechEvent& event, int sample_rate_hz);
[[nodiscard]] std::string base64(std::string_view bytes);

/// Thread: one at a time.
class SoundAnswer {
 public:
  SoundAnswer(std::unique_ptr<SoundOrder> order, const SoundAnswerOptions& options);

  /// Waits for the first sound: what is wrong with a request is known before anything is sent.
  /// @param is_there asked now and then. @return false when the client went away.
  /// @throws what the work throws.
  [[nodiscard]] bool await_first(const std::function<bool()>& is_there);

  /// How the sound is encoded, once await_first() has ended.
  [[nodiscard]] const StreamEncoderOptions& encoding() const { return options_.encoder; }

  /// Waits a moment for more. @param bytes to send, maybe none. @return whether there may be more.
  /// @throws what the work throws, but for events: those tell the client.
  [[nodiscard]] bool next(std::string& bytes);

 private:
  void follow(const SoundLayout& layout);
  [[nodiscard]] std::string encode(const SoundPiece& piece);
  [[nodiscard]] std::string end();

  std::unique_ptr<SoundOrder> order_;
  SoundAnswerOptions options_;
  std::unique_ptr<StreamEncoder> encoder_;
  std::optional<SoundPiece> first_;
};

}  // namespace driftwave
