#include "tts/text/french/words.h"

#include <algorithm>
#include <array>

#include "tts/text/figures/spell_out.h"
#include "tts/text/rules/word_lists.h"

namespace driftwave::french {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"janvier",   "février", "mars",     "avril",
                                                      "mai",       "juin",    "juillet",  "août",
                                                      "septembre", "octobre", "novembre", "décembre"};
constexpr std::array<std::string_view, 12> kShortMonths = {" janvier janv jan ",
                                                           " février févr fév fevrier ",
                                                           " mars ",
                                                           " avril avr ",
                                                           " mai ",
                                                           " juin ",
                                                           " juillet juil ",
                                                           " août aout ",
                                                           " septembre sept ",
                                                           " octobre oct ",
                                                           " novembre nov ",
                                                           " décembre déc decembre "};

struct Ending {
  std::string_view letters;  ///< apart by spaces
  OrdinalForm form;
};
constexpr auto kOrdinalEndings =
    std::to_array<Ending>({{" er e ème eme ième nd d ", {.feminine = false, .plural = false}},
                           {" ers es èmes emes ièmes nds ", {.feminine = false, .plural = true}},
                           {" re ère nde ", {.feminine = true, .plural = false}},
                           {" res ères ndes ", {.feminine = true, .plural = true}}});

constexpr std::string_view kFeminine =
    " fois personne personnes femme femmes fille filles semaine semaines page pages heure heures minute "
    "minutes seconde secondes tonne tonnes livre livres voiture voitures maison maisons chambre chambres "
    "place places voix ligne lignes carte cartes pièce pièces partie parties porte portes étoile étoiles "
    "bouteille bouteilles tasse tasses cuillère cuillères pomme pommes lettre lettres nuit nuits table "
    "tables "
    "chaise chaises ville villes rue rues école écoles équipe équipes victime victimes vie vies vue vues "
    "feuille feuilles photo photos image images voie voies salle salles boîte boîtes œuvre œuvres langue "
    "langues entreprise entreprises marche marches commune communes mesure mesures couleur couleurs fleur "
    "fleurs main mains balle balles tranche tranches gousse gousses pincée noix usine usines banque banques "
    "colonne colonnes phrase phrases case cases réponse réponses séance séances tête têtes île îles plage "
    "plages ferme fermes ";
constexpr auto kFeminineEndings =
    std::to_array<std::string_view>({"tion", "tions", "sion",  "sions",  "té",   "tés",   "ette",  "ettes",
                                     "ée",   "ées",   "ance",  "ances",  "ence", "ences", "esse",  "esses",
                                     "euse", "euses", "trice", "trices", "erie", "eries", "ienne", "iennes"});
constexpr std::string_view kMasculine =
    " comité comités musée musées lycée lycées été étés traité traités "
    "côté côtés trophée trophées silence silences décolleté pâté pâtés député députés arrêté arrêtés ";

}  // namespace

std::string cardinal(std::string_view digits) {
  const std::int64_t value = value_of(digits);
  if (value < 0) return each_digit(digits, figure_words());
  return spelled_out("fr", value, "%spellout-cardinal-masculine");
}

std::string feminine(std::string number) {
  if (number == "un" || number.ends_with(" un") || number.ends_with("-un")) number += 'e';
  return number;
}

std::string ordinal(std::int64_t value, OrdinalForm form) {
  std::string words =
      spelled_out("fr", value, form.feminine ? "%spellout-ordinal-feminine" : "%spellout-ordinal-masculine");
  if (form.plural) words += 's';
  return words;
}

const OrdinalForm* ordinal_ending(std::string_view letters) {
  for (const Ending& row : kOrdinalEndings)
    if (is_in(row.letters, letters)) return &row.form;
  return nullptr;
}

std::string of(std::string_view what) {
  static constexpr auto kVowels = std::to_array<std::string_view>(
      {"a", "e", "i", "o", "u", "é", "è", "ê", "â", "î", "ô", "œ", "h", "A", "E", "I", "O", "U", "É"});
  const bool elides = std::ranges::any_of(kVowels, [&](std::string_view v) { return what.starts_with(v); });
  return std::string(elides ? "d'" : "de ").append(what);
}

bool asks_for_of(std::string_view number) {
  static constexpr auto kEndings = std::to_array<std::string_view>(
      {"million", "millions", "milliard", "milliards", "billion", "billions"});
  return std::ranges::any_of(kEndings, [&](std::string_view end) { return number.ends_with(end); });
}

bool is_feminine(std::string_view noun) {
  if (is_in(kFeminine, noun)) return true;
  if (is_in(kMasculine, noun)) return false;
  return std::ranges::any_of(kFeminineEndings, [&](std::string_view end) {
    return noun.size() > end.size() + 2 && noun.ends_with(end);
  });
}

int month_of(std::string_view word) {
  const std::string lower = lower_case(std::string(word));
  for (std::size_t i = 0; i < kShortMonths.size(); ++i)
    if (is_in(kShortMonths.at(i), lower)) return static_cast<int>(i) + 1;
  return 0;
}

std::string_view month_name(int month) {
  return kMonths.at(static_cast<std::size_t>(month) - 1);
}

int roman_number(std::string_view word) {
  if (word.find_first_not_of("IVX") != std::string_view::npos) return 0;
  return static_cast<int>(roman_value(word).value_or(0));
}

}  // namespace driftwave::french
