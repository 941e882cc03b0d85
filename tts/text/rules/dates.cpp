/// Dates, eras, decades and years.
#include <algorithm>
#include <array>

#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

bool in_range(const Lexeme& digits, std::int64_t low, std::int64_t high) {
  const std::int64_t value = digits.kind == Lexeme::Kind::kDigits ? value_of(digits.text) : -1;
  return value >= low && value <= high;
}

bool year_digits(const Cursor& at, std::ptrdiff_t n) {
  return at[n].text.size() == 4 && in_range(at[n], 1000, 2999);
}

/// The month that a word names beside a day, in any case: "jul", "SEPT". Words that are more than months in
/// small letters need a year behind them.
std::optional<int> month_beside_day(const std::string& word, bool year_follows) {
  const std::optional<int> month = month_of(word);
  if (month || word.empty()) return month;
  if (!year_follows && (word == "may" || word == "march" || word == "mar" || word == "dec")) return {};
  std::string name = lower_case(word);
  name.front() =
      static_cast<char>(name.front() - ('a' <= name.front() && name.front() <= 'z' ? 'a' - 'A' : 0));
  return month_of(name);
}

std::string date_words(std::int64_t month, std::string_view day, std::string_view in_year) {
  std::string words = month_name(static_cast<int>(month)) + ' ' + ordinal(day);
  if (!in_year.empty()) words += " , " + year(value_of(in_year));
  return words;
}

/// 2026-11-23, 2026/11/23, 2026.11.23; the T of a time stamp is silent.
Reading iso_date(const Cursor& at) {
  if (!year_digits(at, 0) || !at.symbol_of(1, U"-/.") || !at.symbol(3, at[1].symbol)) return {};
  if (!in_range(at[2], 1, 12) || !in_range(at[4], 1, 31) || at[4].text.size() > 2) return {};
  const bool stamp = at[5].text == "T" && at.digits(6);
  return {{stamp ? 6 : 5, date_words(value_of(at[2].text), at[4].text, at[0].text)}};
}

/// 3/14/2026 (month first, unless that cannot be), 3/14/26, 14.3.2026, 3-14-2026
Reading numeric_date(const Cursor& at) {
  if (!at.digits(0) || !at.symbol_of(1, U"/.-") || !at.symbol(3, at[1].symbol) || !at.digits(4)) return {};
  if (at.symbol(5, at[1].symbol) && at.digits(6)) return {};
  const bool full_year = year_digits(at, 4);
  const bool short_year = at[4].text.size() == 2 && at.symbol(1, U'/');
  if (!full_year && !short_year) return {};
  const bool day_first = at.symbol(1, U'.') || in_range(at[0], 13, 31);
  const Lexeme& month = at[day_first ? 2 : 0];
  const Lexeme& day = at[day_first ? 0 : 2];
  if (!in_range(month, 1, 12) || !in_range(day, 1, 31)) return {};
  const std::string century = value_of(at[4].text) < 50 ? "20" : "19";
  return {{5, date_words(value_of(month.text), day.text, full_year ? at[4].text : century + at[4].text)}};
}

/// "due 12/25": month and day after a word that asks for a date; elsewhere it is a fraction.
Reading slashed_day(const Cursor& at) {
  static constexpr std::array<std::string_view, 9> kBefore = {"on",    "by",     "until", "due",    "since",
                                                              "after", "before", "from",  "through"};
  if (!in_range(at[0], 1, 12) || !at.symbol(1, U'/') || !in_range(at[2], 1, 31) || at.symbol_of(3, U"/%"))
    return {};
  if (std::find(kBefore.begin(), kBefore.end(), at.previous().lower) == kBefore.end()) return {};
  return {{3, date_words(value_of(at[0].text), at[2].text, "")}};
}

/// 9/11 and 24/7
Reading spoken_slash(const Cursor& at) {
  if (!at.symbol(1, U'/') || at.symbol(3, U'/') || at.symbol(-1, U'/')) return {};
  static constexpr std::array<std::string_view, 4> kMusic = {"time", "meter", "measure", "signature"};
  const bool music = at.digits(0) && at.digits(2) && at.space(3) && at[0].text.size() <= 2 &&
                     std::find(kMusic.begin(), kMusic.end(), at[4].lower) != kMusic.end();
  if (music) return {{3, cardinal(at[0].text) + ' ' + cardinal(at[2].text)}};
  const bool terror = at[0].text == "9" && at[2].text == "11";
  const bool always = at[0].text == "24" && at[2].text == "7";
  if (!terror && !always) return {};
  return {{3, terror ? "nine eleven" : "twenty-four seven"}};
}

