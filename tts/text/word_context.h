#pragma once
/// The words around a word, and what part of speech they make it.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tts/text/token.h"

namespace driftwave {

/// Nouns and adjectives are nominal: English stresses "a record" and "an elaborate plan" alike, and "to
/// record" and "to elaborate" otherwise.
enum class PartOfSpeech { kUnknown, kNominal, kVerbal };

/// The words of a sentence in small letters. Thread: any.
class SentenceWords {
 public:
  explicit SentenceWords(const std::vector<Token>& sentence);

  /// The word at a place; empty for punctuation and past either end.
  [[nodiscard]] std::string_view at(std::ptrdiff_t i) const;
  /// Whether a list of words with spaces around each holds the word at a place.
  [[nodiscard]] bool is(std::ptrdiff_t i, std::string_view list) const;
  /// Whether any word of the list stands in the sentence.
  [[nodiscard]] bool has(std::string_view list) const;
  [[nodiscard]] std::ptrdiff_t size() const { return static_cast<std::ptrdiff_t>(words_.size()); }

  /// The place of the last word before `i` that is no adverb such as "never" or "quickly".
  [[nodiscard]] std::ptrdiff_t before_adverbs(std::ptrdiff_t i) const;
  [[nodiscard]] bool begins_clause(std::ptrdiff_t i) const;
  /// Whether a clause ends before place `i`.
  [[nodiscard]] bool ends_clause(std::ptrdiff_t i) const { return at(i).empty(); }
  /// Whether a determiner or a pronoun that can be an object stands at `i`: it follows a verb.
  [[nodiscard]] bool begins_object(std::ptrdiff_t i) const;
  /// Whether the word at `i` belongs to the closed classes: no noun, verb or adjective of its own.
  [[nodiscard]] bool is_function_word(std::ptrdiff_t i) const;
  /// Whether the word at `i` can be a plural noun.
  [[nodiscard]] bool is_plural(std::ptrdiff_t i) const;
  /// Whether the clause before `i` holds "will", "did" and the like, so that a base form follows.
  [[nodiscard]] bool has_modal_before(std::ptrdiff_t i) const;

  /// "a birthday present", "the old world record": whether a determiner stands before `i`, and between
  /// nothing that ends its noun phrase.
  [[nodiscard]] bool in_noun_phrase(std::ptrdiff_t i) const;

  [[nodiscard]] PartOfSpeech part_of_speech(std::ptrdiff_t i) const;

 private:
  [[nodiscard]] PartOfSpeech after_to(std::ptrdiff_t i) const;

  std::vector<std::string> words_;
};

inline constexpr std::string_view kDeterminers =
    " a an the this these those my your his her its our their every each some any no another whose many few "
    "several both such what which ";
inline constexpr std::string_view kSubjects = " i you he she it we they who ";
inline constexpr std::string_view kModals =
    " will would can could shall should may might must won't wouldn't can't couldn't cannot shan't shouldn't "
    "mustn't do does did don't doesn't didn't let's i'll you'll he'll she'll it'll we'll they'll please lets "
    "gonna wanna gotta helped help ";
inline constexpr std::string_view kBe =
    " be is are was were been being am isn't aren't wasn't weren't i'm you're he's she's it's we're they're "
    "that's there's who's what's ";
inline constexpr std::string_view kHave =
    " have has had having haven't hasn't hadn't i've you've we've they've i'd you'd he'd she'd we'd they'd "
    "who've ";
inline constexpr std::string_view kPrepositions =
    " of in on at by for with from about into over under without per as than between through during against "
    "like among toward towards upon beyond within despite after before ";

}  // namespace driftwave
