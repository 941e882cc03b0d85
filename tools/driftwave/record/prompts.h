#pragma once
/// What is read aloud for a voice: sentences that hold as many pairs of neighbouring phonemes as can be had.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace driftwave {

class TextFrontEnd;

struct Prompt {
  std::string text;
  double covered = 0;  ///< share of all pairs of the choice that have been read after this prompt, 0..1
};

/// A sentence a line.
[[nodiscard]] std::string_view english_prompts();

/// The lines of a text without empty ones.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text);

/// The best order to read sentences in: each brings the most pairs that none before it had, for its length.
/// When a sentence brings none, the count begins anew, so that common pairs are read more than once.
/// @param most 0: all of them
[[nodiscard]] std::vector<Prompt> choose_prompts(const std::vector<std::string>& sentences,
                                                 const TextFrontEnd& front_end, std::size_t most);

}  // namespace driftwave
