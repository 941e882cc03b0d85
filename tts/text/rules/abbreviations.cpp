/// Abbreviations: titles, streets, Latin, books, places.
#include "tts/text/rules/abbreviations.h"

#include <algorithm>
#include <array>

#include "tts/text/bytes.h"
#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

enum class Needs {
  kNothing,      ///< with or without its full stop
  kStop,         ///< only with its full stop
  kCapitalNext,  ///< before a name; the full stop is optional
  kStopCapital,  ///< before a name, with its full stop
  kDigitNext,    ///< before a number, with its full stop
};

struct Abbreviation {
  std::string_view text;  ///< case matters
  std::string_view words;
  Needs needs = Needs::kStop;
  AbbreviationEnd end = AbbreviationEnd::kNever;
};

constexpr AbbreviationEnd kMay = AbbreviationEnd::kMay;
constexpr AbbreviationEnd kEnds = AbbreviationEnd::kNone;
constexpr AbbreviationEnd kNever = AbbreviationEnd::kNever;

constexpr std::array<Abbreviation, 135> kAbbreviations = {{
    {"Chap", "Chapter", Needs::kDigitNext},
    {"chap", "chapter", Needs::kDigitNext},
    {"Op", "Opus", Needs::kDigitNext},
    {"op", "opus", Needs::kDigitNext},
    {"Mr", "Mister", Needs::kNothing},
    {"Mrs", "Missus", Needs::kNothing},
    {"Ms", "Miz", Needs::kCapitalNext},
    {"Messrs", "Messieurs", Needs::kNothing},
    {"Prof", "Professor", Needs::kCapitalNext},
    {"Rev", "Reverend", Needs::kCapitalNext},
    {"Hon", "Honorable", Needs::kStopCapital},
    {"Gen", "General", Needs::kStopCapital},
    {"Col", "Colonel", Needs::kStopCapital},
    {"Capt", "Captain", Needs::kCapitalNext},
    {"Cmdr", "Commander", Needs::kCapitalNext},
    {"Lt", "Lieutenant", Needs::kCapitalNext},
    {"Maj", "Major", Needs::kStopCapital},
    {"Sgt", "Sergeant", Needs::kCapitalNext},
    {"Cpl", "Corporal", Needs::kStopCapital},
    {"Pvt", "Private", Needs::kStopCapital},
    {"Adm", "Admiral", Needs::kStopCapital},
    {"Gov", "Governor", Needs::kStopCapital},
    {"Sen", "Senator", Needs::kStopCapital},
    {"Rep", "Representative", Needs::kStopCapital},
    {"Pres", "President", Needs::kStopCapital},
    {"Supt", "Superintendent", Needs::kStopCapital},
    {"Fr", "Father", Needs::kStopCapital},
    {"Jr", "Junior", Needs::kNothing, kMay},
    {"Sr", "Senior", Needs::kNothing, kMay},
    {"Esq", "Esquire", Needs::kStop, kMay},
    {"Mt", "Mount", Needs::kCapitalNext},
    {"Ft", "Fort", Needs::kStopCapital},
    {"Ave", "Avenue", Needs::kNothing, kMay},
    {"Blvd", "Boulevard", Needs::kNothing, kMay},
    {"Rd", "Road", Needs::kNothing, kMay},
    {"Ln", "Lane", Needs::kNothing, kMay},
    {"Hwy", "Highway", Needs::kNothing},
    {"Pkwy", "Parkway", Needs::kNothing, kMay},
    {"Apt", "Apartment", Needs::kDigitNext},
    {"Ste", "Suite", Needs::kDigitNext},
    {"Bldg", "Building", Needs::kStop, kMay},
    {"Dept", "Department", Needs::kStop},
    {"dept", "department", Needs::kStop, kMay},
    {"Univ", "University", Needs::kStop},
    {"Inst", "Institute", Needs::kStop},
    {"Inc", "Incorporated", Needs::kNothing, kMay},
    {"Corp", "Corporation", Needs::kStop, kMay},
    {"Co", "Company", Needs::kStop, kMay},
    {"Ltd", "Limited", Needs::kNothing, kMay},
    {"Bros", "Brothers", Needs::kStop, kMay},
    {"Assn", "Association", Needs::kStop, kMay},
    {"Govt", "Government", Needs::kStop},
    {"govt", "government", Needs::kStop},
    {"vs", "versus", Needs::kNothing},
    {"v", "versus", Needs::kStopCapital},
    {"etc", "et cetera", Needs::kNothing, kEnds},
    {"al", "al", Needs::kStop, kEnds},
    {"cf", "compare", Needs::kStop},
    {"viz", "namely", Needs::kStop},
    {"approx", "approximately", Needs::kStop},
    {"Approx", "Approximately", Needs::kStop},
    {"est", "established", Needs::kDigitNext},
    {"ca", "circa", Needs::kDigitNext},
    {"c", "circa", Needs::kDigitNext},
    {"p", "page", Needs::kDigitNext},
    {"pp", "pages", Needs::kDigitNext},
    {"pg", "page", Needs::kDigitNext},
    {"para", "paragraph", Needs::kDigitNext},
    {"vol", "volume", Needs::kDigitNext},
    {"Vol", "Volume", Needs::kDigitNext},
    {"vols", "volumes", Needs::kStop},
    {"ch", "chapter", Needs::kDigitNext},
    {"Ch", "Chapter", Needs::kDigitNext},
    {"sec", "section", Needs::kDigitNext},
    {"Sec", "Section", Needs::kDigitNext},
    {"fig", "figure", Needs::kDigitNext},
    {"Fig", "Figure", Needs::kDigitNext},
    {"figs", "figures", Needs::kDigitNext},
    {"Figs", "Figures", Needs::kDigitNext},
    {"eq", "equation", Needs::kDigitNext},
    {"Eq", "Equation", Needs::kDigitNext},
    {"ed", "edition", Needs::kStop, kEnds},
    {"eds", "editors", Needs::kStop},
    {"misc", "miscellaneous", Needs::kStop},
    {"max", "maximum", Needs::kStop, kMay},
    {"min", "minimum", Needs::kStop, kMay},
    {"temp", "temperature", Needs::kStop, kEnds},
    {"avg", "average", Needs::kNothing},
    {"tel", "telephone", Needs::kStop},
    {"Tel", "Telephone", Needs::kStop},
    {"ext", "extension", Needs::kDigitNext},
    {"intl", "international", Needs::kStop},
    {"asst", "assistant", Needs::kStop},
    {"assoc", "associate", Needs::kStop},
    {"attn", "attention", Needs::kNothing},
    {"Attn", "Attention", Needs::kNothing},
    {"lbs", "pounds", Needs::kNothing, kEnds},
    {"hrs", "hours", Needs::kStop, kEnds},
    {"yrs", "years", Needs::kStop, kEnds},
    {"mph", "miles per hour", Needs::kNothing, kEnds},
    {"kHz", "kilohertz", Needs::kNothing, kEnds},
    {"km", "kilometers", Needs::kNothing, kEnds},
    {"sq", "square", Needs::kStop},
    {"Rm", "Room", Needs::kDigitNext},
    {"Det", "Detective", Needs::kStopCapital},
    {"Insp", "Inspector", Needs::kStopCapital},
    {"Atty", "Attorney", Needs::kStopCapital},
    {"Amb", "Ambassador", Needs::kStopCapital},
    {"Brig", "Brigadier", Needs::kStopCapital},
    {"Cdr", "Commander", Needs::kCapitalNext},
    {"Msgr", "Monsignor", Needs::kCapitalNext},
    {"Mme", "Madame", Needs::kCapitalNext},
    {"Mlle", "Mademoiselle", Needs::kCapitalNext},
    {"Pfc", "Private First Class", Needs::kStopCapital},
    {"Cllr", "Councillor", Needs::kCapitalNext},
    {"incl", "including", Needs::kStop},
    {"excl", "excluding", Needs::kStop},
    {"doz", "dozen", Needs::kStop},
    {"pct", "percent", Needs::kNothing},
    {"mgr", "manager", Needs::kStop},
    {"Mgr", "Manager", Needs::kStop},
    {"Mtn", "Mountain", Needs::kStop},
    {"Ctr", "Center", Needs::kStop},
    {"Dist", "District", Needs::kStop},
    {"Div", "Division", Needs::kStop},
    {"Ofc", "Officer", Needs::kStopCapital},
    {"abbr", "abbreviation", Needs::kStop},
    {"orig", "originally", Needs::kStop},
    {"esp", "especially", Needs::kStop},
    {"wt", "weight", Needs::kStop},
    {"qty", "quantity", Needs::kStop},
    {"Qty", "Quantity", Needs::kStop},
    {"refs", "references", Needs::kStop},
    {"Expy", "Expressway", Needs::kNothing},
    {"Tpke", "Turnpike", Needs::kNothing},
}};

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

