#include "tools/driftwave/text_notes.h"

#include <fmt/format.h>

#include "engine/core/standard_streams.h"

namespace driftwave {
namespace {

void append_count(std::string& list, std::size_t count, const char* one, const char* many) {
  if (count == 0) return;
  list += fmt::format("{}{} {}", list.empty() ? "" : ", ", count, count == 1 ? one : many);
}

}  // namespace

std::string describe(const Unspoken& unspoken) {
  std::string list;
  append_count(list, unspoken.invalid_bytes, "invalid byte", "invalid bytes");
  append_count(list, unspoken.controls, "control character", "control characters");
  append_count(list, unspoken.emoji, "emoji", "emoji");
  append_count(list, unspoken.sounds, "sound that the voice lacks", "sounds that the voice lacks");
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
