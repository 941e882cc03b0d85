#pragma once
#include <optional>
#include <string>

namespace driftwave {

struct PeerTime {
  double cpu_seconds = 0;    ///< of the fastest run, the program's start included
  double audio_seconds = 0;  ///< what it spoke
};

/// Runs the espeak-ng program on the text; nothing when it is not installed or fails.
[[nodiscard]] std::optional<PeerTime> espeak_cpu_seconds(const std::string& text, int repeats);

}  // namespace driftwave
