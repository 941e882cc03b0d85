#include "tts/singing/phones.h"

#include <algorithm>
#include <string_view>

#include "tts/text/utf8.h"

namespace driftwave {
namespace {

char32_t code_point(SymbolId id) {
  const std::u32string points = to_code_points(symbol_text(id));
  return points.empty() ? U'\0' : points.front();
}

bool is_one_of(char32_t c, std::u32string_view set) {
  return set.find(c) != std::u32string_view::npos;
}

bool is_stress(char32_t c) {
  return c == U'ˈ' || c == U'ˌ';
}

bool is_vowel(char32_t c) {
  return is_one_of(c, U"aeiouyæøœɐɑɒɔɘəɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏᵻᵊ");
}

/// Length, tone and diacritics: part of the symbol before them.
bool is_modifier(char32_t c) {
  return is_one_of(c, U"ːˑʰʱʲʷˠˤʼ˞ⁿˡ˥˦˧˨˩↑↓→") || (c >= 0x300 && c <= 0x36F);
}

bool ends_diphthong(char32_t first, char32_t second) {
  if (is_one_of(second, U"ɪʊʏ")) return is_one_of(first, U"aeoɔɛœʌɑæəɐ");
  return second == U'y' && first == U'œ';
}

bool is_affricate(char32_t first, char32_t second) {
  return (first == U't' && is_one_of(second, U"ʃsɕʂ")) || (first == U'd' && is_one_of(second, U"ʒzʑʐ")) ||
         (first == U'p' && second == U'f');
}

PhoneClass class_of(char32_t c) {
  if (is_vowel(c)) return PhoneClass::kVowel;
  if (is_one_of(c, U"jwɥɰʍ")) return PhoneClass::kGlide;
  if (is_one_of(c, U"lɹrɫɭʎʟɻɺʀʁɽ")) return PhoneClass::kLiquid;
  if (is_one_of(c, U"mnŋɱɲɳɴ")) return PhoneClass::kNasal;
  if (c == U'ɾ') return PhoneClass::kTap;
  if (is_one_of(c, U"bdɡɖɟɢɓɗɠʛ")) return PhoneClass::kVoicedPlosive;
  if (is_one_of(c, U"ptkqcʈʔ")) return PhoneClass::kPlosive;
  if (is_one_of(c, U"vzðʒβɣʐʑʝɦɮʕʋ")) return PhoneClass::kVoicedFricative;
  return PhoneClass::kFricative;
}

int sonority(PhoneClass kind) {
  switch (kind) {
    case PhoneClass::kVowel:
      return 5;
    case PhoneClass::kGlide:
      return 4;
    case PhoneClass::kLiquid:
    case PhoneClass::kTap:
      return 3;
    case PhoneClass::kNasal:
      return 2;
    case PhoneClass::kFricative:
    case PhoneClass::kVoicedFricative:
      return 1;
    case PhoneClass::kPlosive:
    case PhoneClass::kVoicedPlosive:
      return 0;
  }
  return 0;
}

/// How many of the consonants before `vowel` begin its syllable, of at most `most`.
std::size_t onset_length(std::span<const SymbolId> ids, std::span<const Phone> phones, std::size_t vowel,
                         std::size_t most) {
  std::size_t count = 0;
  int above = sonority(PhoneClass::kVowel);
  while (count < most) {
    const Phone& phone = phones[vowel - 1 - count];
    const char32_t c = code_point(ids[phone.core]);
    if (c == U'ŋ') break;
    const int here = sonority(phone.kind);
    // "s" stands before plosives, and before what is as sonorous as itself.
    const bool is_leading_s = count > 0 && c == U's' && above <= 1;
    if (here >= above && !is_leading_s) break;
    // Nasals and taps begin a syllable alone.
    const bool is_alone = phone.kind == PhoneClass::kTap || phone.kind == PhoneClass::kNasal;
    if (count > 0 && is_alone && above < sonority(PhoneClass::kGlide)) break;
    above = here;
    ++count;
    if (is_leading_s) break;
  }
  return count;
}

}  // namespace

bool is_voiced(PhoneClass kind) {
  return kind != PhoneClass::kFricative && kind != PhoneClass::kPlosive;
}

std::vector<Phone> phones_of(std::span<const SymbolId> ids) {
  std::vector<Phone> phones;
  std::size_t begin = 0;
  bool is_pending = false;  // a stress mark that waits for its sound
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const char32_t c = code_point(ids[i]);
    if (ids[i] <= kSpaceId || is_punctuation(ids[i]) || c == U'-') continue;
    if (is_stress(c)) {
      if (!is_pending) begin = i;
      is_pending = true;
      continue;
    }
    if (is_modifier(c)) {
      if (!phones.empty() && !is_pending && phones.back().end == i) phones.back().end = i + 1;
      continue;
    }
    if (!is_pending && !phones.empty() && phones.back().end == i) {
      Phone& last = phones.back();
      const char32_t before = code_point(ids[last.core]);
      const bool is_second = last.glide == last.core && last.end == last.core + 1 &&
                             (ends_diphthong(before, c) || is_affricate(before, c));
      if (is_second) {
        last.glide = i;
        last.end = i + 1;
        continue;
      }
    }
    phones.push_back(
        {.first = is_pending ? begin : i, .end = i + 1, .core = i, .glide = i, .kind = class_of(c)});
    is_pending = false;
  }
  return phones;
}

std::vector<Syllable> syllables_of(std::span<const SymbolId> ids, std::span<const Phone> phones) {
  std::vector<Syllable> syllables;
  for (std::size_t p = 0; p < phones.size(); ++p) {
    if (phones[p].kind != PhoneClass::kVowel) continue;
    Syllable syllable{.first = 0, .vowel = p, .end = phones.size()};
    if (!syllables.empty()) {
      Syllable& before = syllables.back();
      const std::size_t between = p - before.vowel - 1;
      syllable.first = p - onset_length(ids, phones, p, between);
      before.end = syllable.first;
    }
    syllables.push_back(syllable);
  }
  if (syllables.empty() && !phones.empty()) {
    const auto best =
        std::ranges::max_element(phones, {}, [](const Phone& phone) { return sonority(phone.kind); });
    syllables.push_back(
        {.first = 0, .vowel = static_cast<std::size_t>(best - phones.begin()), .end = phones.size()});
  }
  return syllables;
}

}  // namespace driftwave
