/// Times of day.
#include <array>

#include "tts/text/bytes.h"
#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"

namespace driftwave {
namespace {

/// "{AM}" or "{PM}" at `n`, and its lexemes: am, AM, a.m., p.m.
std::ptrdiff_t half_day(const Cursor& at, std::ptrdiff_t n, std::string& words) {
  const std::string& first = at[n].lower;
  if (first == "am" || first == "pm") {
    words = first == "am" ? "{AM}" : "{PM}";
    return 1;
  }
  const bool dotted = (first == "a" || first == "p") && at.symbol(n + 1, U'.') && at[n + 2].lower == "m";
  if (!dotted) return 0;
  words = first == "a" ? "{AM}" : "{PM}";
  return at.symbol(n + 3, U'.') ? 4 : 3;
}

bool two_digits_below_60(const Lexeme& lexeme) {
  return lexeme.kind == Lexeme::Kind::kDigits && lexeme.text.size() == 2 && lexeme.text < "60";
}

std::string clock_words(std::string_view hour, std::string_view minute, bool marked) {
  const std::int64_t hours = value_of(hour);
  const std::string said = cardinal(hours);
  if (minute != "00")
    return said + (minute.front() == '0' ? " oh " + cardinal(minute) : ' ' + cardinal(minute));
  if (marked) return said;
  return said + (hours >= 1 && hours <= 12 ? " o'clock" : " hundred hours");
}

Reading with_half_day(const Cursor& at, std::ptrdiff_t clock, const std::string& words) {
  std::string half;
  const std::ptrdiff_t n = at.skip_space(clock);
  const std::ptrdiff_t length = half_day(at, n, half);
  if (length == 0 && n > clock && (at[n].text == "h" || at[n].text == "hrs"))  // 17:45 h
    return {{clock, words}, {2, "hours"}};
  if (length == 0) return {{clock, words}};
  return {{clock, words}, {n - clock + length, half}};
}

/// The lexemes of " - " or "-" at `n`; 0 where there is none.
std::ptrdiff_t dash(const Cursor& at, std::ptrdiff_t n) {
  if (at.symbol_of(n, U"-–")) return 1;
  return at.space(n) && at.symbol_of(n + 1, U"-–—") && at.space(n + 2) ? 3 : 0;
}

/// 1.59 p.m.: a full stop for the colon, as the British write it.
Reading dotted_clock(const Cursor& at) {
  if (!at.digits(0) || value_of(at[0].text) > 12 || at[0].text.size() > 2 || !at.symbol(1, U'.')) return {};
  std::string half;
  if (!two_digits_below_60(at[2]) || half_day(at, at.skip_space(3), half) == 0 || at.symbol_of(-1, U".:,$€£"))
    return {};
  return with_half_day(at, 3, clock_words(at[0].text, at[2].text, true));
}

/// 3:30, 3:30 pm, 15:45, 12:00, 3:05:10, 3:30–4:00
Reading clock(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() > 2 || value_of(at[0].text) > 24 || !at.symbol(1, U':') ||
      !two_digits_below_60(at[2]) || at.symbol_of(-1, U".:") || (at.symbol(-1, U',') && at.digits(-2))) {
    return {};
  }
  std::ptrdiff_t end = 3;
  std::string seconds;
  if (at.symbol(3, U':') && two_digits_below_60(at[4])) {
    end = 5;
    if (at[4].text != "00")
      seconds = " and " + cardinal(at[4].text) + (value_of(at[4].text) == 1 ? " second" : " seconds");
    if (at.symbol(5, U'.') && at.digits(6)) return {};
  }
  std::string half;
  const bool marked = half_day(at, at.skip_space(end), half) > 0;
  Reading reading = with_half_day(at, end, clock_words(at[0].text, at[2].text, marked) + seconds);
  std::ptrdiff_t past = 0;
  for (const SpokenPart& part : reading) past += part.lexemes;
  const std::ptrdiff_t to = dash(at, past);
  if (to > 0 && at.digits(past + to)) {
    const Reading until = clock(at.moved(past + to));
    if (!until.empty()) {
      reading.push_back({to, "to"});
      reading.insert(reading.end(), until.begin(), until.end());
    }
  }
  return reading;
}

/// 3pm, 10 a.m., 9-5 pm is left to ranges
Reading hour(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() > 2 || value_of(at[0].text) > 12 || at.symbol_of(-1, U".:/"))
    return {};
  std::string half;
  const std::ptrdiff_t n = at.skip_space(1);
  const std::ptrdiff_t length = half_day(at, n, half);
  if (length == 0 || (n == 2 && at[n].text == "am" && at[at.skip_space(n + 1)].text == "I")) return {};
  Reading reading = {{1, cardinal(at[0].text)}, {n - 1 + length, half}};
  const std::string& until = at[n + length + 1].lower;  // 8am-5pm, 10 a.m.–noon
  if (at.symbol_of(n + length, U"-–") &&
      (at.digits(n + length + 1) || until == "noon" || until == "midnight"))
    reading.push_back({1, "to"});
  return reading;
}

/// 0800 hours, at 1430 hrs
Reading military(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() != 4 || !at.space(1) || at.symbol_of(-1, U".,-/$")) return {};
  if (at[2].lower != "hours" && at[2].lower != "hrs" && at[2].lower != "h") return {};
  static constexpr std::string_view kBefore =
      " at by from until till to before after around approximately about ";
  const std::string_view digits = at[0].text;
  const bool zero = digits.front() == '0';
  if (!zero && !is_listed(kBefore, at.previous().lower)) return {};
  const std::string_view minutes = digits.substr(2);
  if (digits.substr(0, 2) > "24" || minutes > "59") return {};
  std::string words = zero ? "zero " + cardinal(digits.substr(1, 1)) : cardinal(digits.substr(0, 2));
  if (digits.starts_with("00")) words = "zero zero";
  words += minutes == "00" ? " hundred" : (minutes.front() == '0' ? " zero " : " ") + cardinal(minutes);
  return {{1, words}, {2, "hours"}};
}

/// noon–3pm
Reading from_noon(const Cursor& at) {
  if (at[0].lower != "noon" && at[0].lower != "midnight") return {};
  if (!at.symbol_of(1, U"-–") || !at.digits(2)) return {};
  return {{1, at[0].lower}, {1, "to"}};
}

/// 3-5 pm
Reading hour_range(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() > 2 || !at.symbol_of(1, U"-–") || !at.digits(2)) return {};
  Reading until = hour(at.moved(2));
  if (until.empty()) return {};
  until.insert(until.begin(), {{1, cardinal(at[0].text)}, {1, "to"}});
  return until;
}

constexpr std::array<Rule, 6> kRules = {{{"military time", military},
                                         {"from noon", from_noon},
                                         {"clock", clock},
                                         {"clock with a full stop", dotted_clock},
                                         {"hour", hour},
                                         {"hour range", hour_range}}};

}  // namespace

std::span<const Rule> time_rules() {
  return kRules;
}

}  // namespace driftwave
