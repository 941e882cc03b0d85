#pragma once
/// Pauses that people write into plain text.
#include <cstddef>
#include <optional>
#include <string_view>

namespace driftwave {

struct InlinePause {
  std::size_t length = 0;  ///< bytes of the mark
  double seconds = 0.0;    ///< at most 60
};

/// The mark that a text begins with: [pause:0.5s], [pause 300ms], [pause:1] (seconds), [pause], [break],
/// <break time="1s"/>, <silence=100> (milliseconds, as numbers above 20 are without a unit).
[[nodiscard]] std::optional<InlinePause> inline_pause(std::string_view text);

/// Whether a text holds such a mark and white space alone.
[[nodiscard]] bool is_inline_pause(std::string_view text);

}  // namespace driftwave
