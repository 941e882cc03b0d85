#include "tts/text/dutch/words.h"

#include <array>

#include "tts/text/figures/spell_out.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave::dutch {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"januari",   "februari", "maart",    "april",
                                                      "mei",       "juni",     "juli",     "augustus",
                                                      "september", "oktober",  "november", "december"};
constexpr std::array<std::string_view, 12> kShortMonths = {
    " januari jan ",  " februari feb febr ", " maart mrt ",    " april apr ",          " mei ",
    " juni jun ",     " juli jul ",          " augustus aug ", " september sept sep ", " oktober okt ",
    " november nov ", " december dec "};

std::string spelled(std::int64_t value) {
  if (value == 1) return "één";
  std::string words = spelled_out("nl", value, "%spellout-numbering");
  if (words.starts_with("een ")) words.replace(0, 3, "één");
  return words;
}

std::string thousands(std::int64_t count) {
  if (count == 1) return "duizend";
  return cardinal(std::to_string(count)) + (count % 100 == 0 ? "" : count > 100 ? " " : "") + "duizend";
}

}  // namespace

/// ICU writes hundreds, thousands and what follows as one word ("driehonderdvijftien"), whose middle
/// espeak-ng takes for the end of a syllable: a space behind each keeps them apart.
std::string cardinal(std::string_view digits) {
  const std::int64_t value = value_of(digits);
  if (value < 0) return each_digit(digits, figure_words());
  const bool by_hundreds = value > 1000 && value < 10000 && value % 100 == 0 && value % 1000 != 0;
  if (by_hundreds) return spelled(value / 100) + "honderd";  // vijftienhonderd
  for (const std::int64_t part : {std::int64_t{1000000}, std::int64_t{1000}, std::int64_t{100}}) {
    const std::int64_t rest = value % part;
    if (value < part || rest == 0) continue;
    const std::int64_t whole = value - rest;
    const std::string first = part == 1000000 ? spelled(whole)
                              : part == 1000  ? thousands(value / 1000)
                                              : spelled(whole);
    return first + ' ' + cardinal(std::to_string(rest));
  }
  return value >= 1000 && value < 1000000 ? thousands(value / 1000) : spelled(value);
}

std::string ordinal(std::int64_t value) {
  if (value > 100 && value % 100 != 0) {
    const std::int64_t rest = value % 100;
    return cardinal(std::to_string(value - rest)) + ' ' + ordinal(rest);
  }
  return spelled_out("nl", value, "%spellout-ordinal");
}

std::string year(std::int64_t value) {
  const std::int64_t century = value / 100;
  const std::int64_t rest = value % 100;
  if (value < 1100 || value > 9999 || (century % 10 == 0 && century < 30))
    return cardinal(std::to_string(value));
  if (rest == 0) return spelled(century) + "honderd";
  if (rest < 10) return spelled(century) + "honderd " + spelled(rest);
  return spelled(century) + ' ' + spelled(rest);
}

int month_of(std::string_view word) {
  const std::string lower = lower_case(std::string(word));
  for (std::size_t i = 0; i < kShortMonths.size(); ++i)
    if (is_in(kShortMonths[i], lower)) return static_cast<int>(i) + 1;
  return 0;
}

std::string_view month_name(int month) {
  return kMonths.at(static_cast<std::size_t>(month) - 1);
}

int roman_number(std::string_view word) {
  if (word.find_first_not_of("IVX") != std::string_view::npos) return 0;
  return static_cast<int>(roman_value(word).value_or(0));
}

}  // namespace driftwave::dutch
