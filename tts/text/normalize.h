#pragma once
/// Written English to the words a reader would say: "$5.20" becomes "five dollars and twenty cents".
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tts/text/lexicon.h"
#include "tts/text/rules/rule.h"
#include "tts/text/token.h"

namespace driftwave {

/// The words and punctuation of one sentence of valid UTF-8. What cannot be spoken (emoji, ornaments) gives
/// nothing. @param source_offset is added to the offsets in the tokens. @param lexicon comes before all
/// rules; may be null. @param silent gets the signs that no rule gives a sound or a meaning, each once;
/// punctuation, marks of lists, emoji and what cannot be seen are none of them. May be null.
[[nodiscard]] std::vector<Token> normalize_tokens(std::string_view sentence, std::size_t source_offset = 0,
                                                  const Lexicon* lexicon = nullptr,
                                                  std::string* silent = nullptr);

/// What the words of a language are read by.
struct ReadingRules {
  std::span<const std::span<const Rule>> families{};  ///< in the order in which they are tried
  /// Asked instead where a language knows a shorter way through its families; may be null.
  Reading (*first_reading)(const Cursor& at) = nullptr;
  /// Words that espeak-ng misreads, after the rules; may be null.
  const Lexicon* exceptions = nullptr;
  /// Makes small what is in capitals to be loud, and says whether all of the sentence was; may be null.
  bool (*quieten)(std::vector<Lexeme>&) = nullptr;
  /// Other scripts are written in Latin letters, and words in capitals that no rule took in small ones.
  bool respells = false;
};

/// The words and punctuation of one sentence by the rules of any language, else as normalize_tokens().
[[nodiscard]] std::vector<Token> tokens_by(const ReadingRules& rules, std::string_view sentence,
                                           std::size_t source_offset, const Lexicon* lexicon,
                                           std::string* silent);

/// Gives the words of a sentence that rules put there the phonemes that a lexicon has for them.
void say_as_listed(const Lexicon& lexicon, std::vector<Token>& sentence);

/// For other languages than English: the words as they stand, numbers left to espeak-ng.
[[nodiscard]] std::vector<Token> plain_tokens(std::string_view sentence, std::size_t source_offset = 0,
                                              const Lexicon* lexicon = nullptr,
                                              std::string* silent = nullptr);

/// normalize_tokens() as one line of text.
[[nodiscard]] std::string normalize(std::string_view sentence);

}  // namespace driftwave
