/// Ordinals, scores, ratios, numbers in names, and every other number.
#include <algorithm>
#include <array>

#include "tts/text/bytes.h"
#include "tts/text/rules/number_words.h"
#include "tts/text/rules/rule.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave {
namespace {

/// Their versions are counted: Python 3.11, Ubuntu 22.04.
constexpr std::string_view kPrograms =
    " version python ubuntu debian fedora java node php ruby perl gcc clang llvm kernel linux android ios "
    "macos "
    "firefox chrome chromium postgres postgresql mysql django rails cuda golang rust kubernetes docker cmake "
    "release upgrade bash qt gtk gnome kde boost numpy tensorflow pytorch ";

/// v1.2.3, version numbers 1.2.3 and addresses 192.168.0.1
Reading version(const Cursor& at) {
  const bool marked = at[0].lower == "v" && at.digits(1);
  const std::ptrdiff_t first = marked ? 1 : 0;
  if (!at.digits(first) || at.symbol_of(-1, U".,")) return {};
  if (const std::optional<Number> number = parse_number(at, first); number && number->grouped) return {};
  std::ptrdiff_t i = first + 1;
  std::string words = cardinal(at[first].text);
  int groups = 1;
  while (at.symbol(i, U'.') && at.digits(i + 1)) {
    words +=
        " point " + (at[i + 1].text.front() == '0' ? one_by_one(at[i + 1].text) : cardinal(at[i + 1].text));
    i += 2;
    ++groups;
  }
  const bool any = at.symbol(i, U'.') && at[i + 1].text == "x" && !at.alphanumeric(i + 2);
  if (any) return {{i + 2, (marked ? "version " : "") + words + " point {X}"}};  // 0.13.x
  const bool of_program = groups == 2 && at.space(-1) && is_listed(kPrograms, at[-2].lower);
  if (!marked && groups < 3 && !of_program) return {};
  if (of_program && at.symbol(i, U'\'') && at[i + 1].lower == "s") return {{i + 2, words + "'s"}};
  if (groups == 4 && !marked) {
    for (std::size_t p = words.find(" point "); p != std::string::npos; p = words.find(" point ")) {
      words.replace(p, 7, " dot ");
    }
  }
  return {{i, (marked ? "version " : "") + words}};
}

/// the 3d of April, the 22d Infantry: second and third as older books shorten them.
bool is_old_ordinal(const Cursor& at, const Number& number) {
  if (at[number.lexemes].text != "d" || number.whole.empty()) return false;
  const bool teen = number.whole.size() > 1 && number.whole[number.whole.size() - 2] == '1';
  if (teen || (number.whole.back() != '2' && number.whole.back() != '3')) return false;
  static constexpr std::string_view kParts =
      " infantry cavalry regiment division battalion artillery army brigade corps lieutenant lieut street st "
      "avenue "
      "ave congress century day edition ";
  const std::ptrdiff_t next = number.lexemes + 2;
  if (!at.space(next - 1)) return false;
  return is_listed(kParts, at[next].lower) || (at[next].lower == "of" && at.previous().lower == "the");
}

/// 1st, 22nd, 1,000th
Reading ordinal_number(const Cursor& at) {
  const std::optional<Number> number = parse_number(at);
  if (!number || !number->fraction.empty()) return {};
  std::string suffix = at[number->lexemes].lower;
  const bool possessive = suffix.ends_with("'s");
  if (possessive) suffix.resize(suffix.size() - 2);
  const bool raised = at.symbol_of(number->lexemes, U"ºª");
  if (suffix != "st" && suffix != "nd" && suffix != "rd" && suffix != "th" && !raised &&
      !is_old_ordinal(at, *number))
    return {};
  Reading reading = {{number->lexemes + 1, ordinal(number->whole) + (possessive ? "'s" : "")}};
  const std::ptrdiff_t dash = number->lexemes + 1;  // 1st–3rd
  if (at.symbol_of(dash, U"-–") && at.digits(dash + 1) && at.word(dash + 2) && at[dash + 2].text.size() == 2)
    reading.push_back({1, "to"});
  return reading;
}

/// ran 5K in 25:30: minutes past a clock's hours and seconds, where a time is due.
bool is_run_time(const Cursor& at) {
  static constexpr std::array<std::string_view, 14> kBefore = {
      "in",     "of",      "time", "at",  "took",    "takes", "lasts",
      "lasted", "lasting", "runs", "ran", "clocked", "was",   "is"};
  const bool sixtieths =
      at[2].text.size() == 2 && at[2].text < "60" && value_of(at[0].text) > 24 && value_of(at[0].text) < 60;
  return sixtieths && std::find(kBefore.begin(), kBefore.end(), at.previous().lower) != kBefore.end();
}

/// 16:9, 3:1
Reading ratio(const Cursor& at) {
  if (!at.digits(0) || !at.symbol(1, U':') || !at.digits(2) || at.symbol(3, U':') || at.symbol(-1, U':'))
    return {};
  if (at.symbol(3, U'.') && at.digits(4)) return {};
  if (is_run_time(at))
    return {{3, cardinal(at[0].text) + (at[2].text.front() == '0' ? " oh " : " ") + cardinal(at[2].text)}};
  return {{3, cardinal(at[0].text) + " to " + cardinal(at[2].text)}};
}

bool is_times(const Cursor& at, std::ptrdiff_t n) {
  return at[n].lower == "x" || at.symbol(n, U'×');
}

/// Whether the numbers around the sign at `sign` are the sides of something: 3 x 4 x 5, 3 × 3 mm.
bool are_sides(const Cursor& at, std::ptrdiff_t sign) {
  const std::ptrdiff_t right = at.skip_space(sign + 1);
  const std::optional<Number> second = parse_number(at, right);
  if (!second || !at.space(sign + 1)) return second.has_value();
  const std::ptrdiff_t after = at.skip_space(right + second->lexemes);
  const bool chained = is_times(at, after) || is_times(at, at.space(-1) ? -2 : -1);
  static constexpr std::array<std::string_view, 16> kUnits = {
      "mm",     "cm",   "m",      "km",     "in", "ft",   "px",    "inch",
      "inches", "feet", "meters", "pixels", "yd", "foot", "yards", "centimeters"};
  const bool unit = std::find(kUnits.begin(), kUnits.end(), at[after].lower) != kUnits.end();
  const bool mark = at.symbol_of(right + second->lexemes, U"\"″'′");
  return chained || unit || mark;
}

/// 1920x1080, 3 x 4, 10x, 2x + 1
Reading product(const Cursor& at) {
  const std::optional<Number> number = parse_number(at);
  if (!number) return {};
  const std::ptrdiff_t sign = at.skip_space(number->lexemes);
  if (!is_times(at, sign)) return {};
  const std::ptrdiff_t right = at.skip_space(sign + 1);
  if (const std::optional<Number> second = parse_number(at, right)) {
    const bool power = second->whole == "10" && at.symbol_of(right + second->lexemes, U"^⁰¹²³⁴⁵⁶⁷⁸⁹⁻");
    const std::string_view sign_words = !power && are_sides(at, sign) ? "by" : "times";
    return {{sign, number->words()}, {right - sign, std::string(sign_words)}};
  }
  if (sign > number->lexemes || at.alphanumeric(sign + 1) || at.symbol(sign + 1, U'-')) return {};
  const bool algebra = at.symbol_of(at.skip_space(sign + 1), U"+=−^²*") ||
                       (at.space(sign + 1) && at.symbol(sign + 2, U'-') && at.space(sign + 3));
  return {{sign, number->words()}, {1, algebra ? "{X}" : "times"}};
}

/// The x between measures that are no bare numbers: 8.5" x 11", 3 cm x 4 cm
Reading by_sign(const Cursor& at) {
  if (!is_times(at, 0)) return {};
  if (at.digits(-1) && parse_number(at, 1)) return {{1, "by"}};  // 1920×1080
  const Lexeme& before = at[at.space(-1) ? -2 : -1];
  const bool measure = std::u32string_view(U"\"″'′").find(before.symbol) != std::u32string_view::npos ||
                       before.lower == "cm" || before.lower == "mm" || before.lower == "m" ||
                       before.lower == "ft" || before.lower == "in" || before.lower == "inches" ||
                       before.lower == "feet";
  if (!measure || before.kind == Lexeme::Kind::kNone || !parse_number(at, at.skip_space(1))) return {};
  return {{1, "by"}};
}

/// 10k, 2M: round numbers in the short hand of headlines.
Reading short_magnitude(const Cursor& at) {
  const std::optional<Number> number = parse_number(at);
  if (!number || at.word(-1) || at.alphanumeric(number->lexemes + 1) || at.symbol(number->lexemes + 1, U'-'))
    return {};
  const std::string& letter = at[number->lexemes].text;
  std::string words;
  if (letter == "k") words = " thousand";
  if (letter == "M") words = " million";
  if (letter == "bn") words = " billion";
  if (words.empty()) return {};
  return {{number->lexemes + 1, number->words() + words}};
}

/// #5, No. 5, Nos. 5 and 6
Reading numbered(const Cursor& at) {
  if (at.symbol(0, U'#') && at.digits(1) && !at.alphanumeric(-1)) return {{1, "number"}};
  const bool one = at[0].text == "No" || at[0].lower == "nr";
  const bool many = at[0].text == "Nos";
  const bool lower_no = at[0].text == "no";
  if (at.symbol(0, U'№')) return {{1, "number"}};
  if (!one && !many && !lower_no) return {};
  if (!at.symbol(1, U'.') || !at.digits(at.skip_space(2))) return {};
  return {{2, many ? "numbers" : "number"}};
}

/// The number in a name: MP3, B52, COVID-19, AB1234; long ones digit by digit.
Reading digits_in_name(const Cursor& at) {
  if (!at.digits(0) || !at.word(-1) || (is_times(at, -1) && at.digits(-2))) return {};
  const std::string& digits = at[0].text;
  if (digits.size() <= 3 && digits.front() != '0') return {{1, cardinal(digits)}};
  return {{1, one_by_one(digits)}};
}

/// Quantities, with all their signs, fractions and ranges.
Reading plain(const Cursor& at) {
  const std::optional<Quantity> quantity = parse_quantity(at);
  if (!quantity) return {};
  const std::ptrdiff_t n = quantity->lexemes;
  if (at.symbol(n, U'\'') && at[n + 1].lower == "s") return {{n + 2, quantity->words + "'s"}};
  return {{n, quantity->words}};
}

constexpr std::array<Rule, 9> kRules = {{{"version", version},
                                         {"ordinal", ordinal_number},
                                         {"ratio", ratio},
                                         {"product", product},
                                         {"by", by_sign},
                                         {"short magnitude", short_magnitude},
                                         {"number sign", numbered},
                                         {"digits in a name", digits_in_name},
                                         {"number", plain}}};

}  // namespace

std::span<const Rule> number_rules() {
  return kRules;
}

}  // namespace driftwave
