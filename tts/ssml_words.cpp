#include "tts/ssml_words.h"

#include <exception>
#include <span>
#include <utility>

#include "tts/text/language.h"
#include "tts/text/phonemes.h"
#include "tts/text/rules/lexeme.h"
#include "tts/text/symbols.h"

namespace driftwave {
namespace {

/// Puts a text together from pieces of another one.
class Rewriter {
 public:
  explicit Rewriter(const SsmlText& from) : from_(from) {}

  /// The bytes up to `end` stay as they are.
  void keep(std::size_t end) {
    to_.said += from_.said.substr(at_, end - at_);
    to_.source.append(from_.source.part(at_, end));
    at_ = end;
  }
  /// The bytes up to `end` are said as `words`.
  void say(const std::string& words, std::size_t end) {
    to_.said += words;
    to_.source.replaced(words.size(), from_.source.source_of(at_, end));
    at_ = end;
  }
  SsmlText finish() {
    keep(from_.said.size());
    return std::move(to_);
  }

 private:
  const SsmlText& from_;
  SsmlText to_;
  std::size_t at_ = 0;
};

/// An espeak-ng voice for "fr-FR": its own, else that of the language alone.
Phonemizer phonemizer_for(const std::string& language) {
  std::string name = lower_case(language);
  const std::size_t region = name.find_first_of("-_");
  if (region == std::string::npos) return Phonemizer({.name = name});
  try {
    return Phonemizer({.name = name});
  } catch (const std::exception&) {
    name.resize(region);
    return Phonemizer({.name = name});
  }
}

}  // namespace

SsmlText said_by_lexicon(const SsmlText& text, const Lexicon& lexicon) {
  Rewriter rewriter(text);
  for (const Lexeme& lexeme : cut_lexemes(text.said)) {
    if (lexeme.kind != Lexeme::Kind::kWord) continue;
    Pronunciation inflected;
    const Pronunciation* found = lexicon.find(lexeme.text, inflected);
    if (found == nullptr) continue;
    rewriter.keep(lexeme.begin);
    rewriter.say(found->ipa.empty() ? found->words : "[[" + found->ipa + "]]", lexeme.end);
  }
  return rewriter.finish();
}

SsmlText said_in_language(const SsmlText& text, const std::string& language) {
  const Phonemizer phonemizer = phonemizer_for(language);
  const PhonemeSequence sequence =
      phonemizer.phonemize(language_of(language)->tokens({.text = text.said}, nullptr));
  Rewriter rewriter(text);
  for (const WordSpan& word : sequence.words) {
    const std::span<const SymbolId> ids(sequence.ids);
    rewriter.keep(word.source_begin);
    rewriter.say("[[" + symbols_to_text(ids.subspan(word.first_id, word.end_id - word.first_id)) + "]]",
                 word.source_end);
  }
  return rewriter.finish();
}

}  // namespace driftwave
