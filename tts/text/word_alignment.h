#pragma once
/// Which of espeak-ng's groups speak which word.
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace driftwave {

/// Groups [first_group, end_group) speak words [first_word, end_word). One side is always one long, except
/// where nothing matches.
struct WordGroups {
  std::size_t first_word = 0;
  std::size_t end_word = 0;
  std::size_t first_group = 0;
  std::size_t end_group = 0;

  bool operator==(const WordGroups&) const = default;
};

/// Equal counts align one to one. Otherwise the cheapest monotonic alignment, by edit distance between a
/// group and the sound of its words alone.
/// @param alone gives the phonemes of word `i` spoken alone; called only where counts differ.
[[nodiscard]] std::vector<WordGroups> align_words(std::size_t words, const std::vector<std::string>& groups,
                                                  const std::function<std::string(std::size_t)>& alone);

/// Cuts the sound of words that run together into one piece a word, where it agrees best with the words
/// spoken alone. @return as many pieces as `alone`, some perhaps empty; joined they are `sound`.
[[nodiscard]] std::vector<std::string> split_sound(const std::string& sound,
                                                   const std::vector<std::string>& alone);

}  // namespace driftwave
