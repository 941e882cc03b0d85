#include "tts/text/inline_pause.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

#include "tts/text/bytes.h"

namespace driftwave {
namespace {

constexpr double kMediumSeconds = 0.4;
constexpr double kLongestSeconds = 60.0;
/// Nobody asks for so many seconds without saying so.
constexpr double kLeastMilliseconds = 20.0;

std::string_view without_front(std::string_view text, std::string_view set) {
  return text.substr(std::min(text.find_first_not_of(set), text.size()));
}

/// "time", "=", ":" and quotes go; "0.5s" is left.
std::string_view value_of(std::string_view inside) {
  inside = without_front(inside, " :=");
  for (const std::string_view name : {"time", "duration", "dur", "length", "ms"}) {
    if (inside.starts_with(name) && inside.size() > name.size() &&
        std::string_view(" :=").find(inside[name.size()]) != std::string_view::npos)
      inside.remove_prefix(name.size());
  }
  inside = without_front(inside, " :=\"'");
  return trim(inside, " \"'/");
}

std::optional<double> seconds_of(std::string_view value) {
  if (value.empty()) return kMediumSeconds;
  double number = 0.0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || !(number >= 0.0)) return std::nullopt;
  const std::string_view unit = trim(value.substr(static_cast<std::size_t>(end - value.data())), " ");
  const bool is_milliseconds = unit == "ms" || (unit.empty() && number >= kLeastMilliseconds);
  static constexpr std::array<std::string_view, 6> kSeconds = {"", "s", "sec", "secs", "second", "seconds"};
  if (!is_milliseconds && std::ranges::find(kSeconds, unit) == kSeconds.end()) return std::nullopt;
  return std::min(is_milliseconds ? number / 1000.0 : number, kLongestSeconds);
}

}  // namespace

std::optional<InlinePause> inline_pause(std::string_view text) {
  if (text.empty() || (text.front() != '[' && text.front() != '<')) return std::nullopt;
  constexpr std::size_t kLongest = 60;
  for (const std::string_view name : {"pause", "break", "silence"}) {
    if (!text.substr(1).starts_with(name)) continue;
    const std::size_t close = text.substr(0, kLongest).find(text.front() == '[' ? ']' : '>');
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view inside = text.substr(1 + name.size(), close - 1 - name.size());
    if (!inside.empty() && std::string_view(" :=/").find(inside.front()) == std::string_view::npos)
      return std::nullopt;
    const std::optional<double> seconds = seconds_of(value_of(inside));
    if (!seconds) return std::nullopt;
    return InlinePause{.length = close + 1, .seconds = *seconds};
  }
  return std::nullopt;
}

bool is_inline_pause(std::string_view text) {
  text = trim(text, " \t\r\n\f\v");
  const std::optional<InlinePause> pause = inline_pause(text);
  return pause && pause->length == text.size();
}

}  // namespace driftwave
