#include "tts/unspoken.h"

#include <unicode/uchar.h>

#include "tts/text/utf8.h"

namespace driftwave {
namespace {

/// Digits, # and (c) carry the emoji property too, but are text.
std::size_t count_emoji(std::string_view clean) {
  std::size_t count = 0;
  for (const char32_t c : to_code_points(clean)) {
    if (c >= 0x2190 && u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_EXTENDED_PICTOGRAPHIC) != 0)
      ++count;
  }
  return count;
}

}  // namespace

Unspoken& Unspoken::operator+=(const Unspoken& other) {
  invalid_bytes += other.invalid_bytes;
  controls += other.controls;
  emoji += other.emoji;
  sounds += other.sounds;
  for (const char32_t sign : to_code_points(other.signs)) {
    std::string one;
    append_utf8(one, sign);
    if (signs.find(one) == std::string::npos) signs += one;
  }
  return *this;
}

Unspoken count_unspoken(std::string_view text, std::span<const SpokenSentence> sentences) {
  const CleanText clean = clean_utf8(text);
  Unspoken count{.invalid_bytes = clean.dropped_bytes,
                 .controls = clean.replaced_controls,
                 .emoji = count_emoji(clean.text)};
  for (const SpokenSentence& sentence : sentences)
    count += {.sounds = sentence.phonemes.dropped_symbols, .signs = sentence.silent_signs};
  return count;
}

}  // namespace driftwave
