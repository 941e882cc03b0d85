/// M., p. ex., c.-à-d., n°
#include <algorithm>
#include <array>

#include "tts/text/french/rules.h"
#include "tts/text/french/words.h"

namespace driftwave::french {
namespace {

using End = AbbreviationEnd;

constexpr auto kAbbreviations = std::to_array<ShortForm>({
    {"M.", "monsieur", End::kNever, Follows::kName},
    {"MM.", "messieurs", End::kNever, Follows::kName},
    {"Mme", "madame"},
    {"Mmes", "mesdames"},
    {"Mlle", "mademoiselle"},
    {"Mlles", "mesdemoiselles"},
    {"Mgr", "monseigneur"},
    {"Me", "maître", End::kNever, Follows::kName},
    {"Dr", "docteur"},
    {"Dr.", "docteur"},
    {"Dre", "docteure"},
    {"Dres", "docteures"},
    {"Drs", "docteurs"},
    {"Pr", "professeur", End::kNever, Follows::kName},
    {"Pr.", "professeur", End::kNever, Follows::kName},
    {"St", "saint", End::kNever, Follows::kName},
    {"Ste", "sainte", End::kNever, Follows::kName},
    {"St-", "saint ", End::kNever, Follows::kName},
    {"Ste-", "sainte ", End::kNever, Follows::kName},
    {"n°", "numéro"},
    {"N°", "numéro"},
    {"nº", "numéro"},
    {"Nº", "numéro"},
    {"no", "numéro", End::kNever, Follows::kNumber},
    {"No", "numéro", End::kNever, Follows::kNumber},
    {"p.ex.", "par exemple"},
    {"P.ex.", "par exemple"},
    {"c.-à-d.", "c'est-à-dire"},
    {"C.-à-d.", "c'est-à-dire"},
    {"càd", "c'est-à-dire"},
    {"av.J.-C.", "avant Jésus-Christ", End::kMay},
    {"apr.J.-C.", "après Jésus-Christ", End::kMay},
    {"ap.J.-C.", "après Jésus-Christ", End::kMay},
    {"J.-C.", "Jésus-Christ", End::kMay},
    {"apr.", "après"},
    {"ap.", "après"},
    {"etc.", "et cetera", End::kMay},
    {"cf.", "confer"},
    {"Cf.", "confer"},
    {"env.", "environ"},
    {"Env.", "environ"},
    {"p.", "page", End::kNever, Follows::kNumber},
    {"pp.", "pages", End::kNever, Follows::kNumber},
    {"vol.", "volume", End::kNever, Follows::kNumber},
    {"chap.", "chapitre", End::kNever, Follows::kNumber},
    {"art.", "article", End::kNever, Follows::kNumber},
    {"fig.", "figure", End::kNever, Follows::kNumber},
    {"tél.", "téléphone"},
    {"Tél.", "téléphone"},
    {"réf.", "référence"},
    {"éd.", "édition", End::kMay},
    {"max.", "maximum", End::kMay},
    {"min.", "minimum", End::kMay},
    {"bd", "boulevard", End::kNever, Follows::kName},
    {"Bd", "boulevard", End::kNever, Follows::kName},
    {"av.", "avenue", End::kNever, Follows::kName},
    {"s.v.p.", "s'il vous plaît", End::kMay},
    {"svp", "s'il vous plaît"},
    {"s.t.p.", "s'il te plaît", End::kMay},
    {"stp", "s'il te plaît"},
    {"N.B.", "nota bene"},
    {"P.-S.", "post-scriptum"},
    {"i.e.", "c'est-à-dire"},
    {"qqn", "quelqu'un"},
    {"qqch.", "quelque chose", End::kMay},
    {"vs", "versus"},
    {"Cie", "compagnie"},
    {"Ets", "établissements"},
    {"lun.", "lundi", End::kNever, Follows::kNumber},
    {"mar.", "mardi", End::kNever, Follows::kNumber},
    {"mer.", "mercredi", End::kNever, Follows::kNumber},
    {"jeu.", "jeudi", End::kNever, Follows::kNumber},
    {"ven.", "vendredi", End::kNever, Follows::kNumber},
    {"sam.", "samedi", End::kNever, Follows::kNumber},
    {"dim.", "dimanche", End::kNever, Follows::kNumber},
    {"janv.", "janvier", End::kMay, Follows::kAfterNumber},
    {"févr.", "février", End::kMay, Follows::kAfterNumber},
    {"fév.", "février", End::kMay, Follows::kAfterNumber},
    {"avr.", "avril", End::kMay, Follows::kAfterNumber},
    {"juil.", "juillet", End::kMay, Follows::kAfterNumber},
    {"sept.", "septembre", End::kMay, Follows::kAfterNumber},
    {"oct.", "octobre", End::kMay, Follows::kAfterNumber},
    {"nov.", "novembre", End::kMay, Follows::kAfterNumber},
    {"déc.", "décembre", End::kMay, Follows::kAfterNumber},
});

bool counts(std::string_view word) {
  return roman_number(word) > 0;
}

Reading abbreviation(const Cursor& at) {
  const auto [row, lexemes] = find_short_form(at, kAbbreviations, &counts);
  if (row == nullptr) return {};
  return {{lexemes, std::string(row->words)}};
}

/// l'art. 5, d'env. 30
Reading elided(const Cursor& at) {
  if (!at.word(0) || !at.symbol(1, U'.')) return {};
  const std::string& word = at[0].text;
  const std::size_t apostrophe = word.find('\'');
  if (apostrophe == std::string::npos) return {};
  const std::string sign = word.substr(apostrophe + 1) + '.';
  const auto* const row = std::ranges::find(kAbbreviations, std::string_view(sign), &ShortForm::sign);
  if (row == kAbbreviations.end()) return {};
  if (row->follows == Follows::kNumber && !at.digits(at.skip_space(2)) && !counts(at[at.skip_space(2)].text))
    return {};
  return {{2, word.substr(0, apostrophe + 1).append(row->words)}};
}

constexpr std::array<Rule, 2> kRules = {{{"abbreviation", abbreviation}, {"elided abbreviation", elided}}};

}  // namespace

AbbreviationEnd abbreviation_end(std::string_view text) {
  return short_form_end(end_before_full_stop(text), kAbbreviations);
}

std::span<const Rule> abbreviation_rules() {
  return kRules;
}

}  // namespace driftwave::french
