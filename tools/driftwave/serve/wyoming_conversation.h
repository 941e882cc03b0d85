#pragma once
/// One client of the Wyoming protocol.
#include <functional>
#include <string>
#include <string_view>

#include "tools/driftwave/serve/speech_service.h"
#include "tools/driftwave/serve/wyoming_event.h"

namespace driftwave {

/// describe is answered with info, ping with pong; synthesize with audio-start, audio-chunk and audio-stop.
/// synthesize-start begins a text that comes in synthesize-chunk: what is whole of it is spoken while more
/// comes; after synthesize-stop and the last sound comes synthesize-stopped. A text that begins with <speak
/// is SSML. What cannot be spoken is answered with error.
///
/// Thread: one at a time.
class WyomingConversation {
 public:
  /// @param send returns false when the client is gone.
  using Send = std::function<bool(std::string_view bytes)>;

  WyomingConversation(SpeechService& speech, Send send);

  /// Takes what the client says. @throws Error when that is no Wyoming: the conversation is over.
  void hear(std::string_view bytes);
  /// Sends what is ready, waiting a moment where there is nothing yet. @return false when the client is gone.
  bool speak_on();
  [[nodiscard]] bool is_speaking() const { return ordered_.order != nullptr; }

 private:
  void answer(const WyomingEvent& event);
  void start(const WyomingEvent& event, bool is_streaming);
  void add_text(const std::string& text, bool is_last);
  void stop();
  void send(const WyomingEvent& event) { is_there_ = send_(to_bytes(event)) && is_there_; }
  void send_problem(const std::string& text, const std::string& code);
  void send_sound(const SoundPiece& piece);
  [[nodiscard]] nlohmann::json format(std::uint64_t sample) const;
  [[nodiscard]] nlohmann::json info() const;

  SpeechService& speech_;
  Send send_;
  WyomingReader reader_;
  OrderedSpeech ordered_;      ///< empty while nothing is said
  bool is_streaming_ = false;  ///< between synthesize-start and the end of its sound
  bool has_stopped_ = false;   ///< no more text comes
  bool is_ssml_ = false;
  std::string waiting_;  ///< text of which no sentence is whole
  std::size_t text_bytes_ = 0;
  int rate_hz_ = 0;  ///< of the voice that speaks
  std::uint64_t samples_ = 0;
  bool has_started_ = false;  ///< audio-start is sent
  bool is_there_ = true;
};

}  // namespace driftwave
