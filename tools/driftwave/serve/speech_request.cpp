#include "tools/driftwave/serve/speech_request.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/audio/stream_encoder.h"
#include "engine/core/config.h"
#include "tools/driftwave/serve/request_error.h"

namespace driftwave {
namespace {

constexpr std::array<std::string_view, 13> kClientVoices = {"alloy", "ash",     "ballad", "cedar", "coral",
                                                            "echo",  "fable",   "marin",  "nova",  "onyx",
                                                            "sage",  "shimmer", "verse"};

/// As ConfigReader, for one who is told which key was wrong.
class RequestReader {
 public:
  explicit RequestReader(const nlohmann::json& object) : reader_(object, "request") {}

  template <typename T>
  void optional(const std::string& key, T& value) {
    try {
      reader_.optional(key, value);
    } catch (const Error& e) {
      throw RequestError({.message = e.what(), .param = key});
    }
  }
  void finish() const { reader_.finish(); }

 private:
  ConfigReader reader_;
};

[[noreturn]] void refuse(const std::string& key, const std::string& message) {
  throw RequestError({.message = key + ": " + message, .param = key});
}

void check_range(const std::string& key, double value, double low, double high) {
  if (value < low || value > high) refuse(key, fmt::format("want {} to {}, got {}", low, high, value));
}

SpeechRequest read(const nlohmann::json& object) {
  SpeechRequest request;
  RequestReader reader(object);
  std::string unheeded;
  std::string stream_format = "audio";
  if (!object.contains("input")) refuse("input", "want a text, got none");
  reader.optional("input", request.text);
  reader.optional("model", unheeded);
  reader.optional("instructions", unheeded);
  reader.optional("voice", request.voice);
  reader.optional("response_format", request.format);
  reader.optional("stream_format", stream_format);
  reader.optional("speed", request.speech.speed);
  reader.optional("seed", request.speech.seed);
  if (object.contains("steps")) {
    reader.optional("steps", request.speech.steps);
    if (request.speech.steps < 0)
      refuse("steps", fmt::format("want 0 or more, got {}", request.speech.steps));
  }
  reader.optional("pitch_st", request.speech.pitch_st);
  reader.optional("pitch_range", request.speech.pitch_range);
  const auto may_have = [&](const std::string& key, std::optional<double>& value, double most) {
    if (!object.contains(key)) return;
    reader.optional(key, value.emplace());
    check_range(key, *value, 0.0, most);
  };
  may_have("temperature", request.speech.temperature, 1.0);
  may_have("melody_temperature", request.speech.melody_temperature, 1.0);
  may_have("sentence_silence_seconds", request.speech.sentence_silence_seconds, 60.0);
  reader.optional("ssml", request.is_ssml);
  reader.finish();
  if (stream_format != "audio" && stream_format != "sse") {
    refuse("stream_format", fmt::format("want audio or sse, got \"{}\"", shortened(stream_format)));
  }
  request.is_sse = stream_format == "sse";
  return request;
}

}  // namespace

SpeechRequest parse_speech_request(const std::string& body, const RequestLimits& limits) {
  SpeechRequest request;
  try {
    request = read(parse_json(body, "request"));
  } catch (const RequestError&) {
    throw;
  } catch (const Error& e) {
    throw RequestError({.message = e.what(), .param = ""});
  }
  if (request.text.empty()) refuse("input", "want a text, got none");
  if (request.text.size() > limits.text_bytes) {
    throw RequestError({.status = 413,
                        .message = fmt::format("input: want at most {} bytes, got {}", limits.text_bytes,
                                               request.text.size()),
                        .param = "input",
                        .code = "too_long"});
  }
  if (!is_stream_format(request.format)) {
    refuse("response_format",
           fmt::format("want wav, mp3, opus, flac or pcm, got \"{}\"", shortened(request.format)));
  }
  check_range("speed", request.speech.speed, 0.25, 4.0);
  check_range("pitch_st", request.speech.pitch_st, -24.0, 24.0);
  check_range("pitch_range", request.speech.pitch_range, 0.0, 4.0);
  return request;
}

bool means_voice(std::string_view asked, std::string_view name) {
  return asked.empty() || asked == name || asked == "default" || std::ranges::count(kClientVoices, asked) > 0;
}

std::string content_type_of(const std::string& format) {
  if (format == "mp3") return "audio/mpeg";
  if (format == "opus") return "audio/ogg; codecs=opus";
  return "audio/" + format;
}

}  // namespace driftwave
