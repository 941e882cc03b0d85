#pragma once
/// The service as a tool of language models: a server of the Model Context Protocol over standard input and
/// output (modelcontextprotocol.io, revisions 2024-11-05 to 2025-11-25).
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "engine/audio/stream_encoder.h"
#include "tools/driftwave/serve/calls.h"
#include "tools/driftwave/serve/speech_service.h"

namespace driftwave {

/// JSON-RPC 2.0, a message or a batch a line: "initialize", "ping", "tools/list", and "tools/call" of the one
/// tool "speak", which takes the keys of POST /v1/audio/speech and answers with audio content.
/// "notifications/cancelled" ends a call without an answer. Calls are answered at the same time; the end
/// cancels those that are not.
///
/// Thread: one at a time.
class McpService {
 public:
  /// One line, without its end; from any thread. @return false when nobody reads.
  using Write = std::function<bool(const std::string& line)>;

  McpService(SpeechService& speech, Write write) : speech_(speech), write_(std::move(write)) {}

  void take(const std::string& line);
  /// A line that was too long to be read.
  void refuse_line(const std::string& reason);
  /// Waits for the calls.
  void finish() { calls_.finish(); }

 private:
  /// Takes the answer to a request: none for one that was cancelled. Thread: any.
  using Reply = std::function<void(std::optional<nlohmann::ordered_json> answer)>;

  void take_batch(const nlohmann::json& batch);
  void take_message(const nlohmann::json& message, const Reply& reply);
  void follow(const nlohmann::json& request, const nlohmann::json& id, const Reply& reply);
  void call_tool(const nlohmann::json& parameters, const nlohmann::json& id, const Reply& reply);
  void notice(const nlohmann::json& notification);
  [[nodiscard]] nlohmann::ordered_json introduce(const nlohmann::json& parameters);
  /// @return the result of a call; none when it was cancelled
  [[nodiscard]] std::optional<nlohmann::ordered_json> spoken(Calls::Call& call,
                                                             const StreamEncoderOptions& encoding,
                                                             const std::string& revision);

  SpeechService& speech_;
  Write write_;
  std::string revision_;  ///< of the protocol, as agreed upon
  Calls calls_;           ///< ends before what it uses
};

/// Serves standard input and output until the input ends and all calls are answered. @throws BrokenPipe.
void serve_mcp(SpeechService& speech);

}  // namespace driftwave
