#include "tts/singing/lyric.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "tts/text/phonetic_alphabets.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

constexpr std::size_t kLongestLyric = 400;  // bytes

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// Marks that are written between words; an apostrophe or a hyphen inside a word stays.
bool is_silent_mark(char32_t c) {
  return std::u32string_view(U",.;:!?…\"“”„«»()[]{}<>*_=/\\|~^#").find(c) != std::u32string_view::npos;
}

std::string without_marks(std::string_view text) {
  std::string word;
  for (const char32_t c : to_code_points(text)) append_utf8(word, is_silent_mark(c) ? U' ' : c);
  std::string_view rest = trimmed(word);
  while (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) rest.remove_prefix(1);
  while (!rest.empty() && rest.back() == '-') rest.remove_suffix(1);
  return std::string(trimmed(rest));
}

std::optional<int> number_of(std::string_view digits) {
  int value = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (problem != std::errc() || end != digits.data() + digits.size() || value < 1 || value > 99)
    return std::nullopt;
  return value;
}

std::string phonemes_of(std::string_view given, std::string_view lyric) {
  const std::optional<std::string> arpabet = ipa_of("arpabet", given);
  std::string ipa = arpabet && !arpabet->empty() ? *arpabet : plain_ipa(given);
  if (!can_be_said(ipa))
    throw Error("lyric \"{}\": want phonemes in brackets, got \"{}\"", shortened(std::string(lyric)),
                shortened(std::string(given)));
  return ipa;
}

/// "[[ipa]]" and "word[phonemes]"; absent without brackets.
std::optional<Lyric> with_phonemes(std::string_view lyric) {
  const std::size_t open = lyric.find('[');
  if (open == std::string_view::npos) return std::nullopt;
  const bool is_double = lyric.substr(open).starts_with("[[");
  const std::string_view close = is_double ? "]]" : "]";
  const std::size_t begin = open + close.size();
  const std::size_t end = lyric.find(close, begin);
  if (end == std::string_view::npos)
    throw Error("lyric \"{}\": want {} behind its phonemes, got none", shortened(std::string(lyric)), close);
  return Lyric{.kind = LyricKind::kWord,
               .text = without_marks(lyric.substr(0, open)),
               .ipa = phonemes_of(trimmed(lyric.substr(begin, end - begin)), lyric)};
}

std::optional<LyricKind> sign_of(std::string_view lyric) {
  constexpr std::array<std::string_view, 6> kHolds{"-", "+~", "+*", "—", "_", "ー"};
  constexpr std::array<std::string_view, 2> kBreaths{"br", "AP"};
  constexpr std::array<std::string_view, 6> kRests{"R", "SP", "rest", "pau", "sil", "r"};
  if (lyric.empty()) return LyricKind::kNone;
  if (std::ranges::find(kHolds, lyric) != kHolds.end()) return LyricKind::kHold;
  if (std::ranges::find(kBreaths, lyric) != kBreaths.end()) return LyricKind::kBreath;
  if (std::ranges::find(kRests, lyric) != kRests.end()) return LyricKind::kRest;
  if (lyric == "+") return LyricKind::kSyllable;
  return std::nullopt;
}

}  // namespace

Lyric parse_lyric(std::string_view written) {
  const std::string_view lyric = trimmed(written);
  if (lyric.size() > kLongestLyric)
    throw Error("lyric \"{}\": want at most {} bytes, got {}", shortened(std::string(lyric)), kLongestLyric,
                lyric.size());
  if (const auto kind = sign_of(lyric)) return {.kind = *kind, .text = {}, .ipa = {}};
  if (lyric.front() == '+') {
    if (const auto number = number_of(lyric.substr(1)))
      return {.kind = LyricKind::kSyllable, .text = {}, .ipa = {}, .syllable = *number};
  }
  if (auto given = with_phonemes(lyric)) return *given;
  Lyric word{.kind = LyricKind::kWord, .text = without_marks(lyric), .ipa = {}};
  if (word.text.empty()) word.kind = LyricKind::kNone;
  return word;
}

}  // namespace driftwave
