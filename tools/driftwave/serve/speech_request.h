#pragma once
/// What a request asks for, checked before anything is computed.
#include <cstddef>
#include <string>
#include <string_view>

#include "tts/synthesizer.h"

namespace driftwave {

/// Of one request.
struct RequestLimits {
  std::size_t text_bytes = 100000;
  double sound_seconds = 3600.0;
  double recording_seconds = 300.0;
  std::size_t upload_bytes = 32 << 20;
};

/// Bytes of a line or a body that holds a request: JSON may write each byte of a text as six.
[[nodiscard]] inline std::size_t most_request_bytes(const RequestLimits& limits, std::size_t others) {
  return 6 * limits.text_bytes + others;
}

struct SpeechRequest {
  std::string text;
  bool is_ssml = false;
  std::string voice;
  std::string format = "mp3";  ///< as open_stream_encoder() takes it
  bool is_sse = false;         ///< server-sent events instead of the sound's bytes
  SpeechOptions speech;
};

/// The body of POST /v1/audio/speech: a JSON object with "input" and, as OpenAI's clients send them, "model",
/// "instructions" (both unheeded), "voice", "response_format", "speed", "stream_format"; of our own "seed",
/// "steps", "pitch_st", "sentence_silence_seconds" and "ssml".
/// @throws RequestError naming the key at fault: unknown, of the wrong type, out of range, or missing.
[[nodiscard]] SpeechRequest parse_speech_request(const std::string& body, const RequestLimits& limits);

/// Whether a request for `asked` means the voice `name`: by its name, by none, or by one of the names that
/// OpenAI's own voices have and clients send without being asked.
[[nodiscard]] bool means_voice(std::string_view asked, std::string_view name);

/// What a sound of the format is called on the web.
[[nodiscard]] std::string content_type_of(const std::string& format);

}  // namespace driftwave
