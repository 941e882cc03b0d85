/// Dates, times of day, years and ordinals.
#include <array>

#include "tts/text/german/inflection.h"
#include "tts/text/german/rules.h"
#include "tts/text/german/sentences.h"
#include "tts/text/german/words.h"

namespace driftwave::german {
namespace {

/// Words behind which four digits are a year, whatever follows.
constexpr std::string_view kBeforeYears =
    " jahr jahre jahren jahres seit ab bis von vor nach um in anno anfang ende mitte sommer winter herbst "
    "frühling frühjahr sommers januar februar märz april mai juni juli august september oktober november "
    "dezember weihnachten ostern silvester herbst saison dezembers olympia wm em chr ";

std::string spoken_year(std::string_view digits) {
  return year(value_of(digits));
}

bool is_year(const Cursor& at, std::ptrdiff_t n) {
  if (!at.digits(n) || at[n].text.size() != 4) return false;
  const std::int64_t value = value_of(at[n].text);
  return value >= 1100 && value <= 2099;
}

Reading clock(const Cursor& at) {
  return read_clock(at, figure_words());
}

/// 24.12.2023, 24.12., 2023-12-24
Reading numeric_date(const Cursor& at) {
  const bool short_date = at.symbol(3, U'.') || at.symbol(4, U'.');
  const std::optional<WrittenDate> date = parse_comma_date(at, short_date);
  if (!date) return {};
  // "2.3.": a date only with something that asks for one before it; else it counts chapters.
  std::string said = ordinal(date->day, ordinal_ending(at, "mai"));
  said.append(" ").append(month_name(date->month));
  if (!date->year.empty()) said += ' ' + spoken_year(date->year);
  return {{date->lexemes, std::move(said)}};
}

/// 2003-03
Reading year_and_month(const Cursor& at) {
  if (!is_year(at, 0) || !at.symbol(1, U'-') || !at.digits(2) || at[2].text.size() != 2) return {};
  const std::int64_t month = value_of(at[2].text);
  if (month < 1 || month > 12 || at.alphanumeric(3) || at.symbol(3, U'-') || at.alphanumeric(-1)) return {};
  if (at[2].text.front() != '0') return {};  // 1910-12 are years
  return {{3, std::string(month_name(static_cast<int>(month))) + ' ' + spoken_year(at[0].text)}};
}

/// "3." before a month, after "am", before a noun.
Reading written_ordinal(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() > 4 || !at.symbol(1, U'.') || at.alphanumeric(2)) return {};
  if (at.alphanumeric(-1) || (at.symbol_of(-1, U".,:") && at.digits(-2))) return {};
  const std::ptrdiff_t next = at.skip_space(2);
  const std::int64_t value = value_of(at[0].text);
  const bool is_range = is_range_of_ordinals(at);
  const bool before_noun =
      at.space(2) && at.capitalised(3) && (is_month(at[3].text) || !opens_sentence(at[3].text));
  const bool before_small = at.space(2) && at.word(next) && !at.capitalised(next);
  const bool is_last = at[2].kind == Lexeme::Kind::kNone;
  const bool asked = is_last ? is_in(" am vom zum beim im der die das den dem ", at.previous().lower)
                             : asks_for_ordinal(at.previous().text);
  if (!is_range && !before_noun && !before_small && !asked) return {};
  const std::string noun = before_noun ? at[3].text : "";
  Reading reading{{2, ordinal(value, ordinal_ending(at, noun))}};
  if (is_range && at.symbol_of(next, U"–-")) reading.push_back({next - 1, "bis"});
  const int month = before_noun ? month_of(noun) : 0;
  if (month == 0 || noun.size() > 4 || !at.symbol(4, U'.')) return reading;
  reading.push_back({3, std::string(month_name(month))});  // 3. Jan.
  return reading;
}

/// 1998, 1990–1995, 1990er, 2023/24. A number of things ("1500 Menschen") is none.
Reading bare_year(const Cursor& at) {
  if (!is_year(at, 0) || at.alphanumeric(-1) || (at.symbol_of(-1, U".,:/-") && at.digits(-2))) return {};
  if (at[1].text == "er" || at[1].text == "ern") return {{2, spoken_year(at[0].text) + at[1].text}};
  const bool goes_on = at.symbol_of(1, U",.:") && at.digits(2);
  if (goes_on || at.word(1)) return {};
  if (at.symbol_of(1, U"-–/") && at.digits(2) && !at.alphanumeric(3) &&
      (is_year(at, 2) || (at[2].text.size() == 2 && !at.symbol_of(3, U"-/")))) {
    const std::string last = is_year(at, 2) ? spoken_year(at[2].text) : cardinal(at[2].text);
    return {{3, spoken_year(at[0].text) + (at.symbol(1, U'/') ? " " : " bis ") + last}};
  }
  if (at.symbol_of(1, U"-/") && at.alphanumeric(2)) return {};
  const bool asked = is_in(kBeforeYears, at.previous().lower) || at.symbol_of(-1, U"(*†");
  const bool counts = at.space(1) && at.capitalised(2);
  if (counts && !asked) return {};
  return {{1, spoken_year(at[0].text)}};
}

/// 80er Jahre
Reading decade(const Cursor& at) {
  if (!at.digits(0) || (at[1].text != "er" && at[1].text != "ern") || at.alphanumeric(-1)) return {};
  return {{2, cardinal(at[0].text) + at[1].text}};
}

constexpr std::array<Rule, 4> kRules = {{{"numeric date", numeric_date},
                                         {"year and month", year_and_month},
                                         {"clock", clock},
                                         {"written ordinal", written_ordinal}}};
constexpr std::array<Rule, 2> kYears = {{{"bare year", bare_year}, {"decade", decade}}};

}  // namespace

std::span<const Rule> date_rules() {
  return kRules;
}

std::span<const Rule> year_rules() {
  return kYears;
}

}  // namespace driftwave::german
