#include "tools/driftwave/serve/line_service.h"

#include <memory>
#include <string_view>
#include <utility>

#include "engine/core/config.h"
#include "tools/driftwave/serve/request_error.h"
#include "tools/driftwave/serve/sound_answer.h"
#include "tools/driftwave/serve/standard_lines.h"

namespace driftwave {
namespace {

using Json = nlohmann::json;
using Ordered = nlohmann::ordered_json;

RequestProblem problem_of(const std::exception& e) {
  if (const auto* refused = dynamic_cast<const RequestError*>(&e)) return refused->problem();
  return {.message = e.what(), .param = ""};
}

Ordered error_answer(const RequestProblem& problem) {
  return {{"event", "error"}, {"error", Ordered::parse(to_json(problem)).at("error")}};
}

}  // namespace

bool LineService::answer(Ordered answer, const Json& id) {
  Ordered line = {{"id", id}};
  line.update(answer);
  return write_(dump_json(line));
}

void LineService::refuse_line(const std::string& reason) {
  answer(error_answer({.message = reason, .param = ""}), nullptr);
}

void LineService::take(const std::string& line) {
  if (line.find_first_not_of(" \t\r") == std::string::npos) return;
  Json id = nullptr;
  try {
    const Json request = parse_json(line, "request");
    if (!request.is_object())
      throw RequestError({.message = "request: want an object, got another", .param = ""});
    const auto found = request.find("id");
    if (found == request.end() || !(found->is_string() || found->is_number_integer())) {
      throw RequestError({.message = "id: want a string or a whole number, got none", .param = "id"});
    }
    id = *found;
    follow(request, id);
  } catch (const std::exception& e) {
    answer(error_answer(problem_of(e)), id);
  }
}

void LineService::follow(const Json& request, const Json& id) {
  const auto op = request.find("op");
  if (op != request.end() && *op == "speak") return speak(request, id);
  if (op != request.end() && *op == "cancel") return cancel(request, id);
  if (op == request.end() || *op != "voices") {
    throw RequestError({.message = "op: want speak, cancel or voices, got another", .param = "op"});
  }
  Ordered voices = Ordered::array();
  for (const auto& served : speech_.voices()) {
    Ordered entry = {{"name", served->id()}, {"language", served->voice().language}};
    if (const auto loaded = served->loaded()) entry["sample_rate_hz"] = loaded->sample_rate_hz();
    voices.push_back(std::move(entry));
  }
  answer({{"event", "voices"}, {"voices", std::move(voices)}}, id);
}

void LineService::cancel(const Json& request, const Json& id) {
  const auto target = request.find("target");
  if (target == request.end() || !calls_.cancel(dump_json(*target))) {
    throw RequestError(
        {.message = "target: want the id of a text that is spoken, got another", .param = "target"});
  }
  answer({{"event", "done"}}, id);
}

void LineService::speak(Json request, const Json& id) {
  request.erase("id");
  request.erase("op");
  if (!request.contains("response_format")) request["response_format"] = "pcm";
  if (request.contains("stream_format")) {
    throw RequestError({.message = "stream_format: want none here, got one", .param = "stream_format"});
  }
  SpeechRequest asked = parse_speech_request(dump_json(request), speech_.limits());
  const ChosenVoice voice = speech_.choose(asked.voice);
  const std::shared_ptr<StreamEncoder> encoder = open_stream_encoder(
      {.format = asked.format, .sample_rate_hz = voice.sample_rate_hz(), .tags = voice.tags});
  const bool is_new = calls_.begin(
      dump_json(id), [&] { return speech_.order(std::move(asked), voice).order; },
      [this, encoder, id](Calls::Call& call) { talk(call, *encoder, id); });
  if (!is_new) {
    throw RequestError({.message = "id: want one that is not in use, got one that is", .param = "id"});
  }
}

void LineService::talk(Calls::Call& call, StreamEncoder& encoder, const Json& id) {
  const auto send_sound = [&](const std::string& bytes) {
    return bytes.empty() || answer({{"event", "audio"}, {"audio", base64(bytes)}}, id);
  };
  try {
    SoundPiece piece;
    for (;;) {
      const SoundOrder::State state = call.take(piece);
      if (state == SoundOrder::State::kPending) {
        answer({{"event", "cancelled"}}, id);
        return;
      }
      if (state == SoundOrder::State::kEnd) {
        if (send_sound(encoder.finish())) answer({{"event", "done"}}, id);
        return;
      }
      for (const SpeechEvent& event : piece.events) {
        Ordered told = Ordered::parse(event_json(event, piece.layout.sample_rate_hz));
        Ordered line = {
            {"event", told["type"].get<std::string>().substr(std::string_view("speech.").size())}};
        told.erase("type");
        line.update(told);
        answer(line, id);
      }
      if (!send_sound(encoder.encode(piece.samples))) return;
    }
  } catch (const std::exception& e) {
    answer(error_answer(problem_of(e)), id);
  }
}

void serve_standard_streams(SpeechService& speech) {
  StandardLines lines(most_request_bytes(speech.limits(), kOtherLineBytes));
  LineService service(speech, [&lines](const std::string& line) { return lines.write(line); });
  lines.read([&](const std::string& line) { service.take(line); },
             [&](const std::string& reason) { service.refuse_line(reason); });
  service.finish();
  lines.check_reader();
}

}  // namespace driftwave