constexpr std::array<Dotted, 12> kDotted = {{{"e.g", "for example", kNever},
                                             {"i.e", "that is", kNever},
                                             {"a.k.a", "also known as", kNever},
                                             {"p.s", "{PS}", kNever},
                                             {"n.b", "nota bene", kNever},
                                             {"w.r.t", "with respect to", kNever},
                                             {"ph.d", "{PHD}", kMay},
                                             {"b.sc", "{BSC}", kMay},
                                             {"m.sc", "{MSC}", kMay},
                                             {"a.m", "{AM}", kMay},
                                             {"p.m", "{PM}", kMay},
                                             {"r.i.p", "{RIP}", kMay}}};

bool satisfied(const Cursor& at, Needs needs, bool stop, std::ptrdiff_t next) {
  const bool another = next > (stop ? 2 : 1);
  switch (needs) {
    case Needs::kNothing:
      return true;
    case Needs::kStop:
      return stop;
    case Needs::kCapitalNext:
      return another && at.capitalised(next);
    case Needs::kStopCapital:
      return stop && another && at.capitalised(next);
    case Needs::kDigitNext:
      return stop && (at.digits(next) || (another && roman_value(at[next].text).has_value()));
  }
  return false;
}

Reading abbreviation(const Cursor& at) {
  if (!at.word(0) || at.symbol(-1, U'.') || at.symbol(-1, U'-')) return {};
  const bool stop = at.symbol(1, U'.');
  const std::ptrdiff_t next = at.skip_space(stop ? 2 : 1);
  for (const Abbreviation& entry : kAbbreviations) {
    if (at[0].text != entry.text || !satisfied(at, entry.needs, stop, next)) continue;
    return {{stop ? 2 : 1, std::string(entry.words)}};
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
    if (!stop && entry.text.size() == 3 && (entry.end == kMay || entry.text == "p.s")) continue;
    return {{i + (stop ? 1 : 0), std::string(entry.words)}};
  }
  return {};
}

