/// Times of day and dates in figures.
#include <algorithm>

#include "tts/text/figures/figures.h"
#include "tts/text/rules/number_words.h"

namespace driftwave {
namespace {

struct Clock {
  std::ptrdiff_t end = 0;
  std::string hour;
  std::string minute;
  std::string second;
  bool has_dot = false;
};

bool in_range(const Cursor& at, std::ptrdiff_t n, std::int64_t low, std::int64_t high) {
  if (!at.digits(n) || at[n].text.size() > 4) return false;
  const std::int64_t value = value_of(at[n].text);
  return low <= value && value <= high;
}

bool two_digits(const Cursor& at, std::ptrdiff_t n) {
  return at.digits(n) && at[n].text.size() == 2 && in_range(at, n, 0, 59);
}

std::optional<Clock> parse_clock(const Cursor& at, std::ptrdiff_t n) {
  if (!in_range(at, n, 0, 24) || at[n].text.size() > 2) return std::nullopt;
  Clock clock{.end = n + 1, .hour = at[n].text, .minute = "", .second = "", .has_dot = false};
  if (!at.symbol_of(n + 1, U":.") || !two_digits(at, n + 2)) return clock;
  clock.has_dot = at.symbol(n + 1, U'.');
  clock.minute = at[n + 2].text;
  clock.end = n + 3;
  if (at.symbol(n + 3, at[n + 1].symbol) && two_digits(at, n + 4)) {
    clock.second = at[n + 4].text;
    clock.end = n + 5;
  }
  return clock;
}

std::string without_zero(const std::string& digits) {
  return digits.size() > 1 && digits.front() == '0' ? digits.substr(1) : digits;
}

std::string clock_words(const Clock& clock, const FigureWords& words) {
  const std::string hour = without_zero(clock.hour);
  std::string said = hour == "1" ? std::string(words.hour_one) : words.cardinal(hour);
  said.append(" ").append(words.hour);
  const bool is_full = clock.minute.empty() || clock.minute == "00";
  if (!is_full) said += ' ' + words.cardinal(without_zero(clock.minute));
  if (clock.second.empty() || clock.second == "00") return said;
  said.append(" ").append(words.seconds_joint).append(" ").append(words.cardinal(without_zero(clock.second)));
  said.append(" ").append(words.seconds);
  return said;
}

/// The end of a range of hours: "–10 Uhr".
std::optional<Clock> range_end(const Cursor& at, std::ptrdiff_t end) {
  const std::ptrdiff_t dash = at.skip_space(end);
  if (!at.symbol_of(dash, U"-–—")) return std::nullopt;
  return parse_clock(at, at.skip_space(dash + 1));
}

bool is_hour_word(const Cursor& at, std::ptrdiff_t n, const FigureWords& words) {
  return at[n].lower == lower_case(std::string(words.hour));
}

std::optional<WrittenDate> date_of(const Cursor& at, std::ptrdiff_t day, std::ptrdiff_t month) {
  if (!in_range(at, day, 1, 31) || !in_range(at, month, 1, 12)) return std::nullopt;
  if (at[day].text.size() > 2 || at[month].text.size() > 2) return std::nullopt;
  return WrittenDate{.lexemes = 0,
                     .day = static_cast<int>(value_of(at[day].text)),
                     .month = static_cast<int>(value_of(at[month].text)),
                     .year = ""};
}

}  // namespace

Reading read_clock(const Cursor& at, const FigureWords& words) {
  if (at.alphanumeric(-1) || (at.symbol_of(-1, U",.:") && at.digits(-2))) return {};
  const std::optional<Clock> first = parse_clock(at, 0);
  if (!first) return {};
  std::ptrdiff_t end = first->end;
  std::string said;
  const std::optional<Clock> last = range_end(at, end);
  if (last) end = last->end;
  const bool has_word = is_hour_word(at, at.skip_space(end), words);
  const bool has_minutes = !first->minute.empty() && (!last || !last->minute.empty());
  const bool is_plain = has_minutes && !first->has_dot && !at.alphanumeric(end) &&
                        !(at.symbol_of(end, U":.,") && at.digits(end + 1));
  if (!has_word && !is_plain) return {};
  if (has_word) end = at.skip_space(end) + 1;
  if (!last) return {{end, clock_words(*first, words)}};
  // Of "8–10" the first hour stands alone.
  said = first->minute.empty() ? words.cardinal(without_zero(first->hour)) : clock_words(*first, words);
  said.append(" ").append(words.to).append(" ").append(clock_words(*last, words));
  return {{end, std::move(said)}};
}

std::optional<WrittenDate> parse_comma_date(const Cursor& at, bool day_and_month) {
  if (at.alphanumeric(-1) || (at.symbol_of(-1, U",.") && at.digits(-2))) return std::nullopt;
  const char32_t mark = at[1].symbol;
  if (!at.symbol_of(1, U".-/–")) return std::nullopt;
  if (at.digits(0) && at[0].text.size() == 4 && at.symbol(3, mark) && in_range(at, 0, 1000, 2999)) {
    std::optional<WrittenDate> date = date_of(at, 4, 2);
    if (!date || at.alphanumeric(5)) return std::nullopt;
    date->year = at[0].text;
    date->lexemes = 5;
    return date;
  }
  std::optional<WrittenDate> date = date_of(at, 0, 2);
  // "24. 12. 2023" has spaces behind its dots.
  if (!date && mark == U'.' && at.space(2)) date = date_of(at, 0, 3);
  if (!date) return std::nullopt;
  const std::ptrdiff_t second = at.digits(2) ? 3 : 4;
  if (!at.symbol(second, mark)) return std::nullopt;
  const std::ptrdiff_t year = mark == U'.' ? at.skip_space(second + 1) : second + 1;
  const bool full = at.digits(year) && at[year].text.size() == 4 && in_range(at, year, 1000, 2999);
  const bool short_year = year == second + 1 && at.digits(year) && at[year].text.size() == 2;
  if ((full || short_year) && !at.alphanumeric(year + 1)) {
    date->year = full ? at[year].text : (value_of(at[year].text) < 50 ? "20" : "19") + at[year].text;
    date->lexemes = year + 1;
    return date;
  }
  if (!day_and_month || mark != U'.' || at.alphanumeric(second + 1)) return std::nullopt;
  date->lexemes = second + 1;
  return date;
}

}  // namespace driftwave
