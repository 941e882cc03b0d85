#include "tools/driftwave/serve/wyoming_conversation.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <span>
#include <utility>

#include "engine/audio/pcm.h"
#include "tools/driftwave/serve/request_error.h"
#include "tts/text/sentences.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

using Json = nlohmann::json;

constexpr std::chrono::milliseconds kPatience{20};
constexpr std::size_t kOtherBytes = 65536;  // of an event, beside its text

std::string text_at(const Json& data, const char* key) {
  const auto found = data.find(key);
  return found != data.end() && found->is_string() ? found->get<std::string>() : "";
}

bool is_ssml(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && text.substr(begin).starts_with("<speak");
}

/// "en-us" to "en_US", as Home Assistant names languages.
std::string language_code(const std::string& language) {
  std::string code = language;
  const std::size_t dash = code.find('-');
  if (dash == std::string::npos) return code;
  code[dash] = '_';
  std::transform(code.begin() + static_cast<std::ptrdiff_t>(dash), code.end(),
                 code.begin() + static_cast<std::ptrdiff_t>(dash),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return code;
}

}  // namespace

WyomingConversation::WyomingConversation(SpeechService& speech, Send send)
    : speech_(speech), send_(std::move(send)), reader_(6 * speech.limits().text_bytes + kOtherBytes) {}

void WyomingConversation::hear(std::string_view bytes) {
  reader_.add(bytes);
  while (std::optional<WyomingEvent> event = reader_.next()) {
    try {
      answer(*event);
    } catch (const RequestError& e) {
      ordered_ = {};
      is_streaming_ = false;
      send_problem(e.what(), e.problem().code);
    }
  }
}

void WyomingConversation::answer(const WyomingEvent& event) {
  if (event.type == "describe") {
    send({.type = "info", .data = info()});
  } else if (event.type == "ping") {
    send({.type = "pong", .data = event.data});
  } else if (event.type == "synthesize") {
    // Clients that stream send the whole text, too, for services that do not.
    if (is_streaming_) return;
    start(event, false);
    add_text(text_at(event.data, "text"), true);
    stop();
  } else if (event.type == "synthesize-start") {
    start(event, true);
  } else if (event.type == "synthesize-chunk") {
    if (is_streaming_ && !has_stopped_) add_text(text_at(event.data, "text"), false);
  } else if (event.type == "synthesize-stop") {
    if (is_streaming_ && !has_stopped_) {
      add_text("", true);
      stop();
    }
  }
}

void WyomingConversation::start(const WyomingEvent& event, bool is_streaming) {
  if (is_speaking()) {
    throw RequestError({.message = "synthesize: want the text before to end first, got another",
                        .param = "",
                        .code = "busy"});
  }
  SpeechRequest request;
  if (const auto voice = event.data.find("voice"); voice != event.data.end() && voice->is_object()) {
    request.voice = text_at(*voice, "name");
  }
  const ChosenVoice chosen = speech_.choose(request.voice);
  ordered_ = speech_.order_open(request, chosen);
  rate_hz_ = chosen.sample_rate_hz();
  is_streaming_ = is_streaming;
  has_stopped_ = false;
  has_started_ = false;
  is_ssml_ = false;
  waiting_.clear();
  text_bytes_ = 0;
  samples_ = 0;
}

void WyomingConversation::add_text(const std::string& text, bool is_last) {
  text_bytes_ += text.size();
  if (text_bytes_ > speech_.limits().text_bytes) {
    throw RequestError({.message = "text: want less, got more than a request may have",
                        .param = "text",
                        .code = "too_long"});
  }
  waiting_ += text;
  is_ssml_ = is_ssml_ || is_ssml(waiting_);
  std::size_t whole = waiting_.size();
  if (!is_last) {
    const CleanText clean = clean_utf8(waiting_);
    const std::size_t end = is_ssml_ ? 0 : whole_sentences_of_line(clean.text);
    whole = end > 0 ? clean.source_offset(end) : 0;
  }
  if (whole == 0) return;
  ordered_.work->push(
      {.text = waiting_.substr(0, whole), .is_ssml = is_ssml_, .more_may_follow = is_streaming_});
  waiting_.erase(0, whole);
  ordered_.order->wake();
}

void WyomingConversation::stop() {
  has_stopped_ = true;
  ordered_.work->close();
  ordered_.order->wake();
}

bool WyomingConversation::speak_on() {
  if (!is_speaking()) return is_there_;
  SoundPiece piece;
  try {
    const SoundOrder::State state = ordered_.order->take(piece, kPatience);
    if (state == SoundOrder::State::kPiece) send_sound(piece);
    if (state != SoundOrder::State::kEnd) return is_there_;
    if (has_started_) send({.type = "audio-stop", .data = {{"timestamp", format(samples_)["timestamp"]}}});
  } catch (const RequestError& e) {
    send_problem(e.what(), e.problem().code);
  }
  ordered_ = {};
  if (std::exchange(is_streaming_, false)) send({.type = "synthesize-stopped"});
  return is_there_;
}

void WyomingConversation::send_sound(const SoundPiece& piece) {
  if (piece.samples.empty()) return;
  if (!std::exchange(has_started_, true)) send({.type = "audio-start", .data = format(samples_)});
  const std::vector<std::byte> pcm = to_s16le(piece.samples);
  send({.type = "audio-chunk",
        .data = format(samples_),
        .payload = std::string(reinterpret_cast<const char*>(pcm.data()), pcm.size())});
  samples_ += piece.samples.size();
}

void WyomingConversation::send_problem(const std::string& text, const std::string& code) {
  send({.type = "error", .data = {{"text", text}, {"code", code}}});
}

Json WyomingConversation::format(std::uint64_t sample) const {
  return {{"rate", rate_hz_},
          {"width", 2},
          {"channels", 1},
          {"timestamp", sample * 1000 / static_cast<std::uint64_t>(rate_hz_)}};
}

Json WyomingConversation::info() const {
  const Json attribution = {{"name", "Driftwave"}, {"url", ""}};
  Json voices = Json::array();
  for (const auto& served : speech_.voices()) {
    const Voice& voice = served->voice();
    voices.push_back({{"name", served->id()},
                      {"description", voice.description},
                      {"attribution", attribution},
                      {"installed", true},
                      {"version", DRIFTWAVE_VERSION},
                      {"languages", Json::array({language_code(voice.language)})},
                      {"speakers", nullptr}});
  }
  Json info = {{"tts", Json::array({{{"name", "driftwave"},
                                     {"description", "Speech by waveform diffusion"},
                                     {"attribution", attribution},
                                     {"installed", true},
                                     {"version", DRIFTWAVE_VERSION},
                                     {"voices", std::move(voices)},
                                     {"supports_synthesize_streaming", true}}})}};
  for (const char* other : {"asr", "handle", "intent", "wake", "mic", "snd"}) info[other] = Json::array();
  return info;
}

}  // namespace driftwave
