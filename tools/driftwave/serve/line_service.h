#pragma once
/// The service without a port: a JSON object a line in, objects a line out.
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tools/driftwave/serve/speech_service.h"

namespace driftwave {

/// Requests: {"id": a string or number, "op": "speak", and the keys of POST /v1/audio/speech},
/// {"id", "op": "cancel", "target": the id of a speak}, {"id", "op": "voices"}.
/// Answers carry the id and an "event": "audio" ("audio" in base64, of the format that was asked for, pcm
/// where none was), "sentence", "word", "phoneme" and "mark" with their times, and last of all "done",
/// "cancelled", "voices" or "error" with the object that HTTP answers with. Several requests are spoken at
/// once.
///
/// Thread: one at a time.
class LineService {
 public:
  /// @param write one line, without its end; from any thread, one at a time. @return false when nobody reads.
  using Write = std::function<bool(const std::string& line)>;

  LineService(SpeechService& speech, Write write);
  /// Cancels what is still being said.
  ~LineService();
  LineService(const LineService&) = delete;
  LineService& operator=(const LineService&) = delete;

  void take(const std::string& line);
  /// A line that was too long to be read.
  void refuse_line(const std::string& reason);
  /// Waits for what is being said.
  void finish();

 private:
  struct Talk;
  using Id = std::string;  ///< as JSON

  void follow(const nlohmann::json& request, const nlohmann::json& id);
  void speak(nlohmann::json request, const nlohmann::json& id);
  void cancel(const nlohmann::json& request, const nlohmann::json& id);
  void talk(Talk& talk, const nlohmann::json& id);
  bool answer(nlohmann::ordered_json answer, const nlohmann::json& id);

  SpeechService& speech_;
  Write write_;
  std::mutex writing_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::map<Id, std::shared_ptr<Talk>> talks_;
};

/// Serves standard input and output until the input ends and all is said. @throws BrokenPipe.
void serve_standard_streams(SpeechService& speech);

}  // namespace driftwave
