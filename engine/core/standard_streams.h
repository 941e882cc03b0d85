#pragma once
/// What every program needs of standard input, output and error.
#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace driftwave {

/// Where a program was started without one of the three, the next file that it opens takes the number, and
/// what is written to the stream ends in that file. This fills each gap with a descriptor that refuses to be
/// read and written as the stream would be. For the first line of main().
void open_missing_standard_streams() noexcept;

/// Writes to standard error. A message that cannot be written is lost: no program ends for that. Thread: any.
void say(std::string_view text) noexcept;

/// As say(), formatted.
template <typename... Args>
void say(fmt::format_string<Args...> format, Args&&... args) noexcept requires(sizeof...(Args) > 0) {
  try {
    say(std::string_view(fmt::format(format, std::forward<Args>(args)...)));
  } catch (...) {
    say(std::string_view("out of memory\n"));
  }
}

}  // namespace driftwave
