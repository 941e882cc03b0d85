#pragma once
/// The service without a port: a JSON object a line in, objects a line out.
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "engine/audio/stream_encoder.h"
#include "tools/driftwave/serve/calls.h"
#include "tools/driftwave/serve/speech_service.h"

namespace driftwave {

/// Requests: {"id": a string or number, "op": "speak", and the keys of POST /v1/audio/speech},
/// {"id", "op": "cancel", "target": the id of a speak}, {"id", "op": "voices"}.
/// Answers carry the id and an "event": "audio" ("audio" in base64, of the format that was asked for, pcm
/// where none was), "sentence", "word", "phoneme" and "mark" with their times, and last of all "done",
/// "cancelled", "voices" or "error" with the object that HTTP answers with. Several requests are spoken at
/// once; the end cancels what is still being said.
///
/// Thread: one at a time.
class LineService {
 public:
  /// One line, without its end; from any thread. @return false when nobody reads.
  using Write = std::function<bool(const std::string& line)>;

  LineService(SpeechService& speech, Write write) : speech_(speech), write_(std::move(write)) {}

  void take(const std::string& line);
  /// A line that was too long to be read.
  void refuse_line(const std::string& reason);
  /// Waits for what is being said.
  void finish() { calls_.finish(); }

 private:
  void follow(const nlohmann::json& request, const nlohmann::json& id);
  void speak(nlohmann::json request, const nlohmann::json& id);
  void cancel(const nlohmann::json& request, const nlohmann::json& id);
  void talk(Calls::Call& call, StreamEncoder& encoder, const nlohmann::json& id);
  bool answer(nlohmann::ordered_json answer, const nlohmann::json& id);

  SpeechService& speech_;
  Write write_;
  Calls calls_;  ///< ends before what it uses
};

/// Serves standard input and output until the input ends and all is said. @throws BrokenPipe.
void serve_standard_streams(SpeechService& speech);

}  // namespace driftwave
