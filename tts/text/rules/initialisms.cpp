/// Words of capitals: letter by letter (FBI), as a word (NASA), or shouted (STOP).
#include <algorithm>
#include <array>

#include "tts/text/rules/rule.h"
#include "tts/text/rules/unit_names.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

struct Name {
  std::string_view text;  ///< case matters
  std::string_view words;
};

/// Names that neither rule reads right.
constexpr std::array<Name, 28> kNames = {{{"PhD", "{PHD}"},
                                          {"PhDs", "{PHDs}"},
                                          {"iOS", "i {OS}"},
                                          {"macOS", "mac {OS}"},
                                          {"iPhone", "i phone"},
                                          {"iPad", "i pad"},
                                          {"eBay", "e bay"},
                                          {"IEEE", "I triple E"},
                                          {"NAACP", "{N} double {ACP}"},
                                          {"NCAA", "{NC} double {A}"},
                                          {"AAA", "triple {A}"},
                                          {"SQL", "{SQL}"},
                                          {"MySQL", "my {SQL}"},
                                          {"LaTeX", "lay tech"},
                                          {"WiFi", "wifi"},
                                          {"OK", "okay"},
                                          {"ok", "okay"},
                                          {"Ok", "okay"},
                                          {"kHz", "kilohertz"},
                                          {"MHz", "megahertz"},
                                          {"GHz", "gigahertz"},
                                          {"Hz", "hertz"},
                                          {"dB", "decibels"},
                                          {"tvOS", "{TV} {OS}"},
                                          {"LLCs", "{LLCs}"},
                                          {"pH", "{PH}"},
                                          {"WWI", "World War one"},
                                          {"WWII", "World War two"}}};

Reading special_name(const Cursor& at) {
  if (at.symbol(0, U'.') && at[1].text == "NET" && !at.alphanumeric(-1)) return {{2, "dot net"}};
  for (const Name& name : kNames) {
    if (at[0].text == name.text) return {{1, std::string(name.words)}};
  }
  return {};
}

/// U.S., F.B.I., J.R.R.: single capitals with dots and no space.
Reading dotted_letters(const Cursor& at) {
  const auto single = [&](std::ptrdiff_t n) {
    return at.word(n) && at[n].text.size() == 1 && begins_with_capital(at[n].text);
  };
  if (!single(0) || !at.symbol(1, U'.') || !single(2) || at.alphanumeric(-1)) return {};
  std::string letters;
  std::ptrdiff_t i = 0;
  while (single(i) && at.symbol(i + 1, U'.')) {
    letters += at[i].text;
    i += 2;
  }
  if (single(i)) letters += at[i++].text;  // U.S without its last dot
  if (at[i].lower == "'s" || (at.symbol(i, U'\'') && at[i + 1].lower == "s")) {
    return {{i + (at.word(i) ? 1 : 2), '{' + letters + "s}"}};
  }
  if (at[i].text == "s") return {{i + 1, '{' + letters + "s}"}};
  return {{i, '{' + letters + '}'}};
}

/// A person's initial: J. Smith, John F. Kennedy.
Reading initial(const Cursor& at) {
  if (!at.word(0) || at[0].text.size() != 1 || !all_capitals(at[0].text) || !at.symbol(1, U'.')) return {};
  if (!at.space(2) || !at.capitalised(3) || at.symbol(-1, U'\'')) return {};
  return {{2, '{' + at[0].text + '}'}};
}

/// "LET US GO": between emphasised words, what is also a word is one.
bool shouted(const Cursor& at) {
  if (!emphasised(at[0].text)) return false;
  const auto loud = [&](std::ptrdiff_t n) {
    return at[n].text.size() > 1 && all_capitals(at[n].text) && emphasised(at[n].text);
  };
  return (at.space(-1) && loud(-2)) || (at.space(1) && loud(2));
}

