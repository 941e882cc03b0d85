#pragma once
/// Questions about bytes and words of plain ASCII, which most of the text is.
#include <string_view>

namespace driftwave {

[[nodiscard]] inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Without the bytes of `spaces` at both ends.
[[nodiscard]] inline std::string_view trim(std::string_view text, std::string_view spaces) {
  const std::size_t first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) + 1 - first);
}

/// Whether a list such as " one two " holds the word.
[[nodiscard]] inline bool is_listed(std::string_view list, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t at = list.find(word, 1); at != std::string_view::npos; at = list.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if (list[at - 1] == ' ' && end < list.size() && list[end] == ' ') return true;
  }
  return false;
}

}  // namespace driftwave
