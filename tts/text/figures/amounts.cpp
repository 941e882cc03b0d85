/// Numbers with what they count: measures and money.
#include <algorithm>

#include "tts/text/figures/figures.h"

namespace driftwave {
namespace {

constexpr std::u32string_view kMinus = U"-−–";

/// One amount of a text while it is read.
struct Amount {
  std::ptrdiff_t end = 0;  ///< past what has been read
  std::string sign;        ///< "minus"
  CommaNumber first;
  std::optional<CommaNumber> last;  ///< of a range
  const Counted* magnitude = nullptr;
  const Counted* unit = nullptr;
  const Currency* currency = nullptr;
  std::string per;
};

/// The row with the longest sign that stands at `n`, and past it.
template <class Row, class SignOf>
const Row* longest(const Cursor& at, std::ptrdiff_t n, std::span<const Row> rows, const SignOf& sign_of,
                   std::ptrdiff_t& end) {
  const Row* best = nullptr;
  std::size_t length = 0;
  for (const Row& row : rows) {
    const std::string_view sign = sign_of(row);
    if (sign.size() <= length) continue;
    const std::ptrdiff_t lexemes = match_sign(at, n, sign);
    if (lexemes == 0) continue;
    best = &row;
    length = sign.size();
    end = n + lexemes;
  }
  return best;
}

const Counted* counted_at(const Cursor& at, std::ptrdiff_t n, std::span<const Counted> rows,
                          std::ptrdiff_t& end) {
  return longest(
      at, n, rows, [](const Counted& row) { return row.sign; }, end);
}

const Currency* currency_at(const Cursor& at, std::ptrdiff_t n, std::span<const Currency> rows,
                            std::ptrdiff_t& end) {
  return longest(
      at, n, rows, [](const Currency& row) { return row.whole.sign; }, end);
}

std::string_view sign_word(const Cursor& at, std::ptrdiff_t n, const FigureWords& words) {
  if (!at.digits(n + 1)) return "";
  const bool is_apart = at.gap(n - 1) || at.symbol_of(n - 1, U"([€$£,:<>");
  if (at.symbol_of(n, kMinus)) return is_apart ? words.minus : "";
  if (at.symbol(n, U'+')) return is_apart ? words.plus : "";
  return at.symbol_of(n, U"~≈") ? words.about : "";
}

/// The second number of "10–20", "10 - 20" or "10-20".
void take_range(const Cursor& at, Amount& amount) {
  const std::ptrdiff_t dash = at.skip_space(amount.end);
  if (!at.symbol_of(dash, U"-–—−") || at.space(dash + 1) != at.space(dash - 1)) return;
  if (at.space(dash + 1) && at.sentence_has(U'=')) return;  // a sum
  const std::ptrdiff_t n = at.skip_space(dash + 1);
  const std::optional<CommaNumber> last = parse_comma_number(at, n);
  if (!last) return;
  const std::ptrdiff_t end = n + last->lexemes;
  if (at.symbol_of(end, U"-–/:.") && at.digits(end + 1)) return;  // a code
  if (at.symbol_of(-1, U"-–/:.") && at.digits(-2)) return;
  amount.last = last;
  amount.end = end;
}

/// "US$ 3.50", as others write it.
void take_dot_cents(const Cursor& at, Amount& amount) {
  const bool is_plain = amount.currency != nullptr && !amount.first.grouped && amount.first.fraction.empty();
  const bool has_cents = at.symbol(amount.end, U'.') && at.digits(amount.end + 1);
  if (!is_plain || !has_cents || at[amount.end + 1].text.size() != 2) return;
  amount.first.fraction = at[amount.end + 1].text;
  amount.end += 2;
}

void take_per(const Cursor& at, const FigureWords& words, Amount& amount) {
  if (!at.symbol(amount.end, U'/') || !at.word(amount.end + 1)) return;
  std::ptrdiff_t end = amount.end + 2;
  const Counted* unit = unit_at(at, amount.end + 1, words, end);
  amount.per.append(words.per).append(" ").append(unit != nullptr ? unit->singular : at[amount.end + 1].text);
  amount.end = end;
}

std::optional<Amount> parse_amount(const Cursor& at, const FigureWords& words) {
  Amount amount;
  if (at.alphanumeric(-1)) return std::nullopt;
  amount.currency = currency_at(at, 0, words.currencies, amount.end);
  if (amount.currency != nullptr) amount.end = at.skip_space(amount.end);
  if (const std::string_view sign = sign_word(at, amount.end, words); !sign.empty()) {
    amount.sign.append(sign).append(" ");
    ++amount.end;
  }
  const std::optional<CommaNumber> first = parse_comma_number(at, amount.end);
  if (!first) return std::nullopt;
  amount.first = *first;
  amount.end += first->lexemes;
  take_dot_cents(at, amount);
  take_range(at, amount);
  std::ptrdiff_t end = amount.end;
  amount.magnitude = counted_at(at, at.skip_space(amount.end), words.magnitudes, end);
  if (amount.magnitude != nullptr) amount.end = end;
  if (amount.currency != nullptr) return amount;
  const std::ptrdiff_t n = at.skip_space(amount.end);
  amount.currency = currency_at(at, n, words.currencies, end);
  if (amount.currency == nullptr) amount.unit = unit_at(at, n, words, end);
  if (amount.currency != nullptr || amount.unit != nullptr) amount.end = end;
  return amount;
}

std::string counted_words(const CommaNumber& number, const Counted& what, const FigureWords& words) {
  if (number.is_one()) return std::string(what.one).append(" ").append(what.singular);
  if (words.counted != nullptr) return words.counted(number_words(number, words), number, what);
  return number_words(number, words).append(" ").append(what.plural);
}

/// "drei Euro fünfzig", "fünfzig Cent".
std::string money_words(const CommaNumber& number, const Currency& currency, const FigureWords& words) {
  const bool has_cents = number.fraction.size() == 2 && !currency.hundredth.singular.empty();
  if (!has_cents) return counted_words(number, currency.whole, words);
  const std::size_t first = number.fraction.find_first_not_of('0');
  const std::string cents = first == std::string::npos ? "" : number.fraction.substr(first);
  CommaNumber whole{.lexemes = 0, .whole = number.whole, .fraction = "", .grouped = number.grouped};
  if (cents.empty()) return counted_words(whole, currency.whole, words);
  const bool is_below_one = number.whole.find_first_not_of('0') == std::string::npos;
  whole.whole = cents;
  if (is_below_one) return counted_words(whole, currency.hundredth, words);
  whole.whole = number.whole;
  return counted_words(whole, currency.whole, words) + ' ' + words.cardinal(cents);
}

std::string amount_words(const Amount& amount, const FigureWords& words) {
  const Counted* what = amount.unit;
  if (amount.currency != nullptr) what = &amount.currency->whole;
  const CommaNumber& last = amount.last ? *amount.last : amount.first;
  std::string said = amount.sign;
  if (amount.last) {
    const bool has_cents = amount.currency != nullptr && amount.first.fraction.size() == 2;
    said +=
        has_cents ? money_words(amount.first, *amount.currency, words) : number_words(amount.first, words);
    said.append(" ").append(words.to).append(" ");
  }
  if (amount.magnitude != nullptr) {
    said += counted_words(last, *amount.magnitude, words);
    if (what != nullptr && words.counted != nullptr) {
      said = words.counted(std::move(said), last, *what);
    } else if (what != nullptr) {
      said.append(" ").append(what->plural);
    }
  } else if (amount.currency != nullptr) {
    said += money_words(last, *amount.currency, words);
  } else if (what != nullptr) {
    said += counted_words(last, *what, words);
  } else {
    said += number_words(last, words);
  }
  return said;
}

}  // namespace

const Counted* unit_at(const Cursor& at, std::ptrdiff_t n, const FigureWords& words, std::ptrdiff_t& end) {
  return counted_at(at, n, words.units, end);
}

Reading read_measured(const Cursor& at, const FigureWords& words) {
  std::optional<Amount> amount = parse_amount(at, words);
  if (!amount || (amount->unit == nullptr && amount->currency == nullptr)) return {};
  take_per(at, words, *amount);
  std::string said = amount_words(*amount, words);
  if (!amount->per.empty()) said += ' ' + amount->per;
  return {{amount->end, std::move(said)}};
}

Reading read_number(const Cursor& at, const FigureWords& words) {
  const std::optional<Amount> amount = parse_amount(at, words);
  if (!amount || amount->currency != nullptr) return {};
  return {{amount->end, amount_words(*amount, words)}};
}

Reading read_any_number(const Cursor& at, const FigureWords& words) {
  Reading reading = read_number(at, words);
  if (!reading.empty() || !at.digits(0)) return reading;
  const CommaNumber plain{.lexemes = 1, .whole = at[0].text, .fraction = "", .grouped = false};
  return {{1, number_words(plain, words)}};
}

}  // namespace driftwave
