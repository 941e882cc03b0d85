/// Dates, times of day and ordinals.
#include <array>

#include "tts/text/french/rules.h"
#include "tts/text/french/words.h"

namespace driftwave::french {
namespace {

struct Time {
  std::ptrdiff_t end = 0;
  std::string words;
};

bool is_below(const Cursor& at, std::ptrdiff_t n, std::int64_t end) {
  return at.digits(n) && at[n].text.size() <= 2 && value_of(at[n].text) < end;
}

std::string counted_in(const std::string& digits, std::string_view one, std::string_view several) {
  const std::int64_t value = value_of(digits);
  std::string said = feminine(cardinal(std::to_string(value)));
  return one.empty() ? said : said.append(" ").append(value < 2 ? one : several);
}

/// 14 h 30, 14h30, 14h, 14:30, 14:30:15
std::optional<Time> time_at(const Cursor& at, std::ptrdiff_t n) {
  if (!is_below(at, n, 25)) return std::nullopt;
  Time time{.end = 0, .words = counted_in(at[n].text, "heure", "heures")};
  const std::ptrdiff_t letter = at.skip_space(n + 1);
  const bool has_letter = at[letter].lower == "h" && !at.symbol(letter + 1, U'/');
  const bool has_colon = at.symbol(n + 1, U':') && at.digits(n + 2) && at[n + 2].text.size() == 2;
  if (!has_letter && !has_colon) return std::nullopt;
  time.end = has_letter ? letter + 1 : n + 1;
  const std::ptrdiff_t minute = has_letter ? at.skip_space(time.end) : n + 2;
  const bool has_minute = is_below(at, minute, 60) && at[minute].text.size() == 2;
  if (!has_minute) return has_letter && !at.alphanumeric(time.end) ? std::optional(time) : std::nullopt;
  time.end = minute + 1;
  if (at[minute].text != "00") time.words += ' ' + counted_in(at[minute].text, "", "");
  const std::ptrdiff_t unit = at.skip_space(time.end);
  if (has_letter && (at[unit].text == "min" || at[unit].text == "mn")) time.end = unit + 1;
  if (has_colon && at.symbol(time.end, U':') && is_below(at, time.end + 1, 60)) {
    time.words += " et " + counted_in(at[time.end + 1].text, "seconde", "secondes");
    time.end += 2;
  }
  const bool is_scale = has_colon && at.space(time.end) && at.digits(time.end + 1) &&
                        at[time.end + 1].text.size() == 3;  // 1:25 000
  const bool goes_on =
      is_scale || at.alphanumeric(time.end) || (at.symbol_of(time.end, U":,") && at.digits(time.end + 1));
  return goes_on ? std::nullopt : std::optional(time);
}

Reading clock(const Cursor& at) {
  if (at.alphanumeric(-1) || (at.symbol_of(-1, U",.:") && at.digits(-2))) return {};
  const std::optional<Time> first = time_at(at, 0);
  if (!first) return {};
  const std::ptrdiff_t dash = at.skip_space(first->end);
  const std::optional<Time> last =
      at.symbol_of(dash, U"-–—") ? time_at(at, at.skip_space(dash + 1)) : std::nullopt;
  if (last) return {{last->end, first->words + " à " + last->words}};
  return {{first->end, first->words}};
}

std::string day_words(int day) {
  return day == 1 ? "premier" : cardinal(std::to_string(day));
}

/// 24/12/2023, 24.12.2023, 2023-12-24; "le 3/4" without a year.
Reading numeric_date(const Cursor& at) {
  const std::optional<WrittenDate> date = parse_comma_date(at, false);
  if (date && at.symbol_of(date->lexemes, U"./-") && at.digits(date->lexemes + 1)) return {};  // a code
  if (date) {
    std::string said = day_words(date->day) + ' ' + std::string(month_name(date->month));
    if (!date->year.empty()) said += ' ' + cardinal(date->year);
    return {{date->lexemes, std::move(said)}};
  }
  const bool asked = is_in(" le du au ", at.previous().lower) && at.space(-1);
  if (!asked || !is_below(at, 0, 32) || !at.symbol_of(1, U"/.") || !is_below(at, 2, 13)) return {};
  const std::int64_t month = value_of(at[2].text);
  const bool goes_on = at.alphanumeric(3) || (at.symbol_of(3, U"/.,") && at.digits(4));
  if (month == 0 || value_of(at[0].text) == 0 || goes_on) return {};
  std::string said = day_words(static_cast<int>(value_of(at[0].text))) + ' ';
  return {{3, said.append(month_name(static_cast<int>(month)))}};
}

/// les 17/18 juin
Reading days_of_month(const Cursor& at) {
  if (!is_below(at, 0, 32) || at.alphanumeric(-1)) return {};
  std::ptrdiff_t n = 1;
  std::string said = cardinal(at[0].text);
  for (; at.symbol(n, U'/') && is_below(at, n + 1, 32); n += 2) said += ' ' + cardinal(at[n + 1].text);
  if (n == 1 || !at.space(n) || month_of(at[n + 1].text) == 0) return {};
  return {{n, std::move(said)}};
}

/// 3 janv. 2024
Reading short_month(const Cursor& at) {
  const int month = month_of(at[0].text);
  if (month == 0 || at[0].lower == month_name(month) || !at.symbol(1, U'.')) return {};
  const bool dated = at.previous().kind == Lexeme::Kind::kDigits || at.digits(at.skip_space(2));
  if (!dated) return {};
  return {{2, std::string(month_name(month))}};
}

/// 1er, 2e, 21ème, 1re
Reading ordinal_number(const Cursor& at) {
  if (!at.digits(0) || at.alphanumeric(-1)) return {};
  std::ptrdiff_t digits = 0;
  const std::optional<CommaNumber> number = parse_comma_number(at);
  std::string value = at[0].text;
  if (number && number->fraction.empty()) {
    value = number->whole;
    digits = number->lexemes - 1;
  }
  const OrdinalForm* form = ordinal_ending(at[digits + 1].lower);
  if (form == nullptr || value_of(value) < 1) return {};
  const std::string& ending = at[digits + 1].lower;
  if (value == "2" && ending.starts_with("nd"))
    return {{digits + 2, std::string(form->feminine ? "seconde" : "second") + (form->plural ? "s" : "")}};
  return {{digits + 2, ordinal(value_of(value), *form)}};
}

constexpr std::array<Rule, 5> kRules = {{{"numeric date", numeric_date},
                                         {"days of a month", days_of_month},
                                         {"clock", clock},
                                         {"ordinal number", ordinal_number},
                                         {"short month", short_month}}};

}  // namespace

std::span<const Rule> date_rules() {
  return kRules;
}

}  // namespace driftwave::french
