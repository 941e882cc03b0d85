#include "tts/text/heteronyms.h"

#include <algorithm>
#include <array>

#include "tts/text/heteronym_senses.h"

namespace driftwave {
namespace {

/// A word whose part of speech decides.
struct Pair {
  std::string_view word;
  std::string_view nominal;
  std::string_view verbal;
  /// Whether the adjective behind a verb is said as the verb is: "an upset", but "he is upset".
  bool is_verbal_predicate = false;
};

constexpr auto kPairs = std::to_array<Pair>({
    {"abstract", "ˈæbstɹækt", "æbstɹˈækt"},
    {"abuse", "ɐbjˈuːs", "ɐbjˈuːz"},
    {"advocate", "ˈædvəkət", "ˈædvəkˌeɪt"},
    {"aggregate", "ˈæɡɹɪɡət", "ˈæɡɹɪɡˌeɪt"},
    {"alternate", "ˈɔːltɚnət", "ˈɔːltɚnˌeɪt"},
    {"animate", "ˈænɪmət", "ˈænɪmˌeɪt"},
    {"appropriate", "ɐpɹˈoʊpɹɪət", "ɐpɹˈoʊpɹɪˌeɪt"},
    {"approximate", "ɐpɹˈɑːksɪmət", "ɐpɹˈɑːksɪmˌeɪt"},
    {"articulate", "ɑːɹtˈɪkjʊlət", "ɑːɹtˈɪkjʊlˌeɪt"},
    {"associate", "ɐsˈoʊsɪət", "ɐsˈoʊsɪˌeɪt"},
    {"attribute", "ˈætɹɪbjˌuːt", "ɐtɹˈɪbjuːt"},
    {"combat", "kˈɑːmbæt", "kəmbˈæt"},
    {"combine", "kˈɑːmbaɪn", "kəmbˈaɪn"},
    {"commune", "kˈɑːmjuːn", "kəmjˈuːn"},
    {"compound", "kˈɑːmpaʊnd", "kəmpˈaʊnd"},
    {"compress", "kˈɑːmpɹɛs", "kəmpɹˈɛs"},
    {"conduct", "kˈɑːndʌkt", "kəndˈʌkt"},
    {"confederate", "kənfˈɛdɚɹət", "kənfˈɛdɚɹˌeɪt"},
    {"conflict", "kˈɑːnflɪkt", "kənflˈɪkt"},
    {"conscript", "kˈɑːnskɹɪpt", "kənskɹˈɪpt"},
    {"console", "kˈɑːnsoʊl", "kənsˈoʊl"},
    {"construct", "kˈɑːnstɹʌkt", "kənstɹˈʌkt"},
    {"consummate", "kˈɑːnsəmət", "kˈɑːnsəmˌeɪt"},
    {"contest", "kˈɑːntɛst", "kəntˈɛst"},
    {"contract", "kˈɑːntɹækt", "kəntɹˈækt"},
    {"contrast", "kˈɑːntɹæst", "kəntɹˈæst"},
    {"converse", "kˈɑːnvɜːs", "kənvˈɜːs"},
    {"convert", "kˈɑːnvɜːt", "kənvˈɜːt"},
    {"convict", "kˈɑːnvɪkt", "kənvˈɪkt"},
    {"coordinate", "koʊˈɔːɹdᵻnət", "koʊˈɔːɹdᵻnˌeɪt"},
    {"decrease", "dˈiːkɹiːs", "dᵻkɹˈiːs"},
    {"defect", "dˈiːfɛkt", "dᵻfˈɛkt"},
    {"degenerate", "dᵻdʒˈɛnɚɹət", "dᵻdʒˈɛnɚɹˌeɪt"},
    {"delegate", "dˈɛlɪɡət", "dˈɛlɪɡˌeɪt"},
    {"deliberate", "dᵻlˈɪbɚɹət", "dᵻlˈɪbɚɹˌeɪt"},
    {"desert", "dˈɛzɚt", "dᵻzˈɜːt"},
    {"desolate", "dˈɛsələt", "dˈɛsəlˌeɪt"},
    {"digest", "dˈaɪdʒɛst", "daɪdʒˈɛst"},
    {"discharge", "dˈɪstʃɑːɹdʒ", "dɪstʃˈɑːɹdʒ"},
    {"discount", "dˈɪskaʊnt", "dɪskˈaʊnt"},
    {"duplicate", "dˈuːplᵻkət", "dˈuːplᵻkˌeɪt"},
    {"elaborate", "ᵻlˈæbɚɹət", "ᵻlˈæbɚɹˌeɪt"},
    {"entrance", "ˈɛntɹəns", "ɛntɹˈæns"},
    {"escort", "ˈɛskɔːɹt", "ɛskˈɔːɹt"},
    {"estimate", "ˈɛstᵻmət", "ˈɛstᵻmˌeɪt"},
    {"excuse", "ɛkskjˈuːs", "ɛkskjˈuːz"},
    {"exploit", "ˈɛksplɔɪt", "ɛksplˈɔɪt"},
    {"export", "ˈɛkspoːɹt", "ɛkspˈoːɹt"},
    {"extract", "ˈɛkstɹækt", "ɛkstɹˈækt"},
    {"frequent", "fɹˈiːkwənt", "fɹiːkwˈɛnt"},
    {"graduate", "ɡɹˈædʒuːət", "ɡɹˈædʒuːˌeɪt"},
    {"house", "hˈaʊs", "hˈaʊz"},
    {"implant", "ˈɪmplænt", "ɪmplˈænt"},
    {"import", "ˈɪmpoːɹt", "ɪmpˈoːɹt"},
    {"incense", "ˈɪnsɛns", "ɪnsˈɛns"},
    {"incline", "ˈɪnklaɪn", "ɪnklˈaɪn"},
    {"increase", "ˈɪŋkɹiːs", "ɪŋkɹˈiːs"},
    {"initiate", "ɪnˈɪʃɪət", "ɪnˈɪʃɪˌeɪt"},
    {"insert", "ˈɪnsɜːt", "ɪnsˈɜːt"},
    {"insult", "ˈɪnsʌlt", "ɪnsˈʌlt"},
    {"intimate", "ˈɪntᵻmət", "ˈɪntᵻmˌeɪt"},
    {"laminate", "lˈæmᵻnət", "lˈæmᵻnˌeɪt"},
    {"misuse", "mɪsjˈuːs", "mɪsjˈuːz"},
    {"moderate", "mˈɑːdɚɹət", "mˈɑːdɚɹˌeɪt"},
    {"mouth", "mˈaʊθ", "mˈaʊð"},
    {"object", "ˈɑːbdʒɛkt", "əbdʒˈɛkt"},
    {"overflow", "ˈoʊvɚflˌoʊ", "ˌoʊvɚflˈoʊ"},
    {"perfect", "pˈɜːfɛkt", "pɚfˈɛkt"},
    {"permit", "pˈɜːmɪt", "pɚmˈɪt"},
    {"pervert", "pˈɜːvɜːt", "pɚvˈɜːt"},
    {"precipitate", "pɹɪsˈɪpᵻtət", "pɹɪsˈɪpᵻtˌeɪt"},
    {"predicate", "pɹˈɛdᵻkət", "pɹˈɛdᵻkˌeɪt"},
    {"present", "pɹˈɛzənt", "pɹɪzˈɛnt"},
    {"proceed", "pɹəsˈiːd", "pɹəsˈiːd"},
    {"produce", "pɹˈoʊduːs", "pɹədˈuːs"},
    {"progress", "pɹˈɑːɡɹɛs", "pɹəɡɹˈɛs"},
    {"project", "pɹˈɑːdʒɛkt", "pɹədʒˈɛkt"},
    {"protest", "pɹˈoʊtɛst", "pɹətˈɛst"},
    {"rebel", "ɹˈɛbəl", "ɹᵻbˈɛl"},
    {"recall", "ɹˈiːkɔːl", "ɹᵻkˈɔːl"},
    {"record", "ɹˈɛkɚd", "ɹᵻkˈoːɹd"},
    {"refill", "ɹˈiːfɪl", "ɹiːfˈɪl"},
    {"refund", "ɹˈiːfʌnd", "ɹᵻfˈʌnd"},
    {"refuse", "ɹˈɛfjuːs", "ɹᵻfjˈuːz"},
    {"reject", "ɹˈiːdʒɛkt", "ɹᵻdʒˈɛkt"},
    {"relapse", "ɹˈiːlæps", "ɹᵻlˈæps"},
    {"remake", "ɹˈiːmeɪk", "ɹiːmˈeɪk"},
    {"replay", "ɹˈiːpleɪ", "ɹiːplˈeɪ"},
    {"resume", "ɹˈɛzʊmˌeɪ", "ɹᵻzˈuːm"},
    {"retake", "ɹˈiːteɪk", "ɹiːtˈeɪk"},
    {"rewrite", "ɹˈiːɹaɪt", "ɹiːɹˈaɪt"},
    {"segment", "sˈɛɡmənt", "sɛɡmˈɛnt"},
    {"separate", "sˈɛpɹət", "sˈɛpɚɹˌeɪt"},
    {"subject", "sˈʌbdʒɛkt", "səbdʒˈɛkt"},
    {"subordinate", "səbˈɔːɹdᵻnət", "səbˈɔːɹdᵻnˌeɪt"},
    {"survey", "sˈɜːveɪ", "sɚvˈeɪ"},
    {"suspect", "sˈʌspɛkt", "səspˈɛkt"},
    {"syndicate", "sˈɪndᵻkət", "sˈɪndᵻkˌeɪt"},
    {"torment", "tˈɔːɹmɛnt", "tɔːɹmˈɛnt"},
    {"transfer", "tɹˈænsfɜː", "tɹænsfˈɜː"},
    {"transplant", "tɹˈænsplænt", "tɹænsplˈænt"},
    {"transport", "tɹˈænspoːɹt", "tɹænspˈoːɹt"},
    {"update", "ˈʌpdeɪt", "ʌpdˈeɪt"},
    {"upgrade", "ˈʌpɡɹeɪd", "ʌpɡɹˈeɪd"},
    {"upset", "ˈʌpsɛt", "ʌpsˈɛt", true},
    {"use", "jˈuːs", "jˈuːz"},
});

static_assert(std::ranges::is_sorted(kPairs, {}, &Pair::word));

/// Which hold for both, or are not said with the ending of the word itself.
constexpr std::string_view kWithoutS = " house mouth proceed upset perfect frequent desolate animate ";

const Pair* pair_of(std::string_view word) {
  const auto* const found = std::ranges::lower_bound(kPairs, word, {}, &Pair::word);
  return found == kPairs.end() || found->word != word ? nullptr : &*found;
}

/// "he records": after a third person the form in -s is a verb.
bool third_person(const SentenceWords& words, std::ptrdiff_t i) {
  const std::ptrdiff_t before = words.before_adverbs(i);
  if (words.is(before, " he she it who that which this everyone everybody nobody someone ")) return true;
  if (words.at(i) == "objects" && words.at(i + 1) == "to" && !words.is(before, kDeterminers)) return true;
  const bool noun_before =
      !words.at(before).empty() && !words.is_function_word(before) && !words.is_plural(before);
  return noun_before && words.begins_object(i + 1) && !words.is(i + 1, " all both when ");
}

void set_by_part(Token& token, const SentenceWords& words, std::ptrdiff_t i) {
  std::string word(words.at(i));
  if (const Pair* pair = pair_of(word)) {
    if (pair->is_verbal_predicate && (!words.in_noun_phrase(i) || words.begins_object(i + 1))) {
      token.phonemes = pair->verbal;
      return;
    }
    switch (words.part_of_speech(i)) {
      case PartOfSpeech::kNominal:
        token.phonemes = pair->nominal;
        return;
      case PartOfSpeech::kVerbal:
        token.phonemes = pair->verbal;
        return;
      case PartOfSpeech::kUnknown:
        // espeak-ng takes these for verbs.
        if (word.ends_with("ate")) token.phonemes = pair->nominal;
        return;
    }
  }
  if (!word.ends_with('s')) return;
  word.pop_back();
  const Pair* pair = pair_of(word);
  if (pair == nullptr || kWithoutS.find(' ' + word + ' ') != std::string_view::npos) return;
  const std::string_view stem = third_person(words, i) ? pair->verbal : pair->nominal;
  token.phonemes = std::string(stem) + std::string(s_ending(stem));
}

}  // namespace

std::string_view s_ending(std::string_view ipa) {
  for (const std::string_view hiss : {"s", "z", "ʃ", "ʒ"}) {
    if (ipa.ends_with(hiss)) return "ᵻz";
  }
  for (const std::string_view voiceless : {"p", "t", "k", "f", "θ"}) {
    if (ipa.ends_with(voiceless)) return "s";
  }
  return "z";
}

std::string_view reading_by_tag(std::string_view word, std::string_view tag) {
  struct Tense {
    std::string_view word;
    std::string_view now;
    std::string_view then;
    std::string_view noun;
  };
  static constexpr auto kTenses = std::to_array<Tense>({{"read", "ɹˈiːd", "ɹˈɛd", "ɹˈiːd"},
                                                        {"lead", "lˈiːd", "", "lˈiːd"},
                                                        {"live", "lˈɪv", "", "lˈaɪv"},
                                                        {"wind", "wˈaɪnd", "", "wˈɪnd"},
                                                        {"wound", "wˈuːnd", "wˈaʊnd", "wˈuːnd"},
                                                        {"tear", "tˈɛɹ", "", "tˈɪɹ"},
                                                        {"close", "klˈoʊz", "", "klˈoʊs"},
                                                        {"dove", "", "dˈoʊv", "dˈʌv"}});
  const bool verb = tag == "VB" || tag == "VBP";
  const bool past = tag == "VBD" || tag == "VBN";
  const bool noun = tag == "NN" || tag == "JJ";
  for (const Tense& tense : kTenses) {
    if (tense.word == word) return verb ? tense.now : past ? tense.then : noun ? tense.noun : "";
  }
  const Pair* pair = pair_of(word);
  if (pair == nullptr) return "";
  return verb ? pair->verbal : noun ? pair->nominal : "";
}

void resolve_heteronyms(std::vector<Token>& sentence) {
  const SentenceWords words(sentence);
  for (std::size_t n = 0; n < sentence.size(); ++n) {
    Token& token = sentence[n];
    if (token.kind != TokenKind::kWord || !token.phonemes.empty()) continue;
    const auto i = static_cast<std::ptrdiff_t>(n);
    token.phonemes = reading_by_sense(words, i, token.text);
    if (token.phonemes.empty()) set_by_part(token, words, i);
  }
}

}  // namespace driftwave
