#pragma once
/// A sound as the answer to a request. Private to serve/http_*.cpp.
#include <httplib.h>

#include <memory>
#include <string>

#include "tools/driftwave/serve/sound_answer.h"
#include "tools/driftwave/serve/speech_service.h"

namespace driftwave {

/// nginx's status for a client that closed its request.
inline constexpr int kClientGone = 499;

[[nodiscard]] inline bool is_there(const httplib::Request& request) {
  return request.progress(0, 0);
}

/// Of a sound of the voice. @param format one that is_stream_format() knows
[[nodiscard]] SoundAnswerOptions answer_options(const ChosenVoice& voice, const std::string& format);

/// Sends a sound as it comes. @throws what the work throws before its first sound.
void answer_with_sound(const httplib::Request& request, httplib::Response& response, SpeechService& speech,
                       std::unique_ptr<SoundOrder> order, const SoundAnswerOptions& options);

}  // namespace driftwave
