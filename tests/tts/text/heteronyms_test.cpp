#include "tts/text/heteronyms.h"

#include <gtest/gtest.h>

#include <string>

#include "tts/text/front_end.h"
#include "tts/text/rules/lexeme.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

/// A sentence, a word of it, and what its phonemes hold: one of several, stress only where they have it.
struct Spoken {
  std::string_view sentence;
  std::string_view word;
  std::string_view holds;
};

/// The phonemes of the last occurrence of a word.
std::string phonemes_of(std::string_view sentence, std::string_view word) {
  static const TextFrontEnd front_end;
  std::string found;
  for (const SpokenSentence& spoken : front_end.process(sentence)) {
    for (const WordSpan& span : spoken.phonemes.words) {
      if (lower_case(span.text) != word) continue;
      found =
          symbols_to_text(std::span(spoken.phonemes.ids).subspan(span.first_id, span.end_id - span.first_id));
    }
  }
  return found;
}

std::string without_stress(std::string_view ipa) {
  std::string plain;
  for (const char32_t c : to_code_points(ipa)) {
    if (c != U'ˈ' && c != U'ˌ') append_utf8(plain, c);
  }
  return plain;
}

bool holds_one(const std::string& ipa, std::string_view alternatives) {
  const bool stress = alternatives.find("ˈ") != std::string_view::npos;
  const std::string said = stress ? ipa : without_stress(ipa);
  while (!alternatives.empty()) {
    const std::size_t end = std::min(alternatives.find('|'), alternatives.size());
    if (said.find(alternatives.substr(0, end)) != std::string::npos) return true;
    alternatives.remove_prefix(std::min(end + 1, alternatives.size()));
  }
  return false;
}

