/// Words with two readings in compounds with a hyphen, which the sentence around does not decide: well-read,
/// read-only, lead-free, live-in.
#include <array>
#include <string>

#include "tts/text/bytes.h"
#include "tts/text/rules/rule.h"

namespace driftwave {
namespace {

struct Compound {
  std::string_view word;
  std::string_view partners;  ///< " a b "; empty: any
  std::string_view ipa;
};

/// The first row whose word and partner fit decides.
constexpr auto kAsFirst = std::to_array<Compound>({
    {"bass", " baritone line lines player guitar drum clef heavy ", "bˈeɪs"},
    {"bow", " wow wows down ", "bˈaʊ"},
    {"bow", " tie ties tied legged legs string saw window shaped hunting hunter fronted ", "bˈoʊ"},
    {"close", " down out ", "klˈoʊz"},
    {"close", "", "klˈoʊs"},
    {"content", "", "kˈɑːntɛnt"},
    {"desert", "", "dˈɛzɚt"},
    {"dove", " tail tailed tailing grey gray like coloured colored white ", "dˈʌv"},
    {"house", "", "hˈaʊs"},
    {"lead",
     " free lined acid based tin glazed glass crystal coated contaminated containing poisoned sheathed ",
     "lˈɛd"},
    {"lead", "", "lˈiːd"},
    {"live", " in out ", "lˈɪv"},
    {"live", "", "lˈaɪv"},
    {"object", "", "ˈɑːbdʒɛkt"},
    {"present", " day tense ", "pɹˈɛzənt"},
    {"project", "", "pɹˈɑːdʒɛkt"},
    {"read", "", "ɹˈiːd"},
    {"record", " breaking breaker holder holders keeping high low setting player sized tying ", "ɹˈɛkɚd"},
    {"row", " house houses ", "ɹˈoʊ"},
    {"subject", "", "sˈʌbdʒɛkt"},
    {"tear", " off out away down up resistant open apart proof ", "tˈɛɹ"},
    {"tear", "", "tˈɪɹ"},
    {"use", " by case cases value ", "jˈuːs"},
    {"wind", " up down ", "wˈaɪnd"},
    {"wind", "", "wˈɪnd"},
    {"wound", " up down around ", "wˈaʊnd"},
    {"wound", "", "wˈuːnd"},
});

constexpr auto kAsSecond = std::to_array<Compound>({
    {"bow", " cross long rain ox el fiddle violin ", "bˈoʊ"},
    {"bow", " half deep low ", "bˈaʊ"},
    {"close", " up too very ultra ", "klˈoʊs"},
    {"lead", " tin zinc ", "lˈɛd"},
    {"lived", " long short ", "lˈɪvd"},
    {"read", " re proof sight lip speed copy mind must co ", "ɹˈiːd"},
    {"read", "", "ɹˈɛd"},
    {"tear", " wear ", "tˈɛɹ"},
    {"use", " re ", ""},  // a noun or a verb, as the sentence says
    {"use", "", "jˈuːs"},
    {"wind", " re ", "wˈaɪnd"},
    {"wind", "", "wˈɪnd"},
    {"wound", " flesh gunshot head stab bullet self chest leg knife ", "wˈuːnd"},
    {"wound", "", "wˈaʊnd"},
});

template <std::size_t N>
std::string_view reading_of(const std::array<Compound, N>& table, std::string_view word,
                            std::string_view partner) {
  for (const Compound& entry : table) {
    if (entry.word == word && (entry.partners.empty() || is_listed(entry.partners, partner)))
      return entry.ipa;
  }
  return "";
}

constexpr std::u32string_view kHyphens = U"-‐‑";

Reading first_part(const Cursor& at) {
  if (!at.word(0) || !at.symbol_of(1, kHyphens) || !at.word(2) || at.symbol_of(-1, kHyphens)) return {};
  const std::string_view ipa = reading_of(kAsFirst, at[0].lower, at[2].lower);
  if (ipa.empty()) return {};
  return {{1, "[[" + std::string(ipa) + "]]"}, {1, ""}};
}

Reading second_part(const Cursor& at) {
  if (!at.word(0) || !at.symbol_of(-1, kHyphens) || !at.word(-2) || at.symbol_of(1, kHyphens)) return {};
  const std::string_view ipa = reading_of(kAsSecond, at[0].lower, at[-2].lower);
  return ipa.empty() ? Reading{} : Reading{{1, "[[" + std::string(ipa) + "]]"}};
}

constexpr std::array<Rule, 2> kRules = {
    {{"first part of a compound", first_part}, {"second part of a compound", second_part}}};

}  // namespace

std::span<const Rule> compound_rules() {
  return kRules;
}

}  // namespace driftwave
