#include "tts/text/french/sentences.h"

#include <algorithm>
#include <array>
#include <string>

#include "tts/text/bytes.h"
#include "tts/text/figures/figures.h"
#include "tts/text/figures/sentence_words.h"
#include "tts/text/french/words.h"

namespace driftwave::french {
namespace {

constexpr std::string_view kOpeners =
    " Le La Les Un Une Des Du De Il Elle Ils Elles On Nous Vous Je Tu Ce Cet Cette Ces Cela Ça Et Mais Ou Où "
    "Donc Or Ni Car À Au Aux En Dans Par Pour Sur Sous Avec Sans Chez Vers Entre Depuis Pendant Avant Après "
    "Puis Ensuite Alors Ainsi Enfin Aussi Si Quand Lorsque Comme Que Qui Quoi Comment Pourquoi Combien Quel "
    "Quelle Quels Quelles Mon Ma Mes Ton Ta Tes Son Sa Ses Notre Nos Votre Vos Leur Leurs Oui Non Ne Pas "
    "Plus "
    "Très Tout Toute Tous Toutes Chaque Plusieurs Aucun Aucune Malgré Selon Bien Voici Voilà Ici Là Hier "
    "Demain Cependant Pourtant Toutefois Parfois Souvent Toujours Jamais Maintenant Personne Rien Est Sont "
    "Merci Bonjour ";
constexpr auto kElided = std::to_array<std::string_view>({"L", "D", "C", "J", "Qu", "S", "N", "Aujourd"});
constexpr std::string_view kAskingWords =
    " qui que quoi où quand comment pourquoi combien quel quelle quels quelles lequel laquelle lesquels "
    "lesquelles auquel duquel d'où jusqu'où ";
constexpr std::string_view kBeforeAsking =
    " et mais donc alors oui non à de pour avec sans dans en par depuis jusqu'à vers chez sur sous ah eh oh "
    "bon ";

/// L'homme, Qu'il, with either apostrophe. @param next within `after`.
bool is_elided(std::string_view next, std::string_view after) {
  const std::string_view rest = after.substr(static_cast<std::size_t>(next.data() - after.data()));
  return std::ranges::any_of(kElided, [&](std::string_view word) {
    if (!rest.starts_with(word)) return false;
    return rest.substr(word.size()).starts_with('\'') || rest.substr(word.size()).starts_with("’");
  });
}

}  // namespace

bool opens_sentence(std::string_view word) {
  return is_in(kOpeners, word);
}

bool sentence_goes_on(std::string_view before, std::string_view after) {
  before = trim_wide_spaces(trim(before, kTextSpace));
  if (small_letter_follows(after)) return true;
  if (before.empty() || before.back() != '.' || before.ends_with("..")) return false;
  before.remove_suffix(1);
  const std::string_view word = last_word(before);
  const std::string_view next = first_word(after);
  if (word.empty()) return false;
  const bool is_dotted = word.size() >= 3 && word[1] == '.';
  const bool opens = opens_sentence(next) || is_elided(next, after);
  return goes_on_behind(abbreviation_end(before), is_one_letter(word) || is_dotted, opens);
}

bool rises_at_end(const std::vector<Token>& sentence) {
  const auto last = std::find_if(sentence.rbegin(), sentence.rend(),
                                 [](const Token& token) { return token.kind == TokenKind::kWord; });
  if (last != sentence.rend() && is_in(kAskingWords, lower_case(last->text))) return false;
  return asks_for_yes_or_no(
      sentence,
      {.asking = kAskingWords, .before_asking = kBeforeAsking, .or_ = "ou", .elided_asking = "qu'"});
}

}  // namespace driftwave::french