bool ordinal_suffix(const Cursor& at, std::ptrdiff_t n) {
  const std::string& word = at[n].lower;
  const std::string& day = at[n - 1].text;  // 2d, 23d, as older books write
  if (at[n].text == "d" && !day.empty() && (day.back() == '2' || day.back() == '3') && day != "12" &&
      day != "13")
    return true;
  return word == "st" || word == "nd" || word == "rd" || word == "th";
}

/// The day of the month at `n`: "3", "3rd".
std::ptrdiff_t day_lexemes(const Cursor& at, std::ptrdiff_t n) {
  if (!in_range(at[n], 1, 31) || at[n].text.size() > 2) return 0;
  if (ordinal_suffix(at, n + 1)) return 2;
  return at.word(n + 1) || at.symbol_of(n + 1, U":/%°") ? 0 : 1;
}

/// Whether a year stands after the day at `n` and a comma or space.
bool year_after_day(const Cursor& at, std::ptrdiff_t n) {
  const std::ptrdiff_t past = n + day_lexemes(at, n);
  return past > n && year_digits(at, at.skip_space(at.symbol(past, U',') ? past + 1 : past));
}

/// 15-Jan-2020, Jan-15-2020
Reading named_month_date(const Cursor& at) {
  if (!at.symbol(1, U'-') || !at.symbol(3, U'-') || !year_digits(at, 4) || at.alphanumeric(5)) return {};
  const std::ptrdiff_t name = at.word(0) ? 0 : 2;
  const std::optional<int> month = month_beside_day(at[name].text, true);
  const Lexeme& day = at[2 - name];
  if (!month || !in_range(day, 1, 31) || at.symbol(-1, U'-')) return {};
  return {{5, date_words(*month, day.text, at[4].text)}};
}

/// March 3rd, Nov. 5, March 3-5; a year follows by itself.
Reading month_day(const Cursor& at) {
  const std::ptrdiff_t name = at.symbol(1, U'.') ? 2 : 1;
  const std::ptrdiff_t number = at.skip_space(name);
  const bool day_follows = number > name && day_lexemes(at, number) > 0;
  const std::optional<int> month =
      day_follows ? month_beside_day(at[0].text, year_after_day(at, number)) : month_of(at[0].text);
  if (!month || !at.word(0)) return {};
  const bool abbreviated = at[0].text.size() < month_name(*month).size();
  const std::ptrdiff_t n = at.skip_space(name);
  const std::ptrdiff_t day = n > name ? day_lexemes(at, n) : 0;
  if (day == 0 || (at.symbol(n + day, U'.') && at.digits(n + day + 1))) {
    const bool before_year = n > name && year_digits(at, n);
    if (!abbreviated || (name == 1 && !before_year)) return {};
    return {{name, month_name(*month)}};
  }
  std::ptrdiff_t end = n + day;
  std::string words = ordinal(at[n].text);
  if (at.symbol_of(end, U"-–") && day_lexemes(at, end + 1) > 0) {
    words += " to " + ordinal(at[end + 1].text);
    end += 1 + day_lexemes(at, end + 1);
  }
  Reading reading = {{name, month_name(*month)}, {end - name, words}};
  const std::ptrdiff_t comma = at.symbol(end, U',') ? end + 1 : end;
  if (at.space(comma) && year_digits(at, comma + 1) && !at.alphanumeric(comma + 2)) {
    if (comma > end) reading.push_back({1, ","});
    reading.push_back({2, year(value_of(at[comma + 1].text))});
  }
  return reading;
}

/// 3 March, 3rd of March, 14th July 1789
Reading day_month(const Cursor& at) {
  const std::ptrdiff_t day = day_lexemes(at, 0);
  if (day == 0 || !at.space(day) || at.symbol_of(-1, U".,-/:")) return {};
  const bool of = at[day + 1].lower == "of" && at.space(day + 2);
  const std::ptrdiff_t n = of ? day + 3 : day + 1;
  const std::ptrdiff_t past = at.symbol(n + 1, U',') ? n + 2 : n + 1;
  const std::optional<int> month = month_beside_day(at[n].text, of || year_digits(at, at.skip_space(past)));
  if (!month || !at.word(n)) return {};
  const bool the = at.previous().lower == "the";
  std::ptrdiff_t end = n + 1;
  if (at.symbol(end, U'.') && !at.gap(end + 1)) return {};
  if (at.symbol(end, U'.') && at[n].text != month_name(*month)) ++end;
  Reading reading = {
      {day, (the ? "" : "the ") + ordinal(at[0].text)}, {n - day, "of"}, {end - n, month_name(*month)}};
  const std::ptrdiff_t comma = at.symbol(end, U',') ? end + 1 : end;
  if (at.space(comma) && year_digits(at, comma + 1)) {
    if (comma > end) reading.push_back({1, ","});
    reading.push_back({2, year(value_of(at[comma + 1].text))});
  }
  return reading;
}

