#include "tools/driftwave/text_notes.h"

#include <unicode/uchar.h>

#include <fmt/format.h>

#include "engine/core/standard_streams.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

/// Pictures, which have no agreed reading. Digits, # and (c) carry the emoji property too, but are text.
std::size_t count_emoji(std::string_view clean) {
  std::size_t count = 0;
  for (const char32_t c : to_code_points(clean)) {
    if (c >= 0x2190 && u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_EXTENDED_PICTOGRAPHIC) != 0)
      ++count;
  }
  return count;
}

void append_count(std::string& list, std::size_t count, const char* one, const char* many) {
  if (count == 0) return;
  list += fmt::format("{}{} {}", list.empty() ? "" : ", ", count, count == 1 ? one : many);
}

}  // namespace

std::string unspoken(std::string_view text, const std::vector<SpokenSentence>& sentences) {
  const CleanText clean = clean_utf8(text);
  std::size_t dropped_symbols = 0;
  for (const SpokenSentence& sentence : sentences) dropped_symbols += sentence.phonemes.dropped_symbols;
  std::string list;
  append_count(list, clean.dropped_bytes, "invalid byte", "invalid bytes");
  append_count(list, clean.replaced_controls, "control character", "control characters");
  append_count(list, count_emoji(clean.text), "emoji", "emoji");
  append_count(list, dropped_symbols, "sound that the voice lacks", "sounds that the voice lacks");
  return list;
}

void note_unspoken(std::string_view text, const std::vector<SpokenSentence>& sentences,
                   const std::string& where) {
  const std::string list = unspoken(text, sentences);
  if (!list.empty()) say("note: {}: left out {}\n", where, list);
}

}  // namespace driftwave