Reading weekday(const Cursor& at) {
  if (!at.symbol(1, U'.') || at.gap(at.skip_space(2))) return {};
  for (const auto& [text, name] : kWeekdays) {
    if (at[0].text == text) return {{2, std::string(name)}};
  }
  return {};
}

/// Mon-Fri
Reading weekdays(const Cursor& at) {
  if (!at.symbol_of(1, U"-–") || !at.word(2)) return {};
  const auto day = [&](std::ptrdiff_t n) -> std::string_view {
    for (const auto& [text, name] : kWeekdays) {
      if (at[n].text == text) return name;
    }
    return "";
  };
  if (day(0).empty() || day(2).empty()) return {};
  return {{1, std::string(day(0))}, {1, "to"}, {1, std::string(day(2))}};
}

/// w/, w/o, c/o
Reading slashed(const Cursor& at) {
  if (!at.word(0) || !at.symbol(1, U'/') || at.alphanumeric(-1)) return {};
  if (at[0].lower == "w" && at[2].lower == "o" && !at.alphanumeric(3)) return {{3, "without"}};
  if (at[0].lower == "c" && at[2].lower == "o" && !at.alphanumeric(3)) return {{3, "care of"}};
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

constexpr std::array<Rule, 6> kRules = {{{"dotted abbreviation", dotted},
                                         {"weekdays", weekdays},
                                         {"weekday", weekday},
                                         {"abbreviation", abbreviation},
                                         {"slashed abbreviation", slashed},
                                         {"'n'", clipped_and}}};

}  // namespace

std::span<const Rule> abbreviation_rules() {
  return kRules;
}

AbbreviationEnd abbreviation_end(std::string_view word) {
  std::string lower(word);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (const Dotted& entry : kDotted) {
    if (lower == entry.text) return entry.end;
  }
  if (word == "Dr") return kNever;
  if (word == "St") return kMay;
  if (word == "No" || word == "Nos" || word == "no") return AbbreviationEnd::kBeforeNumber;
  for (const Abbreviation& entry : kAbbreviations) {
    if (word != entry.text) continue;
    return entry.needs == Needs::kDigitNext ? AbbreviationEnd::kBeforeNumber : entry.end;
  }
  // "jan. 15" in small letters
  static constexpr std::string_view kSmallMonths = " jan feb mar apr jun jul aug sep sept oct nov dec ";
  if (is_listed(kSmallMonths, word)) return AbbreviationEnd::kBeforeNumber;
  const bool weekday_name = std::any_of(kWeekdays.begin(), kWeekdays.end(), [&](const auto& day) {
    return day[0] == word && word != "Sat" && word != "Sun";
  });
  const bool month_name_cut = word.size() <= 4 && word != "May" && month_of(word).has_value();
  return weekday_name || month_name_cut ? kMay : AbbreviationEnd::kNone;
}

}  // namespace driftwave