TEST(Heteronyms, FollowTheirContext) {
  static constexpr Spoken kCases[] = {
      {"I have read it.", "read", "ɹɛd"},
      {"Did you read it yesterday?", "read", "ɹiːd"},
      {"He read the letter.", "read", "ɹɛd"},
      {"Children read best at home.", "read", "ɹiːd"},
      {"Read the sign.", "read", "ɹiːd"},
      {"She sat down and read the paper.", "read", "ɹɛd"},
      {"I want you to read this.", "read", "ɹiːd"},
      {"Let him read it.", "read", "ɹiːd"},
      {"He took the lead.", "lead", "liːd"},
      {"The lead singer left.", "lead", "liːd"},
      {"A lead pipe burst.", "lead", "lɛd"},
      {"The paint contains lead.", "lead", "lɛd"},
      {"The roads lead north.", "lead", "liːd"},
      {"We are now live.", "live", "laɪv"},
      {"People who live here know.", "live", "lɪv"},
      {"Where do you live?", "live", "lɪv"},
      {"Did he close the shop?", "close", "kloʊz"},
      {"The shops close at six.", "close", "kloʊz"},
      {"We sat close together.", "close", "kloʊs"},
      {"She told me to close it.", "close", "kloʊz"},
      {"You wind the string around it.", "wind", "waɪnd"},
      {"A cold wind came.", "wind", "wɪnd"},
      {"She wound the clock.", "wound", "waʊnd"},
      {"His wound healed.", "wound", "wuːnd"},
      {"Please separate them.", "separate", "eɪt"},
      {"They went separate ways.", "separate", "ɹət"},
      {"He caught a sea bass.", "bass", "bæs"},
      {"He gave us the minute details.", "minute", "maɪn"},
      {"It took a minute to load.", "minute", "mɪnɪt"},
      {"He saw a minute crack.", "minute", "maɪn"},
      {"Excuse me, please.", "excuse", "uːz"},
      {"That is no excuse.", "excuse", "uːs"},
      {"She took a bow.", "bow", "baʊ"},
      {"They bow to the king.", "bow", "baʊ"},
      {"He shot it with bow and arrow.", "bow", "boʊ"},
      {"He seemed content.", "content", "kən"},
      {"The content is free.", "content", "kɑːn"},
      {"We increase the price.", "increase", "kɹˈiːs"},
      {"The increase was small.", "increase", "ˈɪn|ˈɪŋ"},
      {"At present we wait.", "present", "ˈɛz"},
      {"Let me present my friend.", "present", "pɹɪz"},
      {"Record the show.", "record", "ɹɪk|ɹᵻk"},
      {"He has a criminal record.", "record", "ɹˈɛk"},
      {"They sell fresh produce.", "produce", "ˈoʊ"},
      {"The farms produce milk.", "produce", "duː"},
      {"Experts estimate that it will rain.", "estimate", "eɪt"},
      {"You will graduate soon.", "graduate", "eɪt"},
      {"A graduate student came.", "graduate", "ət"},
      {"It was an elaborate plan.", "elaborate", "ət"},
      {"Could you elaborate?", "elaborate", "eɪt"},
      {"Do not abuse it.", "abuse", "uːz"},
      {"Drug abuse is common.", "abuse", "uːs"},
      {"We use it daily.", "use", "uːz"},
      {"What is the use?", "use", "uːs"},
      {"A learned man spoke.", "learned", "nᵻd"},
      {"We learned a lot.", "learned", "lɜːnd"},
      {"An aged man sat.", "aged", "dʒᵻd"},
      {"I refuse to go.", "refuse", "uːz"},
      {"The refuse was collected.", "refuse", "ɹˈɛf"},
      {"He signed a contract.", "contract", "ˈɑːn"},
      {"They conduct tests.", "conduct", "kənd"},
      {"Never desert me.", "desert", "dɪz|dᵻz"},
      {"Many people object to it.", "object", "əbdʒ"},
      {"Tear the page out.", "tear", "tɛɹ"},
      {"She was in tears.", "tears", "tɪɹz"},
      {"The dove dove into the bush.", "dove", "doʊv"},
      {"It saved many lives.", "lives", "laɪvz"},
      {"She lives in Rome.", "lives", "lɪvz"},
      {"The houses are old.", "houses", "zᵻz"},
      {"I used to go.", "used", "juːst"},
      {"It is used to make tea.", "used", "juːzd"},
      {"We do not permit smoking.", "permit", "pɚ"},
      {"The project failed.", "project", "ˈɑː"},
      {"They protest daily.", "protest", "pɹə"},
      {"He was a rebel.", "rebel", "ɹˈɛb"},
      {"The code is invalid.", "invalid", "ɪnvˈæl"},
      {"He was an invalid.", "invalid", "ˈɪnv"},
      {"They attribute it to luck.", "attribute", "ɐtɹ"},
      {"Insert the coin.", "insert", "ɪns"},
      {"I suspect him.", "suspect", "səs"},
      {"The suspect fled.", "suspect", "sˈʌs"},
      {"There was lead in the paint.", "lead", "lɛd"},
      {"Take a bow and arrow.", "bow", "boʊ"},
      {"I'm quite content here.", "content", "kən"},
      {"Polish the table.", "polish", "pɑːl"},
      {"Alternate between the two.", "alternate", "eɪt"},
      {"Use caution here.", "use", "juːz"},
      {"It had to refuse more refuse.", "refuse", "ɹɛf"},
      {"He is upset.", "upset", "sˈɛt"},
      {"The news upset them.", "upset", "sˈɛt"},
      {"His mother upset him.", "upset", "sˈɛt"},
      {"She has an upset stomach.", "upset", "ˈʌp"},
      {"It was a major upset.", "upset", "ˈʌp"},
      {"These results conflict.", "conflict", "flˈɪkt"},
      {"The committee objects to it.", "objects", "dʒˈɛkts"},
      {"I shed a tear over my shirt.", "tear", "tɪɹ"},
  };
  for (const Spoken& spoken : kCases) {
    const std::string ipa = phonemes_of(spoken.sentence, spoken.word);
    EXPECT_TRUE(holds_one(ipa, spoken.holds))
        << spoken.sentence << ": want " << spoken.holds << ", got " << ipa;
  }
}

TEST(Heteronyms, LeavePhonemesThatAreGiven) {
  std::vector<Token> sentence = {{"I", 0, 1}, {"read", 2, 6}, {"it", 7, 9}};
  sentence[1].phonemes = "ɹˈɛdnoʊ";
  resolve_heteronyms(sentence);
  EXPECT_EQ(sentence[1].phonemes, "ɹˈɛdnoʊ");
  EXPECT_EQ(sentence[0].phonemes, "");
}

TEST(SentenceWords, TellVerbsFromNouns) {
  const auto part = [](const std::vector<Token>& sentence, std::ptrdiff_t i) {
    return SentenceWords(sentence).part_of_speech(i);
  };
  EXPECT_EQ(part({{"to", 0, 1}, {"record", 2, 3}}, 1), PartOfSpeech::kVerbal);
  EXPECT_EQ(part({{"the", 0, 1}, {"record", 2, 3}}, 1), PartOfSpeech::kNominal);
  EXPECT_EQ(part({{"due", 0, 1}, {"to", 2, 3}, {"use", 4, 5}}, 2), PartOfSpeech::kNominal);
  EXPECT_EQ(part({{"record", 0, 1}, {"it", 2, 3}}, 0), PartOfSpeech::kVerbal);
}

}  // namespace
}  // namespace driftwave
