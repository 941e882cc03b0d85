#include "tools/driftwave/serve/mcp_service.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <string_view>

#include "engine/core/config.h"
#include "tools/driftwave/serve/request_error.h"
#include "tools/driftwave/serve/sound_answer.h"
#include "tools/driftwave/serve/standard_lines.h"
#include "tools/driftwave/serve/web_files.h"

namespace driftwave {
namespace {

using Json = nlohmann::json;
using Ordered = nlohmann::ordered_json;

/// Newest first.
constexpr std::array<std::string_view, 4> kRevisions = {"2025-11-25", "2025-06-18", "2025-03-26",
                                                        "2024-11-05"};
/// Knows no audio content.
constexpr std::string_view kOldestRevision = kRevisions.back();
constexpr const char* kTool = "speak";

/// Of JSON-RPC 2.0.
enum RpcCode {
  kParseError = -32700,
  kInvalidRequest = -32600,
  kNoMethod = -32601,
  kInvalidParams = -32602,
  kInternalError = -32603
};

class RpcError : public Error {
 public:
  RpcError(RpcCode code, const std::string& message) : Error("{}", message), code_(code) {}
  [[nodiscard]] RpcCode code() const { return code_; }

 private:
  RpcCode code_;
};

Ordered result_message(const Json& id, Ordered result) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

Ordered error_message(const Json& id, RpcCode code, const std::string& message) {
  return {
      {"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", static_cast<int>(code)}, {"message", message}}}};
}

/// What a model reads that has called the tool wrongly, and may do better.
Ordered failed_call(const std::string& reason) {
  return {{"content", Ordered::array({{{"type", "text"}, {"text", reason}}})}, {"isError", true}};
}

bool is_id(const Json& value) {
  return value.is_string() || value.is_number_integer();
}

/// A member that is a text, or an empty one.
std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// An object's object, empty where there is none. @throws RpcError.
Json object_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return Json::object();
  if (!found->is_object()) throw RpcError(kInvalidParams, std::string(key) + ": want an object, got another");
  return *found;
}

/// The keys of a request over HTTP, as its description has them, but for those that say nothing here.
Ordered tool_arguments(const SpeechService& speech) {
  Ordered schema = Ordered::parse(openapi_json())["components"]["schemas"]["SpeechRequest"];
  for (const char* key : {"model", "instructions", "stream_format"}) schema["properties"].erase(key);
  schema["properties"]["response_format"] = {
      {"type", "string"}, {"enum", {"mp3", "wav", "opus", "flac", "pcm"}}, {"default", "mp3"}};
  Ordered names = Ordered::array();
  for (const auto& voice : speech.voices()) names.push_back(voice->id());
  const std::string otherwise = speech.voices().front()->id();
  schema["properties"]["voice"] = {{"type", "string"}, {"enum", std::move(names)}, {"default", otherwise}};
  return schema;
}

Ordered tools(const SpeechService& speech) {
  std::string voices;
  for (const auto& served : speech.voices()) {
    voices += fmt::format("{}{} (language: {})", voices.empty() ? "" : " or ", served->id(),
                          served->voice().language);
  }
  const std::string description =
      fmt::format("Speaks a text aloud with the voice {} and returns the recording.", voices);
  return {{"tools", Ordered::array({{{"name", kTool},
                                     {"title", "Speak a text"},
                                     {"description", description},
                                     {"inputSchema", tool_arguments(speech)},
                                     {"annotations", {{"readOnlyHint", true}, {"openWorldHint", false}}}}})}};
}

/// Answers of a batch, which leave together.
struct Batch {
  std::mutex mutex;
  Ordered answers = Ordered::array();
  std::size_t missing = 0;
};

}  // namespace

void McpService::refuse_line(const std::string& reason) {
  write_(dump_json(error_message(nullptr, kInvalidRequest, reason)));
}

void McpService::take(const std::string& line) {
  if (line.find_first_not_of(" \t\r") == std::string::npos) return;
  Json message;
  try {
    message = parse_json(line, "message");
  } catch (const std::exception& e) {
    write_(dump_json(error_message(nullptr, kParseError, e.what())));
    return;
  }
  if (message.is_array()) return take_batch(message);
  take_message(message, [this](const std::optional<Ordered>& answer) {
    if (answer) write_(dump_json(*answer));
  });
}

void McpService::take_batch(const Json& batch) {
  if (batch.empty()) return refuse_line("batch: want a message, got none");
  const auto whole = std::make_shared<Batch>();
  whole->missing = batch.size();
  const Reply reply = [this, whole](std::optional<Ordered> answer) {
    const std::lock_guard lock(whole->mutex);
    if (answer) whole->answers.push_back(*std::move(answer));
    if (--whole->missing == 0 && !whole->answers.empty()) write_(dump_json(whole->answers));
  };
  for (const Json& message : batch) take_message(message, reply);
}

