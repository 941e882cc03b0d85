#pragma once
/// What the paths that take recordings answer. Private to serve/http_*.cpp.
#include <httplib.h>

#include <string_view>

#include "tools/driftwave/serve/speech_service.h"

namespace driftwave {

inline constexpr std::string_view kVocodePath = "/v1/audio/vocode";
inline constexpr std::string_view kMorphPath = "/v1/audio/morph";
inline constexpr std::string_view kRepairPath = "/v1/audio/repair";

/// Whether a body may be as long as a recording.
[[nodiscard]] inline bool takes_recordings(std::string_view path) {
  return path == kVocodePath || path == kMorphPath || path == kRepairPath;
}

/// All throw RequestError.
void vocode(const httplib::Request& request, httplib::Response& response, SpeechService& speech);
void morph(const httplib::Request& request, httplib::Response& response, SpeechService& speech);
void repair(const httplib::Request& request, httplib::Response& response, SpeechService& speech);

}  // namespace driftwave
