/// Words with two readings in sentences of books in the public domain. DRIFTWAVE_TABLE=1 prints the table
/// that docs/reading.md has.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "tests/tts/labelled_lines.h"
#include "tts/text/front_end.h"
#include "tts/text/rules/lexeme.h"
#include "tts/text/utf8.h"

namespace driftwave {
namespace {

struct Labelled {
  std::string word;
  std::string holds;  ///< alternatives between "|"
  std::string sentence;
};

std::vector<Labelled> labelled_sentences() {
  std::vector<Labelled> sentences;
  for (const auto& columns : test::labelled_lines(DRIFTWAVE_HETERONYM_SENTENCES, 4))
    sentences.push_back({columns[0], columns[1], columns[3]});
  return sentences;
}

/// Whether one of the words of "wind-up" is the word.
bool has_part(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto letter = [&](std::size_t i) { return i < text.size() && text[i] >= 'a' && text[i] <= 'z'; };
    if ((at == 0 || !letter(at - 1)) && !letter(at + word.size())) return true;
  }
  return false;
}

/// The phonemes of a word of a sentence, which holds it once; empty where it is not spoken.
std::string phonemes_of(const Labelled& labelled) {
  static const TextFrontEnd front_end;
  for (const SpokenSentence& spoken : front_end.process(labelled.sentence)) {
    for (const WordSpan& span : spoken.phonemes.words) {
      if (!has_part(lower_case(span.text), labelled.word)) continue;
      return symbols_to_text(
          std::span(spoken.phonemes.ids).subspan(span.first_id, span.end_id - span.first_id));
    }
  }
  return "";
}

std::string without_stress(std::string_view ipa) {
  std::string plain;
  for (const char32_t c : to_code_points(ipa)) {
    if (c != U'ˈ' && c != U'ˌ') append_utf8(plain, c);
  }
  return plain;
}

bool is_read_right(const Labelled& labelled) {
  const std::string ipa = phonemes_of(labelled);
  std::string_view rest = labelled.holds;
  while (!rest.empty()) {
    const std::string_view one = rest.substr(0, rest.find('|'));
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    const bool stressed = one.find("ˈ") != std::string_view::npos;
    if ((stressed ? ipa : without_stress(ipa)).find(one) != std::string::npos) return true;
  }
  return false;
}

struct Score {
  int right = 0;
  int all = 0;
};

TEST(HeteronymSentences, AreReadAsTheirBooksMeanThem) {
  std::map<std::string, Score> words;
  Score total;
  for (const Labelled& labelled : labelled_sentences()) {
    const bool right = is_read_right(labelled);
    for (Score* score : {&words[labelled.word], &total}) {
      ++score->all;
      if (right) ++score->right;
    }
  }
  if (std::getenv("DRIFTWAVE_TABLE") != nullptr) {
    std::printf("| word | sentences | right |\n|---|---|---|\n");
    for (const auto& [word, score] : words)
      std::printf("| %s | %d | %d |\n", word.c_str(), score.all, score.right);
    std::printf("| all | %d | %d (%.1f %%) |\n", total.all, total.right, 100.0 * total.right / total.all);
  }
  EXPECT_GE(total.all, 500);
  EXPECT_GE(total.right, total.all * 95 / 100);
}

}  // namespace
}  // namespace driftwave
