/// Abbreviations: titles, streets, Latin, books, places.
#include "tts/text/rules/abbreviations.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <vector>

#include "tts/text/bytes.h"
#include "tts/text/rules/abbreviation_table.h"
#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

/// The readings of an abbreviation, in the order of the tables.
std::span<const Abbreviation> readings_of(std::string_view word) {
  static const std::vector<Abbreviation> kByText = [] {
    std::vector<Abbreviation> all(kAbbreviations.begin(), kAbbreviations.end());
    std::ranges::copy_if(kStreets, std::back_inserter(all),
                         [](const Abbreviation& street) { return street.needs != Needs::kRule; });
    std::ranges::stable_sort(all, {}, &Abbreviation::text);
    return all;
  }();
  return std::ranges::equal_range(kByText, word, {}, &Abbreviation::text);
}

constexpr std::array<std::array<std::string_view, 2>, 10> kWeekdays = {{{"Mon", "Monday"},
                                                                        {"Tue", "Tuesday"},
                                                                        {"Tues", "Tuesday"},
                                                                        {"Wed", "Wednesday"},
                                                                        {"Thu", "Thursday"},
                                                                        {"Thur", "Thursday"},
                                                                        {"Thurs", "Thursday"},
                                                                        {"Fri", "Friday"},
                                                                        {"Sat", "Saturday"},
                                                                        {"Sun", "Sunday"}}};

/// Abbreviations with dots inside, as the words between the dots.
struct Dotted {
  std::string_view text;  ///< lower case, without the last dot
  std::string_view words;
  AbbreviationEnd end;
};

constexpr std::array<Dotted, 12> kDotted = {{{"e.g", "for example", kNeverEnds},
                                             {"i.e", "that is", kNeverEnds},
                                             {"a.k.a", "also known as", kNeverEnds},
                                             {"p.s", "{PS}", kNeverEnds},
                                             {"n.b", "nota bene", kNeverEnds},
                                             {"w.r.t", "with respect to", kNeverEnds},
                                             {"ph.d", "{PHD}", kMayEnd},
                                             {"b.sc", "{BSC}", kMayEnd},
                                             {"m.sc", "{MSC}", kMayEnd},
                                             {"a.m", "{AM}", kMayEnd},
                                             {"p.m", "{PM}", kMayEnd},
                                             {"r.i.p", "{RIP}", kMayEnd}}};

/// vol. vi, ch. ii
bool is_small_roman(const Cursor& at, std::ptrdiff_t n) {
  const std::string& text = at[n].text;
  if (!at.word(n) || text.find_first_not_of("ivxlc") != std::string::npos) return false;
  return roman_value(upper_case(text)).has_value();
}

bool is_verse(const Cursor& at, std::ptrdiff_t n) {
  return at.digits(n) && at.symbol(n + 1, U':') && at.digits(n + 2) && !at.symbol(n + 3, U':');
}

bool satisfied(const Cursor& at, Needs needs, bool stop, std::ptrdiff_t next) {
  const bool another = next > (stop ? 2 : 1);
  switch (needs) {
    case Needs::kNothing:
      return true;
    case Needs::kStop:
      return stop;
    case Needs::kRule:
      return false;
    case Needs::kCapitalNext:
      return another && at.capitalised(next);
    case Needs::kStopCapital:
      return stop && another && at.capitalised(next);
    case Needs::kVerseNext:
      return another && is_verse(at, next);
    case Needs::kDigitBeside:
      return another && (at.digits(next) || (stop && is_small_roman(at, next)) ||
                         (stop && roman_value(at[next].text).has_value()));
    case Needs::kDigitNext:
      if (another && at.capitalised(0) && is_verse(at, next)) return true;  // Rom 8:28
      return stop && (at.digits(next) || (at.symbol(next, U'(') && at.digits(next + 1)) ||
                      (another && (roman_value(at[next].text).has_value() || is_small_roman(at, next))));
  }
  return false;
}