void McpService::take_message(const Json& message, const Reply& reply) {
  const auto found = message.find("id");
  const bool has_id = message.is_object() && found != message.end();
  const Json id = has_id && is_id(*found) ? *found : Json();
  try {
    if (!message.is_object() || text_of(message, "jsonrpc") != "2.0") {
      throw RpcError(kInvalidRequest, "message: want an object with \"jsonrpc\": \"2.0\", got another");
    }
    if (!message.contains("method")) {
      // An answer, though nothing was asked.
      if (message.contains("result") || message.contains("error")) return reply({});
      throw RpcError(kInvalidRequest, "method: want a text, got none");
    }
    if (!message["method"].is_string()) throw RpcError(kInvalidRequest, "method: want a text, got another");
    if (!has_id) {
      notice(message);
      return reply({});
    }
    if (id.is_null()) throw RpcError(kInvalidRequest, "id: want a text or a whole number, got another");
    follow(message, id, reply);
  } catch (const RpcError& e) {
    reply(error_message(id, e.code(), e.what()));
  } catch (const std::exception& e) {
    reply(error_message(id, kInternalError, e.what()));
  }
}

void McpService::follow(const Json& request, const Json& id, const Reply& reply) {
  const std::string method = text_of(request, "method");
  const Json parameters = object_of(request, "params");
  if (method == "initialize") return reply(result_message(id, introduce(parameters)));
  if (method == "ping") return reply(result_message(id, Ordered::object()));
  if (method == "tools/list") return reply(result_message(id, tools(speech_)));
  if (method == "tools/call") return call_tool(parameters, id, reply);
  throw RpcError(kNoMethod, fmt::format("method: want initialize, ping, tools/list or tools/call, got \"{}\"",
                                        shortened(method)));
}

Ordered McpService::introduce(const Json& parameters) {
  const std::string asked = text_of(parameters, "protocolVersion");
  if (asked.empty()) throw RpcError(kInvalidParams, "protocolVersion: want a text, got none");
  const bool is_known = std::ranges::count(kRevisions, asked) > 0;
  revision_ = is_known ? asked : std::string(kRevisions.front());
  return {{"protocolVersion", revision_},
          {"capabilities", {{"tools", Ordered::object()}}},
          {"serverInfo", {{"name", "driftwave"}, {"title", "Driftwave"}, {"version", DRIFTWAVE_VERSION}}}};
}

void McpService::notice(const Json& notification) {
  if (notification["method"] != "notifications/cancelled") return;
  const auto parameters = notification.find("params");
  if (parameters == notification.end() || !parameters->is_object()) return;
  const auto id = parameters->find("requestId");
  // A call may have ended meanwhile.
  if (id != parameters->end()) calls_.cancel(dump_json(*id));
}

void McpService::call_tool(const Json& parameters, const Json& id, const Reply& reply) {
  if (text_of(parameters, "name") != kTool) {
    throw RpcError(kInvalidParams, fmt::format("name: want the tool \"{}\", got another", kTool));
  }
  const Json arguments = object_of(parameters, "arguments");
  try {
    if (arguments.contains("stream_format")) {
      throw RequestError({.message = "stream_format: want none here, got one", .param = "stream_format"});
    }
    SpeechRequest asked = parse_speech_request(dump_json(arguments), speech_.limits());
    const ChosenVoice voice = speech_.choose(asked.voice);
    const StreamEncoderOptions encoding{
        .format = asked.format, .sample_rate_hz = voice.sample_rate_hz(), .tags = voice.tags};
    const bool is_new = calls_.begin(
        dump_json(id), [&] { return speech_.order(std::move(asked), voice).order; },
        [this, encoding, id, reply, revision = revision_](Calls::Call& call) {
          std::optional<Ordered> result = spoken(call, encoding, revision);
          reply(result ? std::optional(result_message(id, *std::move(result))) : std::nullopt);
        });
    if (!is_new) throw RpcError(kInvalidRequest, "id: want one that is not in use, got one that is");
  } catch (const RequestError& e) {
    reply(result_message(id, failed_call(e.what())));
  }
}

std::optional<Ordered> McpService::spoken(Calls::Call& call, const StreamEncoderOptions& encoding,
                                          const std::string& revision) {
  try {
    const std::unique_ptr<StreamEncoder> encoder = open_stream_encoder(encoding);
    std::string bytes;
    std::size_t samples = 0;
    SoundPiece piece;
    SoundOrder::State state = SoundOrder::State::kPiece;
    while ((state = call.take(piece)) == SoundOrder::State::kPiece) {
      samples += piece.samples.size();
      bytes += encoder->encode(piece.samples);
    }
    if (state == SoundOrder::State::kPending) return {};
    bytes += encoder->finish();
    const std::string type = content_type_of(encoding.format);
    const double seconds = static_cast<double>(samples) / encoding.sample_rate_hz;
    Ordered sound = {{"type", "audio"}, {"data", base64(bytes)}, {"mimeType", type}};
    if (revision == kOldestRevision) {
      sound = {{"type", "resource"},
               {"resource", {{"uri", "driftwave:speech"}, {"mimeType", type}, {"blob", base64(bytes)}}}};
    }
    const std::string note =
        fmt::format("{:.1f} seconds of speech, {}, {} Hz", seconds, encoding.format, encoding.sample_rate_hz);
    return Ordered{{"content", Ordered::array({sound, {{"type", "text"}, {"text", note}}})},
                   {"isError", false}};
  } catch (const std::exception& e) {
    return failed_call(e.what());
  }
}

void serve_mcp(SpeechService& speech) {
  StandardLines lines(most_request_bytes(speech.limits(), kOtherLineBytes));
  McpService service(speech, [&lines](const std::string& line) { return lines.write(line); });
  lines.read([&](const std::string& line) { service.take(line); },
             [&](const std::string& reason) { service.refuse_line(reason); });
  service.finish();
  lines.check_reader();
}

}  // namespace driftwave