/// Lexemes of an era mark at `n`: BC, B.C., BCE, AD; 0 where there is none. `letters` gets its capitals.
std::ptrdiff_t era_lexemes(const Cursor& at, std::ptrdiff_t n, std::string& letters) {
  for (const std::string_view era : {"BCE", "BC", "CE", "AD"}) {
    letters = era;
    if (at[n].text == era) return 1;
    std::ptrdiff_t i = n;
    for (const char c : era) {
      if (at[i].text != std::string(1, c) || !at.symbol(i + 1, U'.')) break;
      i += 2;
    }
    if (i == n + 2 * static_cast<std::ptrdiff_t>(era.size())) return i - n;
  }
  return 0;
}

std::string era_year(const Lexeme& digits) {
  return year(value_of(digits.text));
}

/// 44 BC, 500 B.C.E., 79 AD
Reading year_era(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() > 4) return {};
  std::string letters;
  const std::ptrdiff_t n = at.skip_space(1);
  const std::ptrdiff_t era = era_lexemes(at, n, letters);
  if (era == 0) return {};
  return {{1, era_year(at[0])}, {n + era - 1, '{' + letters + '}'}};
}

/// AD 79
Reading era_before(const Cursor& at) {
  std::string letters;
  const std::ptrdiff_t era = era_lexemes(at, 0, letters);
  if (era == 0 || letters != "AD" || !at.space(era) || !at.digits(era + 1) || at[era + 1].text.size() > 4)
    return {};
  return {{era, "{AD}"}, {2, era_year(at[era + 1])}};
}

/// 1,000s of people, 10,000s
Reading thousands_of(const Cursor& at) {
  const std::string& digits = at[0].text;
  if (!at.digits(0) || !at.symbol(1, U',') || at[2].text != "000" || at[3].text != "s") return {};
  if (digits == "1") return {{4, "thousands"}};
  if (digits == "10") return {{4, "tens of thousands"}};
  return digits == "100" ? Reading{{4, "hundreds of thousands"}} : Reading{};
}

/// 1990s, 1990's, '90s, 90s
Reading decade(const Cursor& at) {
  const bool clipped = at.symbol_of(0, U"'‘’") && at.digits(1) && !at.alphanumeric(-1);
  const std::ptrdiff_t n = clipped ? 1 : 0;
  if (!at.digits(n) || at.symbol_of(n - 1, U".,$")) return {};
  const std::string& digits = at[n].text;
  std::ptrdiff_t end = n + 1;
  const bool plural_mark = at[end].lower == "s" || (at.symbol(end, U'\'') && at[end + 1].lower == "s");
  const bool two = digits.size() == 2;
  if (plural_mark && !clipped && digits == "100") return {{end + 1, "hundreds"}};
  if (plural_mark && !clipped && digits == "1000") return {{end + 1, "thousands"}};
  const bool tens_of = digits == "10" && at.space(end + 1) && at[end + 2].lower == "of";
  if (plural_mark && !clipped && tens_of) return {{end + 1, "tens"}};
  if (!two && !(year_digits(at, n) && !clipped)) return {};
  if (!plural_mark) {
    if (!clipped || !two) return {};
    return {{end, digits.front() == '0' ? "oh " + cardinal(digits.substr(1)) : cardinal(digits)}};  // '05
  }
  if (digits.back() != '0' || (two && !clipped && digits < "20")) return {};
  end += at.symbol(end, U'\'') ? 2 : 1;
  Reading reading = {{end, plural(two ? cardinal(digits) : year(value_of(digits)))}};
  if (at.symbol_of(end, U"-–") && at.digits(end + 1)) {  // 1960s-80s
    const Reading until = decade(at.moved(end + 1));
    if (!until.empty()) {
      reading.push_back({1, "to"});
      reading.insert(reading.end(), until.begin(), until.end());
    }
  }
  return reading;
}

/// 2020/21
Reading double_year(const Cursor& at) {
  if (!year_digits(at, 0) || !at.symbol(1, U'/') || !at.digits(2) || at.symbol(3, U'/')) return {};
  if (at[2].text.size() != 2 || value_of(at[2].text) != (value_of(at[0].text) + 1) % 100) return {};
  return {{3, year(value_of(at[0].text)) + ' ' + cardinal(at[2].text)}};
}

