#pragma once
/// Figures as they are written where a comma parts decimals and a dot thousands: numbers, amounts, times,
/// dates, telephone numbers, addresses of the net. Each language gives the words.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tts/text/rules/lexeme.h"
#include "tts/text/rules/rule.h"

namespace driftwave {

/// A number without sign: 5, 1.234.567, 12 500, 3,5; "5,-" is an even amount.
struct CommaNumber {
  std::ptrdiff_t lexemes = 0;
  std::string whole;     ///< digits before the comma
  std::string fraction;  ///< digits behind it
  bool grouped = false;

  [[nodiscard]] bool is_one() const { return whole == "1" && fraction.empty(); }
};

/// The number that begins at lexeme `n`.
[[nodiscard]] std::optional<CommaNumber> parse_comma_number(const Cursor& at, std::ptrdiff_t n = 0);

/// What is counted: "km", "ein Kilometer", "zwei Kilometer".
struct Counted {
  std::string_view sign;  ///< as it is written
  std::string_view one;   ///< the number 1 before it
  std::string_view singular;
  std::string_view plural;
};

struct Currency {
  Counted whole;
  Counted hundredth;  ///< singular empty: it has none
};

/// What a sign is called.
struct SignName {
  char32_t sign;
  std::string_view name;
};

/// The words of one language for figures.
struct FigureWords {
  std::string (*cardinal)(std::string_view digits) = nullptr;
  std::string_view comma;          ///< between whole and decimals
  std::string_view minus;          ///< before a number below zero
  std::string_view plus;           ///< before a number
  std::string_view about;          ///< ~ and ≈
  std::string_view to;             ///< between the ends of a range
  std::string_view per;            ///< the stroke of km/h
  std::string_view hour;           ///< behind the hour: 14:30 "Uhr"
  std::string_view hour_one;       ///< the number 1 before that
  std::string_view seconds_joint;  ///< 14:30:15 "und" fünfzehn Sekunden
  std::string_view seconds;
  std::span<const Counted> units;
  std::span<const Counted> magnitudes;
  std::span<const Currency> currencies;
  std::span<const SignName> net_signs;
  std::string_view net_letters;  ///< parts of addresses that are spelled, apart by spaces: " de www "
  /// The digits behind the comma; null: one by one.
  std::string (*decimals)(std::string_view digits) = nullptr;
  /// A number in words and what it counts; null: the plural, but for the number 1.
  std::string (*counted)(std::string number, const CommaNumber& value, const Counted& what) = nullptr;
  /// A group of a telephone number; null: digit by digit.
  std::string (*phone_group)(std::string_view digits) = nullptr;
};

/// "3,5 kg", "-5 °C", "10–20 %", "€ 3,50", "1,5 Mio. €", "5 €/kg". Empty without a unit or a currency.
[[nodiscard]] Reading read_measured(const Cursor& at, const FigureWords& words);

/// A number with its sign, or a range of numbers, and a magnitude behind it, if there is one.
[[nodiscard]] Reading read_number(const Cursor& at, const FigureWords& words);

/// "3,5" as words; "007" digit by digit.
[[nodiscard]] std::string number_words(const CommaNumber& number, const FigureWords& words);

/// "zero three zero": each digit by its name.
[[nodiscard]] std::string each_digit(std::string_view digits, const FigureWords& words);

/// 14:30, 14:30 Uhr, 14.30 Uhr, 8:00–9:30 Uhr, 8–10 Uhr.
[[nodiscard]] Reading read_clock(const Cursor& at, const FigureWords& words);

/// A date in figures.
struct WrittenDate {
  std::ptrdiff_t lexemes = 0;
  int day = 0;
  int month = 0;     ///< 1 to 12
  std::string year;  ///< four digits, or empty
};

/// 24.12.2023, 24.12.23, 24-12-2023, 24/12/2023, 2023-12-24; 24.12. where `day_and_month`.
[[nodiscard]] std::optional<WrittenDate> parse_comma_date(const Cursor& at, bool day_and_month);

/// +49 30 123456, 030/123456, (0411) 1234-1234: digits, with a pause between groups.
[[nodiscard]] Reading read_phone_number(const Cursor& at, const FigureWords& words);

/// name@host.de, https://host.de/path, www.host.de, host.de.
[[nodiscard]] Reading read_net_address(const Cursor& at, const FigureWords& words);

/// § and §§.
[[nodiscard]] Reading read_section_sign(const Cursor& at, std::string_view one, std::string_view several);

/// Signs of sums between values or before digits, and the dash of "5 - 3 = 2".
[[nodiscard]] Reading read_arithmetic(const Cursor& at, std::span<const SignName> signs,
                                      std::string_view minus);

/// What other signs are called.
struct SignWords {
  std::span<const SignName> always;
  std::string_view at;       ///< @name
  std::string_view number;   ///< #1
  std::string_view hashtag;  ///< #name
  std::string_view plus;     ///< 18+
  std::string_view stroke;   ///< 1/2/3
  std::string_view and_;     ///< "and/or": the stroke between the two is silent
  std::string_view or_;
};
[[nodiscard]] Reading read_sign(const Cursor& at, const SignWords& words);

/// The unit with the longest sign at lexeme `n`; sets `end` past it. Null where none stands.
[[nodiscard]] const Counted* unit_at(const Cursor& at, std::ptrdiff_t n, const FigureWords& words,
                                     std::ptrdiff_t& end);

/// 3/4, 1 1/2. `n` is the lexeme of what is above the stroke: 2 where a whole number goes before.
struct StrokeFraction {
  std::ptrdiff_t n = 0;
  std::int64_t above = 0;
  std::int64_t below = 0;
};
[[nodiscard]] std::optional<StrokeFraction> parse_stroke_fraction(const Cursor& at);

/// At most three digits that begin with no 0.
[[nodiscard]] bool is_small_number(const Cursor& at, std::ptrdiff_t n);

/// 3.5 and 1.2.3, as versions and chapters have it. @param dot its name.
[[nodiscard]] Reading read_version(const Cursor& at, const FigureWords& words, std::string_view dot);

/// read_number(), or digits that it leaves.
[[nodiscard]] Reading read_any_number(const Cursor& at, const FigureWords& words);

/// How many lexemes from `n` on spell `sign`; spaces between them count only where `sign` has them or a dot
/// goes before. 0 where others do, or where a letter or digit goes on.
[[nodiscard]] std::ptrdiff_t match_sign(const Cursor& at, std::ptrdiff_t n, std::string_view sign);

/// Whether a word stands in a list of words apart by spaces, which begins and ends with one.
[[nodiscard]] bool is_in(std::string_view list, std::string_view word);

}  // namespace driftwave
