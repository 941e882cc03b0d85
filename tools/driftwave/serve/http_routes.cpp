#include "tools/driftwave/serve/http_routes.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/core/config.h"
#include "tools/driftwave/serve/http_answer.h"
#include "tools/driftwave/serve/http_recordings.h"
#include "tools/driftwave/serve/web_files.h"
#include "tools/driftwave/timings.h"

namespace driftwave {
namespace {

using Json = nlohmann::ordered_json;
using httplib::Request;
using httplib::Response;

constexpr const char* kJson = "application/json";

constexpr std::array<std::string_view, 15> kRoutes = {
    "/",         "/v1/voices",    "/v1/models", kSpeechPath, kTimingsPath,
    kVocodePath, kMorphPath,      kRepairPath,  "/health",   "/ready",
    "/metrics",  "/openapi.json", "/page.js",   "/page.css", "/recording.js"};
constexpr std::array<std::string_view, 7> kOpenPaths = {
    "/", "/page.js", "/page.css", "/recording.js", "/health", "/ready", "/openapi.json"};

void want_type(const Request& request, std::string_view type) {
  const std::string given = request.get_header_value("Content-Type");
  if (given.starts_with(type)) return;
  throw RequestError({.status = 415,
                      .message = fmt::format("Content-Type: want {}, got another", type),
                      .param = "",
                      .code = "unsupported_media_type"});
}

void speak(const Request& request, Response& response, SpeechService& speech) {
  want_type(request, kJson);
  SpeechRequest asked = parse_speech_request(request.body, speech.limits());
  const ChosenVoice voice = speech.choose(asked.voice);
  SoundAnswerOptions options = answer_options(voice, asked.format);
  options.is_sse = asked.is_sse;
  answer_with_sound(request, response, speech, speech.order(std::move(asked), voice).order, options);
}

/// All at once: when each word of the sound sounds. Steps change no time, so none are taken.
void tell_timings(const Request& request, Response& response, SpeechService& speech) {
  want_type(request, kJson);
  SpeechRequest asked = parse_speech_request(request.body, speech.limits());
  const ChosenVoice voice = speech.choose(asked.voice);
  if (asked.is_sse) {
    SoundAnswerOptions options = answer_options(voice, asked.format);
    options.is_sse = true;
    options.has_timings = true;
    return answer_with_sound(request, response, speech, speech.order(std::move(asked), voice).order, options);
  }
  asked.speech.steps = 0;
  const std::unique_ptr<SoundOrder> order = speech.order(std::move(asked), voice).order;
  Timings timings(voice.sample_rate_hz());
  SoundPiece piece;
  for (;;) {
    const SoundOrder::State state = order->take(piece, std::chrono::milliseconds(20));
    if (state == SoundOrder::State::kEnd) break;
    if (state == SoundOrder::State::kPiece) {
      for (const SpeechEvent& event : piece.events) timings.add(event);
    } else if (!is_there(request)) {
      response.status = kClientGone;
      return;
    }
  }
  response.set_content(timings.to_json(), kJson);
}

/// What only the models tell is there once a voice is loaded: a list opens no file.
Json voices(const SpeechService& speech) {
  Json data = Json::array();
  for (const auto& served : speech.voices()) {
    const Voice& voice = served->voice();
    Json entry = {{"id", served->id()},       {"object", "voice"},
                  {"name", voice.name},       {"language", voice.language},
                  {"licence", voice.licence}, {"description", voice.description}};
    if (const auto loaded = served->loaded()) {
      entry["sample_rate_hz"] = loaded->sample_rate_hz();
      entry["default_steps"] = loaded->default_steps();
      entry["max_steps"] = loaded->max_steps();
    }
    data.push_back(std::move(entry));
  }
  return {{"object", "list"}, {"data", data}};
}

Json models() {
  Json data = Json::array();
  for (const char* name : {"driftwave", "tts-1", "tts-1-hd", "gpt-4o-mini-tts"}) {
    data.push_back({{"id", name}, {"object", "model"}, {"created", 0}, {"owned_by", "driftwave"}});
  }
  return {{"object", "list"}, {"data", data}};
}

/// The page and what it loads: nothing from elsewhere.
void add_page(httplib::Server& server) {
  const auto get = [&server](const char* path, std::string_view (*file)(), const char* type) {
    server.Get(path, [file, type](const Request&, Response& response) {
      response.set_header("Content-Security-Policy",
                          "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; base-uri "
                          "'none'; frame-ancestors 'none'");
      response.set_header("X-Content-Type-Options", "nosniff");
      response.set_header("Cache-Control", "no-cache");
      response.set_content(std::string(file()), type);
    });
  };
  get("/", page_html, "text/html; charset=utf-8");
  get("/page.css", page_css, "text/css");
  get("/page.js", page_js, "text/javascript");
  get("/recording.js", recording_js, "text/javascript");
}

void add_facts(httplib::Server& server, SpeechService& speech, std::function<std::size_t()> connections) {
  server.Get("/v1/voices", [&speech](const Request&, Response& response) {
    response.set_content(dump_json(voices(speech)), kJson);
  });
  server.Get("/v1/models",
             [](const Request&, Response& response) { response.set_content(dump_json(models()), kJson); });
  server.Get("/health", [](const Request&, Response& response) {
    response.set_content(R"({"status":"ok","version":")" DRIFTWAVE_VERSION "\"}", kJson);
  });
  server.Get("/ready", [&speech](const Request&, Response& response) {
    response.status = speech.is_ready() ? 200 : 503;
    response.set_content(speech.is_ready() ? R"({"status":"ready"})" : R"({"status":"stopping"})", kJson);
  });
  server.Get("/metrics", [&speech, connections = std::move(connections)](const Request&, Response& response) {
    response.set_content(speech.metrics_text(connections()), "text/plain; version=0.0.4");
  });
  server.Get("/openapi.json", [](const Request&, Response& response) {
    response.set_content(std::string(openapi_json()), kJson);
  });
}

}  // namespace

void add_routes(httplib::Server& server, SpeechService& speech, std::function<std::size_t()> connections) {
  add_facts(server, speech, std::move(connections));
  add_page(server);
  const auto post = [&](std::string_view path, void (*answer)(const Request&, Response&, SpeechService&)) {
    server.Post(std::string(path), [&speech, answer](const Request& request, Response& response) {
      answer(request, response, speech);
    });
  };
  post(kSpeechPath, speak);
  post(kTimingsPath, tell_timings);
  post(kVocodePath, vocode);
  post(kMorphPath, morph);
  post(kRepairPath, repair);
}

bool is_route(std::string_view path) {
  return std::ranges::count(kRoutes, path) > 0;
}

bool is_open_path(std::string_view path) {
  return std::ranges::count(kOpenPaths, path) > 0;
}

void answer_with_problem(httplib::Response& response, const RequestProblem& problem) {
  response.status = problem.status;
  if (problem.retry_after_seconds > 0) {
    response.set_header("Retry-After", std::to_string(problem.retry_after_seconds));
  }
  response.set_content(to_json(problem), kJson);
}

void answer_with_problem(httplib::Response& response, const std::exception_ptr& problem) {
  try {
    std::rethrow_exception(problem);
  } catch (const RequestError& e) {
    answer_with_problem(response, e.problem());
  } catch (const std::exception&) {
    answer_with_problem(response, {.status = 500,
                                   .message = "server: cannot speak this, for a reason of its own",
                                   .param = "",
                                   .code = "internal"});
  }
}

}  // namespace driftwave
