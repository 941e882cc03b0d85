/// Dates, times of day and ordinals.
#include <array>

#include "tts/text/dutch/rules.h"
#include "tts/text/dutch/words.h"

namespace driftwave::dutch {
namespace {

Reading clock(const Cursor& at) {
  return read_clock(at, figure_words());
}

/// 14u30, 14.30u, 14 u.
Reading flemish_clock(const Cursor& at) {
  if (!at.digits(0) || at[0].text.size() > 2 || value_of(at[0].text) > 24 || at.alphanumeric(-1)) return {};
  std::string said = cardinal(std::to_string(value_of(at[0].text))) + " uur";
  const auto minutes = [&](std::ptrdiff_t n) {
    return at.digits(n) && at[n].text.size() == 2 && value_of(at[n].text) < 60;
  };
  if ((at[1].text == "u" || at[1].text == "h") && minutes(2) && !at.alphanumeric(3)) {
    if (at[2].text != "00") said += ' ' + cardinal(std::to_string(value_of(at[2].text)));
    return {{3, std::move(said)}};
  }
  if (at.symbol_of(1, U".:") && minutes(2) && at[at.skip_space(3)].text == "u") {
    if (at[2].text != "00") said += ' ' + cardinal(std::to_string(value_of(at[2].text)));
    const std::ptrdiff_t end = at.skip_space(3) + 1;
    return {{at.symbol(end, U'.') && !at.gap(end + 1) ? end + 1 : end, std::move(said)}};
  }
  const std::ptrdiff_t n = at.skip_space(1);
  if (at[n].text == "u" && !at.symbol_of(-1, U".,:")) return {{at.symbol(n + 1, U'.') ? n + 2 : n + 1, said}};
  return {};
}

/// 24-12-2023, 24/12/2023, 24.12.2023, 2023-12-24
Reading numeric_date(const Cursor& at) {
  const std::optional<WrittenDate> date = parse_comma_date(at, false);
  if (!date) return {};
  std::string said = cardinal(std::to_string(date->day));
  said.append(" ").append(month_name(date->month));
  if (!date->year.empty()) said += ' ' + year(value_of(date->year));
  return {{date->lexemes, std::move(said)}};
}

/// 3 jan. 2024
Reading short_month(const Cursor& at) {
  const int month = month_of(at[0].text);
  if (month == 0 || at[0].text == "mei" || !at.symbol(1, U'.')) return {};
  const bool dated = at.previous().kind == Lexeme::Kind::kDigits || at.digits(at.skip_space(2));
  if (!dated || at[0].text == month_name(month)) return {};
  return {{2, std::string(month_name(month))}};
}

/// 1e, 2de, 8ste, 3º
Reading ordinal_number(const Cursor& at) {
  if (!at.digits(0) || at.alphanumeric(-1) || at[0].text.size() > 4) return {};
  const std::ptrdiff_t n = at.symbol_of(1, U"-'") ? 2 : 1;
  if (!is_in(" e de ste er ", at[n].text) || at[n].text == "er") return {};
  return {{n + 1, ordinal(value_of(at[0].text))}};
}

constexpr std::array<Rule, 5> kRules = {{{"numeric date", numeric_date},
                                         {"clock", clock},
                                         {"Flemish clock", flemish_clock},
                                         {"ordinal number", ordinal_number},
                                         {"short month", short_month}}};

}  // namespace

std::span<const Rule> date_rules() {
  return kRules;
}

}  // namespace driftwave::dutch
