#include "tts/text/french/regions.h"

#include <array>
#include <map>
#include <string>

#include "tts/text/figures/spell_out.h"
#include "tts/text/french/words.h"
#include "tts/text/rules/lexeme.h"

namespace driftwave::french {
namespace {

using Words = std::map<std::string, std::string, std::less<>>;

constexpr const char* kBelgium = "fr_BE";
constexpr const char* kSwitzerland = "fr_CH";

/// What France says for 70 to 99, and what the region does.
Words words_of(const char* region) {
  static constexpr std::array<const char*, 6> kRuleSets = {
      "%spellout-cardinal-masculine",       "%spellout-cardinal-feminine",
      "%spellout-ordinal-masculine",        "%spellout-ordinal-feminine",
      "%spellout-ordinal-masculine-plural", "%spellout-ordinal-feminine-plural"};
  const bool has_eighties = region == kSwitzerland;
  Words words;
  for (const char* rules : kRuleSets) {
    for (std::int64_t value = 70; value < 100; ++value) {
      if (value / 10 == 8 && !has_eighties) continue;
      words.emplace(spelled_out("fr", value, rules), spelled_out(region, value, rules));
    }
  }
  if (has_eighties) words["quatre-vingt"] = "huitante";  // before "mille"
  return words;
}

}  // namespace

const char* region_of(std::string_view tag) {
  const std::string lower = lower_case(std::string(tag));
  if (lower.size() < 5) return nullptr;
  const std::string_view region = std::string_view(lower).substr(3, 2);
  return region == "be" ? kBelgium : region == "ch" ? kSwitzerland : nullptr;
}

void count_as_in(const char* region, const SentenceText& sentence, std::vector<Token>& read) {
  static const Words belgian = words_of(kBelgium);
  static const Words swiss = words_of(kSwitzerland);
  const Words& words = region == kBelgium ? belgian : swiss;
  for (std::size_t i = 0; i < read.size(); ++i) {
    Token& token = read[i];
    const std::size_t begin = token.source_begin - sentence.source_offset;
    const std::size_t length = token.source_end - token.source_begin;
    if (token.kind != TokenKind::kWord || sentence.text.substr(begin, length) == token.text) continue;
    const auto found = words.find(token.text);
    if (found == words.end()) continue;
    token.text = found->second;
    if (i + 1 < read.size() && is_feminine(lower_case(read[i + 1].text)))
      token.text = feminine(std::move(token.text));
  }
}

}  // namespace driftwave::french
