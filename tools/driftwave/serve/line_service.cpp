#include "tools/driftwave/serve/line_service.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <span>
#include <thread>
#include <utility>

#include "engine/core/config.h"
#include "tools/driftwave/serve/request_error.h"
#include "tools/driftwave/serve/sound_answer.h"
#include "tools/driftwave/standard_output.h"

namespace driftwave {
namespace {

using Json = nlohmann::json;
using Ordered = nlohmann::ordered_json;

constexpr std::chrono::milliseconds kPatience{20};

RequestProblem problem_of(const std::exception& e) {
  if (const auto* refused = dynamic_cast<const RequestError*>(&e)) return refused->problem();
  return {.message = e.what(), .param = ""};
}

Ordered error_answer(const RequestProblem& problem) {
  return {{"event", "error"}, {"error", Ordered::parse(to_json(problem)).at("error")}};
}

}  // namespace

struct LineService::Talk {
  OrderedSpeech ordered;
  std::unique_ptr<StreamEncoder> encoder;
  std::atomic<bool> is_cancelled{false};
};

LineService::LineService(SpeechService& speech, Write write) : speech_(speech), write_(std::move(write)) {}

LineService::~LineService() {
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, talk] : talks_) talk->is_cancelled = true;
  }
  finish();
}

void LineService::finish() {
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [this] { return talks_.empty(); });
}

bool LineService::answer(Ordered answer, const Json& id) {
  Ordered line = {{"id", id}};
  line.update(answer);
  const std::lock_guard lock(writing_);
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
  const Voice& voice = speech_.voice();
  answer({{"event", "voices"},
          {"voices", Ordered::array({{{"name", speech_.voice_id()},
                                      {"language", voice.language},
                                      {"sample_rate_hz", speech_.sample_rate_hz()}}})}},
         id);
}

void LineService::cancel(const Json& request, const Json& id) {
  const auto target = request.find("target");
  {
    const std::lock_guard lock(mutex_);
    const auto found = target == request.end() ? talks_.end() : talks_.find(dump_json(*target));
    if (found == talks_.end()) {
      throw RequestError(
          {.message = "target: want the id of a text that is spoken, got another", .param = "target"});
    }
    found->second->is_cancelled = true;
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
  const auto talk_of = std::make_shared<Talk>();
  talk_of->encoder = open_stream_encoder(
      {.format = asked.format, .sample_rate_hz = speech_.sample_rate_hz(), .tags = speech_.tags()});
  {
    const std::lock_guard lock(mutex_);
    if (talks_.contains(dump_json(id))) {
      throw RequestError({.message = "id: want one that is not in use, got one that is", .param = "id"});
    }
    talk_of->ordered = speech_.order(std::move(asked));
    talks_[dump_json(id)] = talk_of;
  }
  std::thread([this, talk_of, id] {
    talk(*talk_of, id);
    // Its order ends before the service may.
    talk_of->ordered = {};
    const std::lock_guard lock(mutex_);
    talks_.erase(dump_json(id));
    ended_.notify_all();
  }).detach();
}

void LineService::talk(Talk& talk, const Json& id) {
  const auto send_sound = [&](const std::string& bytes) {
    return bytes.empty() || answer({{"event", "audio"}, {"audio", base64(bytes)}}, id);
  };
  try {
    SoundPiece piece;
    while (!talk.is_cancelled) {
      const SoundOrder::State state = talk.ordered.order->take(piece, kPatience);
      if (state == SoundOrder::State::kPending) continue;
      if (state == SoundOrder::State::kEnd) {
        if (send_sound(talk.encoder->finish())) answer({{"event", "done"}}, id);
        return;
      }
      for (const SpeechEvent& event : piece.events) {
        Ordered told = Ordered::parse(event_json(event, speech_.sample_rate_hz()));
        Ordered line = {
            {"event", told["type"].get<std::string>().substr(std::string_view("speech.").size())}};
        told.erase("type");
        line.update(told);
        answer(line, id);
      }
      if (!send_sound(talk.encoder->encode(piece.samples))) return;
    }
    answer({{"event", "cancelled"}}, id);
  } catch (const std::exception& e) {
    answer(error_answer(problem_of(e)), id);
  }
}

void serve_standard_streams(SpeechService& speech) {
  std::atomic<bool> has_reader{true};
  LineService service(speech, [&has_reader](const std::string& line) {
    try {
      const std::string whole = line + "\n";
      write_stdout(std::as_bytes(std::span(whole)));
    } catch (const std::exception&) {
      has_reader = false;
    }
    return has_reader.load();
  });
  const std::size_t most_bytes = 6 * speech.limits().text_bytes + 65536;
  std::string waiting;
  bool skips = false;  // the rest of a line that was too long
  std::array<char, 65536> piece{};
  while (has_reader) {
    const ssize_t got = ::read(STDIN_FILENO, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    waiting.append(piece.data(), static_cast<std::size_t>(got));
    for (std::size_t end = 0; (end = waiting.find('\n')) != std::string::npos; waiting.erase(0, end + 1)) {
      if (!std::exchange(skips, false)) service.take(waiting.substr(0, end));
    }
    if (waiting.size() > most_bytes) {
      if (!std::exchange(skips, true))
        service.refuse_line(fmt::format("request: want a line of at most {} bytes, got more", most_bytes));
      waiting.clear();
    }
  }
  if (!waiting.empty() && !skips) service.take(waiting);
  service.finish();
  if (!has_reader) throw BrokenPipe();
}

}  // namespace driftwave