/// 1914–1918, 1914-18
Reading year_range(const Cursor& at) {
  if (!year_digits(at, 0) || value_of(at[0].text) < 1100) return {};
  const std::ptrdiff_t n = at.space(1) ? 2 : 1;
  if (!at.symbol_of(n, U"-–—")) return {};
  const std::ptrdiff_t second = at.skip_space(n + 1);
  const bool full = year_digits(at, second) && value_of(at[second].text) >= 1100;
  const bool tail =
      at.digits(second) && at[second].text.size() == 2 && n == 1 && at[second].text > at[0].text.substr(2);
  if ((!full && !tail) || at.symbol_of(second + 1, U"-–/%") || at.word(second + 1)) return {};
  return {{second + 1, year(value_of(at[0].text)) + " to " +
                           (full ? year(value_of(at[second].text)) : cardinal(at[second].text))}};
}

bool plural_noun(const std::string& word) {
  static constexpr std::array<std::string_view, 12> kNotNouns = {
      "is", "was", "as", "has", "his", "this", "its", "us", "does", "always", "thus", "plus"};
  static constexpr std::array<std::string_view, 7> kIrregular = {"people", "men",  "women", "children",
                                                                 "feet",   "mice", "sheep"};
  if (std::find(kIrregular.begin(), kIrregular.end(), word) != kIrregular.end()) return true;
  const bool singular =
      word.ends_with("ss") || word.ends_with("us") || word.ends_with("is");  // census, crisis
  return word.size() > 3 && word.ends_with('s') && !singular && !word.ends_with("'s") &&
         std::find(kNotNouns.begin(), kNotNouns.end(), word) == kNotNouns.end();
}

bool year_context(const std::string& word) {
  static constexpr std::array<std::string_view, 18> kBefore = {
      "in",   "since", "by",     "until",  "till",  "year",   "from",   "circa",  "mid",
      "late", "early", "during", "before", "after", "around", "spring", "summer", "winter"};
  return std::find(kBefore.begin(), kBefore.end(), word) != kBefore.end();
}

/// A bare 1995, unless it counts things.
Reading bare_year(const Cursor& at) {
  if (!year_digits(at, 0) || value_of(at[0].text) > 2099) return {};
  if (at.word(-1) && value_of(at[0].text) < 1900) return {};  // AB1234, but FY2024
  const bool alone = at.symbol(-1, U'(') && at.symbol(1, U')');
  if (value_of(at[0].text) < 1100 && !alone && !year_context(at.previous().lower)) return {};
  if (at.symbol_of(-1, U".,$€£#") || (at.symbol(-1, U'-') && at.digits(-2)) || at.alphanumeric(1) ||
      at.symbol_of(1, U"%°"))
    return {};
  if (at.symbol_of(1, U".,-:/") && at.digits(2)) return {};
  const bool counts = at.space(1) && at.word(2) && !at.capitalised(2) && plural_noun(at[2].lower);
  if (counts && !year_context(at.previous().lower)) return {};
  return {{1, year(value_of(at[0].text))}};
}

/// Aug.-Sept., Jan–Mar
Reading months(const Cursor& at) {
  const std::ptrdiff_t dash = at.symbol(1, U'.') ? 2 : 1;
  if (!at.word(0) || !at.symbol_of(dash, U"-–") || !at.word(dash + 1)) return {};
  const std::optional<int> from = month_of(at[0].text);
  const std::optional<int> until = month_of(at[dash + 1].text);
  if (!from || !until) return {};
  const bool stop = at.symbol(dash + 2, U'.') && !at.gap(at.skip_space(dash + 3));
  return {{dash, month_name(*from)}, {1, "to"}, {stop ? 2 : 1, month_name(*until)}};
}

constexpr std::array<Rule, 14> kDateRules = {{{"months", months},
                                              {"ISO date", iso_date},
                                              {"numeric date", numeric_date},
                                              {"date with a named month", named_month_date},
                                              {"9/11 and 24/7", spoken_slash},
                                              {"slashed day", slashed_day},
                                              {"month and day", month_day},
                                              {"day and month", day_month},
                                              {"year and era", year_era},
                                              {"era and year", era_before},
                                              {"thousands", thousands_of},
                                              {"decade", decade},
                                              {"double year", double_year},
                                              {"year range", year_range}}};
constexpr std::array<Rule, 1> kYearRules = {{{"bare year", bare_year}}};

}  // namespace

std::span<const Rule> date_rules() {
  return kDateRules;
}
std::span<const Rule> year_rules() {
  return kYearRules;
}

}  // namespace driftwave
