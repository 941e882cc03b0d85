#pragma once
/// Numbers as words (ICU's American spell-out rules), and numbers as they are written.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tts/text/rules/lexeme.h"

namespace driftwave {

/// "one hundred twenty-three", from decimal digits of any length; past 18 digits they are read one by one.
[[nodiscard]] std::string cardinal(std::string_view digits);
[[nodiscard]] std::string cardinal(std::int64_t value);

/// "one hundred twenty-third".
[[nodiscard]] std::string ordinal(std::string_view digits);

/// "four four zero five".
[[nodiscard]] std::string one_by_one(std::string_view digits);

/// A year as it is said: "nineteen oh five", "two thousand one", "twenty twenty-six", "eight hundred".
[[nodiscard]] std::string year(std::int64_t value);

/// The plural of a number word: "twenties", "hundreds", "sixes".
[[nodiscard]] std::string plural(std::string words);

/// The value, where the digits fit; -1 where they do not.
[[nodiscard]] std::int64_t value_of(std::string_view digits);

/// A number without sign as it is written: 5, 1,000,000, 0.5, .5.
struct Number {
  std::ptrdiff_t lexemes = 0;
  std::string whole;     ///< digits before the point, without commas; may be empty
  std::string fraction;  ///< digits after the point
  bool grouped = false;  ///< had commas

  [[nodiscard]] bool is_one() const { return whole == "1" && fraction.empty(); }
  /// "five", "zero point five", "zero zero seven".
  [[nodiscard]] std::string words() const;
};

/// The number that begins at lexeme `n`.
[[nodiscard]] std::optional<Number> parse_number(const Cursor& at, std::ptrdiff_t n = 0);

/// A number, mixed fraction or range with its sign: -5, 2 1/2, ½, 10–20, 1e6, ~5.
struct Quantity {
  std::ptrdiff_t lexemes = 0;
  std::string words;
  bool singular = false;  ///< a unit after it is singular: 1, ½, 3/4
};

/// The quantity that begins at lexeme `n`.
[[nodiscard]] std::optional<Quantity> parse_quantity(const Cursor& at, std::ptrdiff_t n = 0);

}  // namespace driftwave