/// Capitals with a possible plural or genitive: CPUs, FBI's.
Reading capitals(const Cursor& at) {
  if (!at.word(0)) return {};
  std::string letters = at[0].text;
  std::string tail;
  for (const std::string_view ending : {"'s", "s"}) {
    if (letters.ends_with(ending) && letters.size() - ending.size() >= 2) {
      letters.resize(letters.size() - ending.size());
      tail = "s";
      break;
    }
  }
  // ccTLDs, mRNA
  const std::size_t small = letters.find_first_not_of("abcdefghijklmnopqrstuvwxyz");
  const bool prefixed =
      (small == 1 || small == 2) && letters.size() >= small + 3 && all_capitals(letters.substr(small));
  if (prefixed) {
    return {{1, '{' + upper_case(letters) + tail + '}'}};
  }
  if (letters.size() < 2 || !all_capitals(letters)) return {};
  const bool joined =
      at.digits(-1) || at.digits(1) || at.symbol(-1, U'&') || at.symbol(1, U'&');  // MP3, AT&T
  // The health organisation has an article; the pronoun has none.
  const bool organisation = letters == "WHO" && at.previous().lower == "the" && at.previous().text != "THE";
  const bool short_code = organisation || (joined && letters.size() <= 3);
  if (!short_code && (!spelled_out(letters) || shouted(at))) return {};
  return {{1, '{' + letters + tail + '}'}};
}

/// mp3, x86, p.5: short letters beside digits.
Reading letters_beside_digits(const Cursor& at) {
  if (!at.word(0) || (!at.digits(-1) && !at.digits(1)) || at[0].text.size() > 3) return {};
  const std::string& lower = at[0].lower;
  const bool ascii = std::all_of(lower.begin(), lower.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!ascii || (lower.size() > 1 && lower.find_first_of("aeiou") != std::string::npos)) return {};
  return {{1, '{' + upper_case(lower) + '}'}};
}

/// mc², E = hf: letters without a vowel beside a power are symbols of a formula.
Reading letters_of_formula(const Cursor& at) {
  if (!at.word(0) || !at.symbol_of(1, U"²³^") || at.digits(-1) || at[0].text.size() < 2 ||
      at[0].text.size() > 3)
    return {};
  if (at[0].lower.find_first_not_of("bcdfghjklmnpqrstvwxz") != std::string::npos ||
      unit_named(at[0].text) != nullptr)
    return {};
  return {{1, '{' + upper_case(at[0].lower) + '}'}};
}

/// What never follows the article: "A is for apple", "A to Z".
bool follows_letter(const Lexeme& next) {
  static constexpr std::array<std::string_view, 14> kWords = {"is",  "was", "or", "and", "to",  "for", "as",
                                                              "has", "in",  "on", "vs",  "can", "of",  "at"};
  return std::find(kWords.begin(), kWords.end(), next.lower) != kWords.end() ||
         (next.text.size() == 1 && all_capitals(next.text) && next.text != "I" && next.text != "A");
}

/// "grade A", "A+", "A/B", "A is for apple": the letter, not the article.
Reading letter_a(const Cursor& at) {
  if (at[0].text != "A") return {};
  const std::ptrdiff_t next = at.skip_space(1);
  const bool mark_next = at.symbol_of(1, U"/+)]-‐–,;:!?&=*'") || at.symbol_of(next, U"&+=→<>≠≤≥≈×∈");
  const bool sum = (at[next].lower == "minus" || at[next].lower == "plus" || at[next].lower == "equals" ||
                    at[next].lower == "times") &&
                   (at.digits(next + 2) || (at.capitalised(next + 2) && at[next + 2].text.size() == 1));
  const bool last = at[next].kind == Lexeme::Kind::kNone;
  if (mark_next || last || sum || follows_letter(at[next])) return {{1, "{A}"}};
  if (!at.space(-1) || !at.word(-2)) return {};
  const bool title = at.capitalised(-2) && at.space(1) && at.capitalised(2);
  if (title || all_capitals(at[-2].text) || all_capitals(at[2].text)) return {};
  return {{1, "{A}"}};
}

constexpr std::array<Rule, 7> kRules = {{{"special name", special_name, PlainWords::kMay},
                                         {"letters of a formula", letters_of_formula},
                                         {"dotted letters", dotted_letters},
                                         {"initial", initial},
                                         {"capitals", capitals},
                                         {"letters beside digits", letters_beside_digits},
                                         {"the letter A", letter_a}}};

}  // namespace

std::span<const Rule> initialism_rules() {
  return kRules;
}

}  // namespace driftwave
