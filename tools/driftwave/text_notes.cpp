#include "tools/driftwave/text_notes.h"

#include <fmt/format.h>

#include "engine/core/standard_streams.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

void append_count(std::string& list, std::size_t count, const char* one, const char* many) {
  if (count == 0) return;
  list += fmt::format("{}{} {}", list.empty() ? "" : ", ", count, count == 1 ? one : many);
}

/// The first few, apart by spaces.
std::string shown(std::u32string_view signs) {
  constexpr std::size_t kMost = 12;
  std::string text;
  for (const char32_t sign : signs.substr(0, kMost)) {
    if (!text.empty()) text += ' ';
    append_utf8(text, sign);
  }
  return signs.size() > kMost ? text + " ..." : text;
}

}  // namespace

std::string describe(const Unspoken& unspoken) {
  std::string list;
  append_count(list, unspoken.invalid_bytes, "invalid byte", "invalid bytes");
  append_count(list, unspoken.controls, "control character", "control characters");
  append_count(list, unspoken.emoji, "emoji", "emoji");
  append_count(list, unspoken.sounds, "sound that the voice lacks", "sounds that the voice lacks");
  const std::u32string signs = to_code_points(unspoken.signs);
  append_count(list, signs.size(), "sign", "signs");
  if (!signs.empty()) list += fmt::format(" ({})", shown(signs));
  return list;
}

void note(const std::string& what, const std::string& where) {
  say("note: {}: {}\n", where, what);
}

void note_unspoken(const Unspoken& unspoken, const std::string& where) {
  const std::string list = describe(unspoken);
  if (!list.empty()) note("left out " + list, where);
}

}  // namespace driftwave
