#include "tts/text/entities.h"

#include <unicode/normalizer2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "tts/text/utf8.h"

namespace driftwave {
namespace {

struct Named {
  std::string_view name;
  std::string_view utf8;
};

constexpr std::array<Named, 62> kNamed = {
    {{"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},   {"nbsp", " "},
     {"ensp", " "},   {"emsp", " "},   {"thinsp", " "}, {"shy", ""},     {"ndash", "–"},  {"mdash", "—"},
     {"hellip", "…"}, {"lsquo", "‘"},  {"rsquo", "’"},  {"ldquo", "“"},  {"rdquo", "”"},  {"laquo", "«"},
     {"raquo", "»"},  {"bull", "•"},   {"middot", "·"}, {"copy", "©"},   {"reg", "®"},    {"trade", "™"},
     {"euro", "€"},   {"pound", "£"},  {"yen", "¥"},    {"cent", "¢"},   {"deg", "°"},    {"plusmn", "±"},
     {"times", "×"},  {"divide", "÷"}, {"minus", "−"},  {"micro", "µ"},  {"sup2", "²"},   {"sup3", "³"},
     {"frac12", "½"}, {"frac14", "¼"}, {"frac34", "¾"}, {"sect", "§"},   {"para", "¶"},   {"ne", "≠"},
     {"le", "≤"},     {"ge", "≥"},     {"rarr", "→"},   {"larr", "←"},   {"eacute", "é"}, {"egrave", "è"},
     {"ecirc", "ê"},  {"agrave", "à"}, {"aacute", "á"}, {"ccedil", "ç"}, {"ntilde", "ñ"}, {"ouml", "ö"},
     {"uuml", "ü"},   {"auml", "ä"},   {"szlig", "ß"},  {"oslash", "ø"}, {"aring", "å"},  {"iacute", "í"},
     {"oacute", "ó"}, {"uacute", "ú"}}};

constexpr std::size_t kLongestEntity = 12;

/// &#39; and &#x27; as a code point; 0 where it is none.
char32_t numbered(std::string_view digits) {
  const bool is_hex = digits.starts_with('x') || digits.starts_with('X');
  if (is_hex) digits.remove_prefix(1);
  std::uint32_t code = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
  const bool is_whole = error == std::errc() && end == digits.data() + digits.size();
  return is_whole && code >= 0x20 ? code : 0;
}

/// Circled numbers on black have no decomposition.
int black_circled(char32_t c) {
  if (c >= 0x2776 && c <= 0x277F) return static_cast<int>(c) - 0x2776 + 1;
  if (c >= 0x2780 && c <= 0x2789) return static_cast<int>(c) - 0x2780 + 1;
  if (c >= 0x278A && c <= 0x2793) return static_cast<int>(c) - 0x278A + 1;
  if (c >= 0x24EB && c <= 0x24F4) return static_cast<int>(c) - 0x24EB + 11;
  if (c >= 0x24F5 && c <= 0x24FE) return static_cast<int>(c) - 0x24F5 + 1;
  return 0;
}

bool is_compatibility_form(char32_t c) {
  return (c >= 0x2160 && c <= 0x217F) || (c >= 0x2460 && c <= 0x24EA) || (c >= 0x3250 && c <= 0x33FF) ||
         (c >= 0xFE50 && c <= 0xFE6F) || (c >= 0xFF01 && c <= 0xFF5E) || (c >= 0x1F100 && c <= 0x1F14F) ||
         c == 0x2100 || c == 0x2105 || c == 0x2120 || c == 0x2121;
}

}  // namespace

Entity entity_at(std::string_view text) {
  const std::size_t end = text.substr(0, kLongestEntity).find(';');
  if (!text.starts_with('&') || end == std::string_view::npos) return {};
  const std::string_view name = text.substr(1, end - 1);
  if (name.starts_with('#')) {
    const char32_t code = numbered(name.substr(1));
    Entity entity{end + 1, ""};
    append_utf8(entity.utf8, code == 0xA0 ? U' ' : code);
    return code == 0 || entity.utf8.empty() ? Entity{} : entity;
  }
  const auto* const found =
      std::find_if(kNamed.begin(), kNamed.end(), [&](const Named& entry) { return entry.name == name; });
  return found == kNamed.end() ? Entity{} : Entity{end + 1, std::string(found->utf8)};
}

std::string plain_form(char32_t c) {
  if (const int number = black_circled(c)) return std::to_string(number);
  if (!is_compatibility_form(c)) return "";
  if (c >= 0x2170 && c <= 0x217F) c -= 0x10;  // numerals are known by their capitals
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  icu::UnicodeString parts;
  if (U_FAILURE(status) != 0 || nfkc->getDecomposition(static_cast<UChar32>(c), parts) == 0) return "";
  std::string utf8;
  parts.toUTF8String(utf8);
  std::string plain;
  const bool is_unit = c >= 0x3371 && c <= 0x33DF;
  for (const char32_t part : to_code_points(utf8)) {
    if (is_unit && part == U'2') {
      plain += "²";
    } else if (is_unit && part == U'3') {
      plain += "³";
    } else {
      append_utf8(plain, part == 0x2215 || part == 0x2044 ? U'/' : part);
    }
  }
  return plain;
}

}  // namespace driftwave