Reading abbreviation(const Cursor& at) {
  if (!at.word(0) || at.symbol(-1, U'.') || at.symbol(-1, U'-')) return {};
  const bool stop = at.symbol(1, U'.');
  const std::ptrdiff_t next = at.skip_space(stop ? 2 : 1);
  for (const Abbreviation& entry : readings_of(at[0].text)) {
    if (satisfied(at, entry.needs, stop, next)) return {{stop ? 2 : 1, std::string(entry.words)}};
  }
  return {};
}

/// e.g., i.e., Ph.D.
Reading dotted(const Cursor& at) {
  for (const Dotted& entry : kDotted) {
    std::ptrdiff_t i = 0;
    std::string_view rest = entry.text;
    while (!rest.empty()) {
      const std::size_t length = std::min(rest.find('.'), rest.size());
      if (at[i].lower != rest.substr(0, length)) break;
      rest.remove_prefix(length);
      ++i;
      if (rest.empty()) break;
      if (!at.symbol(i, U'.')) break;
      rest.remove_prefix(1);
      ++i;
    }
    if (!rest.empty() || at.word(-1) || at.symbol(-1, U'.') || at.symbol(i, U'\'')) continue;
    const bool stop = at.symbol(i, U'.');
    if (!stop && entry.text.size() == 3 && (entry.end == kMayEnd || entry.text == "p.s")) continue;
    return {{i + (stop ? 1 : 0), std::string(entry.words)}};
  }
  return {};
}

/// Wed Oct 9; Sun, 3 Mar 2024
Reading weekday_of_date(const Cursor& at) {
  const std::ptrdiff_t comma = at.symbol(1, U',') ? 2 : 1;
  if (!at.word(0) || !at.space(comma)) return {};
  const std::ptrdiff_t next = comma + 1;
  const std::ptrdiff_t after = at.symbol(next + 1, U'.') ? next + 2 : next + 1;
  const bool day_next = at.digits(next) && at.space(next + 1) && month_of(at[next + 2].text);
  const bool month_next = month_of(at[next].text) && at.space(after) && at.digits(after + 1);
  if (!day_next && !month_next) return {};
  for (const auto& [text, name] : kWeekdays) {
    if (at[0].text == text) return {{1, std::string(name)}};
  }
  return {};
}

/// Fri. the 3rd; at the end of a sentence only after what asks for a day: "by Fri."
Reading weekday(const Cursor& at) {
  static constexpr std::string_view kBefore =
      " on by this next last until till from every each since before after ";
  if (!at.symbol(1, U'.')) return {};
  const bool listed =
      at[0].text != "Sun" && at[0].text != "Sat" && is_listed(" and or to ", at.previous().lower);
  if (at.gap(at.skip_space(2)) && !listed && !is_listed(kBefore, at.previous().lower)) return {};
  for (const auto& [text, name] : kWeekdays) {
    if (at[0].text == text) return {{2, std::string(name)}};
  }
  return {};
}

/// Mon-Fri, Mon.–Fri.
Reading weekdays(const Cursor& at) {
  const std::ptrdiff_t dash = at.symbol(1, U'.') ? 2 : 1;
  const std::ptrdiff_t second = dash + 1;
  if (!at.symbol_of(dash, U"-–") || !at.word(second)) return {};
  const auto day = [&](std::ptrdiff_t n) -> std::string_view {
    for (const auto& [text, name] : kWeekdays) {
      if (at[n].text == text) return name;
    }
    return "";
  };
  if (day(0).empty() || day(second).empty()) return {};
  const bool stop = at.symbol(second + 1, U'.') && !at.gap(at.skip_space(second + 2));
  return {{dash, std::string(day(0))}, {1, "to"}, {stop ? 2 : 1, std::string(day(second))}};
}

