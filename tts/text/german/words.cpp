#include "tts/text/german/words.h"

#include <array>

#include "tts/text/figures/spell_out.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave::german {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Januar",    "Februar", "März",     "April",
                                                      "Mai",       "Juni",    "Juli",     "August",
                                                      "September", "Oktober", "November", "Dezember"};
constexpr std::array<std::string_view, 12> kLowerMonths = {" januar jan jänner jän ",
                                                           " februar feb feber ",
                                                           " märz mär mrz ",
                                                           " april apr ",
                                                           " mai ",
                                                           " juni jun ",
                                                           " juli jul ",
                                                           " august aug ",
                                                           " september sep sept ",
                                                           " oktober okt ",
                                                           " november nov ",
                                                           " dezember dez "};

constexpr std::string_view kBeforeOrdinals =
    " am im vom zum zur beim ins ans aufs fürs der die das den dem des dieser diese dieses diesem diesen "
    "jeder "
    "jede jedes jedem jeden ein eine einen einem einer eines sein seine seinen seinem seiner ihr ihre ihren "
    "ihrem ihrer mein meine meinen meinem meiner unser unsere unseren unserem ab bis seit nach vor zwischen "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag ";

}  // namespace

std::string cardinal(std::string_view digits) {
  const std::int64_t value = value_of(digits);
  if (value >= 0) return spelled_out("de", value, "%spellout-numbering");
  return each_digit(digits, figure_words());
}

std::string ordinal(std::int64_t value, std::string_view ending) {
  return spelled_out("de", value, "%spellout-ordinal").append(ending);
}

std::string year(std::int64_t value) {
  return spelled_out("de", value, "%spellout-numbering-year");
}

int month_of(std::string_view word) {
  const std::string lower = lower_case(std::string(word));
  for (std::size_t i = 0; i < kLowerMonths.size(); ++i)
    if (is_in(kLowerMonths[i], lower)) return static_cast<int>(i) + 1;
  return 0;
}

std::string_view month_name(int month) {
  return kMonths.at(static_cast<std::size_t>(month) - 1);
}

bool asks_for_ordinal(std::string_view word) {
  return is_in(kBeforeOrdinals, lower_case(std::string(word)));
}

int roman_number(std::string_view word) {
  if (word.find_first_not_of("IVX") != std::string_view::npos) return 0;
  return static_cast<int>(roman_value(word).value_or(0));
}

}  // namespace driftwave::german
