#include "tools/driftwave/serve/http_answer.h"

#include <chrono>
#include <utility>

namespace driftwave {

SoundAnswerOptions answer_options(const ChosenVoice& voice, const std::string& format) {
  return {.encoder = {.format = format, .sample_rate_hz = voice.sample_rate_hz(), .tags = voice.tags}};
}

void answer_with_sound(const httplib::Request& request, httplib::Response& response, SpeechService& speech,
                       std::unique_ptr<SoundOrder> order, const SoundAnswerOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const auto answer = std::make_shared<SoundAnswer>(std::move(order), options);
  if (!answer->await_first([&] { return is_there(request); })) {
    response.status = kClientGone;
    return;
  }
  const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - start;
  speech.metrics().observe_first_audio(waited.count());
  const auto provide = [answer](std::size_t, httplib::DataSink& sink) {
    if (!sink.is_writable()) return false;
    std::string bytes;
    const bool goes_on = answer->next(bytes);
    if (!bytes.empty() && !sink.write(bytes.data(), bytes.size())) return false;
    if (!goes_on) sink.done();
    return true;
  };
  const std::string type = options.is_sse ? "text/event-stream" : content_type_of(options.encoder.format);
  response.set_header("X-Sample-Rate", std::to_string(answer->encoding().sample_rate_hz));
  response.set_header("X-Channels", std::to_string(answer->encoding().channels));
  response.set_header("Cache-Control", "no-store");
  response.set_header("X-Accel-Buffering", "no");
  if (request.version == "HTTP/1.0") {
    response.set_content_provider(type, provide);
  } else {
    response.set_chunked_content_provider(type, provide);
  }
}

}  // namespace driftwave
