#pragma once
/// What each path of the service answers. Private to serve/http_*.cpp.
#include <httplib.h>

#include <exception>
#include <functional>
#include <string_view>

#include "tools/driftwave/serve/request_error.h"
#include "tools/driftwave/serve/speech_service.h"

namespace driftwave {

inline constexpr std::string_view kSpeechPath = "/v1/audio/speech";
inline constexpr std::string_view kTimingsPath = "/v1/audio/speech/timings";

/// @param connections how many are open. In requests, progress() says whether the client is still there.
void add_routes(httplib::Server& server, SpeechService& speech, std::function<std::size_t()> connections);

[[nodiscard]] bool is_route(std::string_view path);
/// Whether a path is answered without a key.
[[nodiscard]] bool is_open_path(std::string_view path);

void answer_with_problem(httplib::Response& response, const RequestProblem& problem);
/// Other exceptions than RequestError are faults of ours, of status 500.
void answer_with_problem(httplib::Response& response, const std::exception_ptr& problem);

}  // namespace driftwave
