#pragma once
/// What reading a text takes from its language: where sentences end, how words and figures are said, which
/// questions rise, and how long pauses are. English, German and Dutch have their own; any other language is
/// read plainly. A new one is one row of the table in language.cpp, or comes with FrontEndOptions::rules.
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tts/text/lexicon.h"
#include "tts/text/sentences.h"
#include "tts/text/token.h"

namespace driftwave {

/// Silence behind what was said, in seconds, at normal speed.
struct Pauses {
  double clause_seconds = 0.12;
  double sentence_seconds = 0.30;
  double paragraph_seconds = 0.70;
};

/// A date, or a part of one.
struct DateFigures {
  int day = 0;            ///< 0: without
  int month = 0;          ///< 1 to 12; 0: without
  std::string year = {};  ///< may be empty
};

/// One sentence that is to be read, valid UTF-8.
struct SentenceText {
  std::string_view text;
  std::size_t source_offset = 0;     ///< is added to the offsets in the tokens
  const Lexicon* lexicon = nullptr;  ///< comes before all rules; may be null
};

/// Thread: any.
class Language {
 public:
  Language() = default;
  virtual ~Language() = default;
  Language(const Language&) = delete;
  Language& operator=(const Language&) = delete;

  /// Which of the ends that Unicode's rules find in a text are none; null takes English's.
  [[nodiscard]] virtual GoesOn sentence_goes_on() const { return nullptr; }

  /// The words and marks of a sentence. @param silent gets the signs that are meant to be said and that no
  /// rule gives a sound, each once; may be null.
  [[nodiscard]] virtual std::vector<Token> tokens(const SentenceText& sentence,
                                                  std::string* silent) const = 0;

  /// Whether the melody of a sentence rises at its end.
  [[nodiscard]] virtual bool rises(const std::vector<Token>& sentence) const;

  [[nodiscard]] virtual Pauses pauses() const { return {}; }

  /// What SSML's say-as asks for, as text that tokens() reads so: an ordinal, a date, and the letter A where
  /// digits follow it.
  [[nodiscard]] virtual std::string ordinal(std::string_view digits) const { return std::string(digits); }
  [[nodiscard]] virtual std::string date(const DateFigures& date) const;
  [[nodiscard]] virtual std::string letter_a() const { return "A"; }
};

/// The language of a tag: "de" and "de-at" are German. @return lives as long as the program.
[[nodiscard]] std::shared_ptr<const Language> language_of(std::string_view tag);

}  // namespace driftwave
