#pragma once
/// Text to sentences.
#include <cstddef>
#include <string_view>
#include <vector>

namespace driftwave {

/// A piece of a longer text.
struct TextSpan {
  std::size_t begin = 0;  ///< byte offset
  std::size_t end = 0;    ///< one past the last byte
  std::string_view text;  ///< points into the text that was split
  bool ends_paragraph = false;
};

/// Whether `after` goes on with the sentence that a mark at the end of `before` seems to end.
using GoesOn = bool (*)(std::string_view before, std::string_view after);

struct SentenceOptions {
  /// Longer sentences are cut: at a clause mark, else between words, else between characters.
  std::size_t max_characters = 400;
  /// Of the language; null: English's.
  GoesOn goes_on = nullptr;
};

/// Splits valid UTF-8 into sentences without surrounding white space (ICU's sentence rules, with sense for
/// abbreviations, initials and lines). A blank line ends a paragraph; a line break ends a sentence where the
/// line stands on its own (it ends with punctuation or the next line begins with a capital or a bullet).
[[nodiscard]] std::vector<TextSpan> split_sentences(std::string_view text,
                                                    const SentenceOptions& options = {});

/// Byte offset past the last sentence of valid UTF-8 that is whole whatever follows, and past the white space
/// after it; 0 when there is none. Before and behind it split_sentences() finds the sentences that it finds
/// in the whole text.
[[nodiscard]] std::size_t whole_sentences(std::string_view text, GoesOn goes_on = nullptr);

/// The same of a line whose end has not come yet. It need not wait for as much to follow: the next word will
/// do.
[[nodiscard]] std::size_t whole_sentences_of_line(std::string_view line, GoesOn goes_on = nullptr);

}  // namespace driftwave
