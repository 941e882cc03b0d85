#include "tts/text/phonetic_alphabets.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tts/text/symbols.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

/// Longer spellings first: the first that fits is taken.
constexpr auto kXSampa = std::to_array<Pair>({
    {"tS", "tʃ"}, {"dZ", "dʒ"}, {"r\\`", "ɻ"}, {"h\\", "ɦ"}, {"r\\", "ɹ"}, {"j\\", "ʝ"}, {"s\\", "ɕ"},
    {"z\\", "ʑ"}, {"p\\", "ɸ"}, {"K\\", "ɮ"},  {"l\\", "ɺ"}, {"v\\", "ʋ"}, {"G\\", "ɢ"}, {"R\\", "ʀ"},
    {"N\\", "ɴ"}, {"B\\", "ʙ"}, {"X\\", "ħ"},  {"?\\", "ʕ"}, {"@`", "ɚ"},  {"3`", "ɝ"},  {"t`", "ʈ"},
    {"d`", "ɖ"},  {"n`", "ɳ"},  {"s`", "ʂ"},   {"z`", "ʐ"},  {"l`", "ɭ"},  {"r`", "ɽ"},  {"_~", "̃"},
    {"_h", "ʰ"},  {"_=", "̩"},   {":\\", "ˑ"},  {"A", "ɑ"},   {"B", "β"},   {"C", "ç"},   {"D", "ð"},
    {"E", "ɛ"},   {"F", "ɱ"},   {"G", "ɣ"},    {"H", "ɥ"},   {"I", "ɪ"},   {"J", "ɲ"},   {"K", "ɬ"},
    {"L", "ʎ"},   {"M", "ɯ"},   {"N", "ŋ"},    {"O", "ɔ"},   {"P", "ʋ"},   {"Q", "ɒ"},   {"R", "ʁ"},
    {"S", "ʃ"},   {"T", "θ"},   {"U", "ʊ"},    {"V", "ʌ"},   {"W", "ʍ"},   {"X", "χ"},   {"Y", "ʏ"},
    {"Z", "ʒ"},   {"@", "ə"},   {"{", "æ"},    {"}", "ʉ"},   {"1", "ɨ"},   {"2", "ø"},   {"3", "ɜ"},
    {"4", "ɾ"},   {"9", "œ"},   {"?", "ʔ"},    {"%", "ˌ"},   {"\"", "ˈ"},
});

constexpr auto kArpabet = std::to_array<Pair>({
    {"AA", "ɑː"}, {"AE", "æ"}, {"AH", "ʌ"}, {"AO", "ɔː"}, {"AW", "aʊ"}, {"AY", "aɪ"}, {"B", "b"},
    {"CH", "tʃ"}, {"D", "d"},  {"DH", "ð"}, {"EH", "ɛ"},  {"ER", "ɜː"}, {"EY", "eɪ"}, {"F", "f"},
    {"G", "ɡ"},   {"HH", "h"}, {"IH", "ɪ"}, {"IY", "iː"}, {"JH", "dʒ"}, {"K", "k"},   {"L", "l"},
    {"M", "m"},   {"N", "n"},  {"NG", "ŋ"}, {"OW", "oʊ"}, {"OY", "ɔɪ"}, {"P", "p"},   {"R", "ɹ"},
    {"S", "s"},   {"SH", "ʃ"}, {"T", "t"},  {"TH", "θ"},  {"UH", "ʊ"},  {"UW", "uː"}, {"V", "v"},
    {"W", "w"},   {"Y", "j"},  {"Z", "z"},  {"ZH", "ʒ"},
});

std::string from_x_sampa(std::string_view text) {
  std::string ipa;
  while (!text.empty()) {
    const auto* const found =
        std::ranges::find_if(kXSampa, [&](const Pair& pair) { return text.starts_with(pair.first); });
    if (found == kXSampa.end()) {
      ipa += text.front();
      text.remove_prefix(1);
    } else {
      ipa += found->second;
      text.remove_prefix(found->first.size());
    }
  }
  return plain_ipa(ipa);
}

std::optional<std::string> from_arpabet(std::string_view text) {
  std::string ipa;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find(' '), text.size());
    std::string_view phone = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    if (phone.empty()) continue;
    const char stress = phone.back();
    if (stress >= '0' && stress <= '2') phone.remove_suffix(1);
    const auto* const found = std::ranges::find(kArpabet, phone, &Pair::first);
    if (found == kArpabet.end()) return std::nullopt;
    if (stress == '1') ipa += "ˈ";
    if (stress == '2') ipa += "ˌ";
    const bool weak = stress == '0';
    ipa += weak && phone == "AH" ? "ə" : weak && phone == "ER" ? "ɚ" : found->second;
  }
  return ipa;
}

std::string_view mended(char32_t c) {
  switch (c) {
    case U'ʤ':
      return "dʒ";
    case U'ʧ':
      return "tʃ";
    case U'ʦ':
      return "ts";
    case U'ʣ':
      return "dz";
    case U':':
      return "ː";
    case U'\'':
    case U'’':
    case U'´':
      return "ˈ";
    default:
      return "";
  }
}

}  // namespace

std::string plain_ipa(std::string_view ipa) {
  std::string plain;
  const std::u32string points = to_code_points(ipa);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const char32_t c = points[i];
    const bool edge_slash = c == U'/';
    // A full stop between phonemes parts syllables; at the end it ends a sentence.
    const bool syllable =
        c == U'.' && i + 1 < points.size() && points[i + 1] != U' ' && points[i + 1] != U'.';
    const bool tie = c == U'\u0361' || c == U'\u035C' || c == U'\u203F';
    if (edge_slash || syllable || tie) continue;
    if (const std::string_view other = mended(c); !other.empty()) {
      plain += other;
    } else {
      append_utf8(plain, c);
    }
  }
  return plain;
}

std::optional<std::string> ipa_of(std::string_view alphabet, std::string_view phonemes) {
  if (alphabet.empty() || alphabet == "ipa") return plain_ipa(phonemes);
  if (alphabet == "x-sampa" || alphabet == "xsampa" || alphabet == "sampa") return from_x_sampa(phonemes);
  if (alphabet == "arpabet" || alphabet == "x-arpabet" || alphabet == "cmu-arpabet" || alphabet == "x-cmu")
    return from_arpabet(phonemes);
  return std::nullopt;
}

bool can_be_said(std::string_view ipa) {
  return !ipa.empty() && std::ranges::all_of(ipa, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || symbol_id(byte).has_value();
  });
}

}  // namespace driftwave
