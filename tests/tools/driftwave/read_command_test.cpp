/// `driftwave read`: what would be said, without a sound.
#include <nlohmann/json.hpp>

#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

TEST_F(CommandLine, ReadsTextAsWords) {
  EXPECT_EQ(must("driftwave read 'Dr. Smith has $5. He is happy!'"),
            "Doctor Smith has five dollars.\nHe is happy!\n");
  EXPECT_EQ(must("echo 'It costs $5.' | driftwave read"), "It costs five dollars.\n");
  write_text("a.txt", "One.\n\nTwo.\n");
  EXPECT_EQ(must("driftwave read -f a.txt"), "One.\nTwo.\n");
}

TEST_F(CommandLine, ReadsByTheRulesOfAnotherLanguage) {
  const std::string figure = "1,5 kg";
  EXPECT_EQ(must("driftwave read --language de '" + figure + "'"), "eins Komma fünf Kilogramm\n");
  EXPECT_EQ(must("driftwave read --language nl '" + figure + "'"), "één komma vijf kilogram\n");
  EXPECT_EQ(must("driftwave read --language fr '" + figure + "'"), "un virgule cinq kilogramme\n");
}

TEST_F(CommandLine, ReadsTextAsPhonemes) {
  EXPECT_EQ(must("driftwave read --ipa 'He is happy!'"), "hiː ɪz hˈæpi!\n");
  EXPECT_EQ(must("driftwave read --ipa --ssml '<speak>He <sub alias=\"is\">x</sub> happy!</speak>'"),
            "hiː ɪz hˈæpi!\n");
}

TEST_F(CommandLine, ReadsTextAsJson) {
  const nlohmann::json json = nlohmann::json::parse(must("driftwave read --json 'He owes $5. So?'"));
  ASSERT_EQ(json["sentences"].size(), 2U);
  const nlohmann::json& sentence = json["sentences"][0];
  EXPECT_EQ(sentence["text"], "He owes $5.");
  EXPECT_EQ(sentence["spoken"], "He owes five dollars.");
  const nlohmann::json& word = sentence["words"][2];
  EXPECT_EQ(word["text"], "$5");
  EXPECT_EQ(word["spoken"], "five dollars");
  EXPECT_EQ(word["phonemes"], "fˈaɪv dˈɑːlɚz");
  EXPECT_EQ(word["source_begin"], 8);
  EXPECT_EQ(word["source_end"], 10);
  EXPECT_EQ(json["sentences"][1]["source_begin"], 12);
}

TEST_F(CommandLine, ReadsNothingWhereNothingSounds) {
  EXPECT_EQ(must("driftwave read '...'"), "");
  EXPECT_EQ(must("driftwave read --json '...'"), "{\n  \"sentences\": []\n}\n");
}

TEST_F(CommandLine, ReadsFilesInOldEncodings) {
  must("printf '\\xff\\xfeH\\0i\\0.\\0' > utf16.txt; printf 'Caf\\xe9.\\rYes.' > windows.txt");
  EXPECT_EQ(must("driftwave read -f utf16.txt"), "Hi.\n");
  const Outcome windows = run("driftwave read -f windows.txt");
  EXPECT_EQ(windows.out, "Café.\nYes.\n");
  EXPECT_EQ(windows.err, "note: windows.txt: it is no UTF-8: it was read as Windows-1252\n");
  // A mark is ordinary, and offsets count it.
  const Outcome marked = run("printf '\\xef\\xbb\\xbfHi.\\r\\n' | driftwave read --json");
  EXPECT_EQ(marked.err, "");
  EXPECT_EQ(nlohmann::json::parse(marked.out)["sentences"][0]["words"][0]["source_begin"], 3);
}

TEST_F(CommandLine, SaysTheWordsOfALexiconAsItSays) {
  write_text("mine.txt", "# of the company\nAcme acme corp\nSkjold /skjˈɔl/\n");
  EXPECT_EQ(must("driftwave read --lexicon mine.txt 'Acme has a Skjold.'"), "acme corp has a Skjold.\n");
  EXPECT_EQ(must("driftwave read --lexicon mine.txt --ipa Skjold"), "skjˈɔl\n");
  write_text("bad.txt", "one two\n\nalone\n");
  refuses("driftwave read --lexicon bad.txt One", 1,
          "bad.txt: line 3: want a word and how to say it, got \"alone\"");
  write_text("sound.txt", "one /q%/\n");
  refuses("driftwave speak --lexicon sound.txt One -o one.wav", 1, "sound.txt: line 1");
  refuses("driftwave read --lexicon none.txt One", 1, "none.txt");
}

TEST_F(CommandLine, TellsWhatSsmlAskedForInVain) {
  const Outcome outcome = run("driftwave read --ssml $'<speak>One\\n<blink>two</blink>.</speak>'");
  EXPECT_EQ(outcome.out, "One two.\n");
  EXPECT_EQ(outcome.err, "note: text: line 2: <blink> is not known; what it holds is spoken\n");
}

TEST_F(CommandLine, RefusesToReadInTwoWays) {
  refuses("driftwave read Hello. --json --ipa", 2, "got both");
  refuses("driftwave read Hello. -f a.txt", 2, "read: want text as arguments or from -f, got both");
  refuses("driftwave read -f missing.txt", 1, "missing.txt");
  refuses("driftwave read Hello. --voice nobody", 1, "nobody");
}

}  // namespace
}  // namespace driftwave