/// b. 1920, d. 1990; ed. by J. Smith; no. of items
Reading lives_and_editors(const Cursor& at) {
  if (!at.word(0) || !at.symbol(1, U'.') || !at.space(2) || at.alphanumeric(-1)) return {};
  const bool year_next = at.digits(3) && at[3].text.size() == 4;
  if (at[0].text == "b" && year_next) return {{2, "born"}};
  if (at[0].text == "d" && year_next) return {{2, "died"}};
  static constexpr auto kMade = std::to_array<std::array<std::string_view, 2>>({{"ed", "edited"},
                                                                                {"trans", "translated"},
                                                                                {"tr", "translated"},
                                                                                {"dir", "directed"},
                                                                                {"illus", "illustrated"},
                                                                                {"arr", "arranged"},
                                                                                {"prod", "produced"}});
  if (at[0].lower == "no" && at[3].lower == "of") return {{2, "number"}};
  if (at[0].text == "Sec" && at[3].lower == "of") return {{2, "Secretary"}};
  if (at[3].lower != "by") return {};
  for (const auto& [written, spoken] : kMade) {
    if (at[0].lower == written) return {{2, std::string(spoken)}};
  }
  return {};
}

/// w/, w/o, c/o
Reading slashed(const Cursor& at) {
  if (!at.word(0) || !at.symbol(1, U'/') || at.alphanumeric(-1)) return {};
  if (at[0].lower == "w" && at[2].lower == "o" && !at.alphanumeric(3)) return {{3, "without"}};
  if (at[0].lower == "c" && at[2].lower == "o" && !at.alphanumeric(3)) return {{3, "care of"}};
  if (at[0].lower == "b" && at[2].lower == "c" && !at.alphanumeric(3)) return {{3, "because"}};
  if (at[0].lower == "n" && at[2].lower == "a" && !at.alphanumeric(3)) return {{3, "not applicable"}};
  if (at[0].lower == "w" && at[2].text.size() > 1) return {{2, "with"}};
  if (at[0].lower == "w" && at.space(2)) return {{2, "with"}};
  return {};
}

/// rock 'n' roll
Reading clipped_and(const Cursor& at) {
  if (!at.symbol_of(0, U"'‘") || at[1].lower != "n" || !at.symbol_of(2, U"'’")) return {};
  return {{3, "and"}};
}

constexpr std::array<Rule, 8> kRules = {{{"lives and editors", lives_and_editors},
                                         {"dotted abbreviation", dotted},
                                         {"weekday of a date", weekday_of_date},
                                         {"weekdays", weekdays},
                                         {"weekday", weekday},
                                         {"abbreviation", abbreviation, PlainWords::kMay},
                                         {"slashed abbreviation", slashed},
                                         {"'n'", clipped_and}}};

}  // namespace

std::span<const Rule> abbreviation_rules() {
  return kRules;
}

bool is_street(std::string_view word) {
  static const std::set<std::string, std::less<>> kNames = [] {
    std::set<std::string, std::less<>> names;
    for (const Abbreviation& street : kStreets) {
      names.insert(lower_case(std::string(street.text)));
      names.insert(lower_case(std::string(street.words)));
    }
    return names;
  }();
  return kNames.contains(word);
}

AbbreviationEnd abbreviation_end(std::string_view word) {
  const std::string lower = lower_case(std::string(word));
  for (const Dotted& entry : kDotted) {
    if (lower == entry.text) return entry.end;
  }
  if (word == "b" || word == "d") return AbbreviationEnd::kBeforeNumber;  // born, died
  if (word == "Dr") return kNeverEnds;
  if (word == "St") return kMayEnd;
  if (word == "No" || word == "Nos" || word == "no") return AbbreviationEnd::kBeforeNumber;
  for (const Abbreviation& entry : readings_of(word)) {
    const bool before_number = entry.needs == Needs::kDigitNext || entry.needs == Needs::kDigitBeside;
    return before_number ? AbbreviationEnd::kBeforeNumber : entry.end;
  }
  // "jan. 15" in small letters
  static constexpr std::string_view kSmallMonths = " jan feb mar apr jun jul aug sep sept oct nov dec ";
  if (is_listed(kSmallMonths, word)) return AbbreviationEnd::kBeforeNumber;
  const bool weekday_name = std::any_of(kWeekdays.begin(), kWeekdays.end(), [&](const auto& day) {
    return day[0] == word && word != "Sat" && word != "Sun";
  });
  const bool month_name_cut = word.size() <= 4 && word != "May" && month_of(word).has_value();
  return weekday_name || month_name_cut ? kMayEnd : AbbreviationEnd::kNone;
}

}  // namespace driftwave
