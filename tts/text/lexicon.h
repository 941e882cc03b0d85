#pragma once
/// Words whose sound is written down: names, loans, and what a user wants said in their own way.
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace driftwave {

/// How a word is said: by phonemes, or by other words.
struct Pronunciation {
  std::string ipa;    ///< in symbols of the inventory; empty where `words` says it
  std::string words;  ///< apart by single spaces, to be read as they stand

  bool operator==(const Pronunciation&) const = default;
};

/// Words to pronunciations. Thread: any, once it is filled.
class Lexicon {
 public:
  /// Adds a text of two columns: a word, white space, and phonemes between slashes or other words. A line
  /// that begins with # is a remark; later lines win.
  /// @param who names the text in messages.
  /// @throws Error with the line for a word without a pronunciation and for phonemes that no voice has.
  void add(std::string_view text, const std::string& who);

  /// How the word is said; null where the lexicon lacks it. An entry in small letters holds for any case, one
  /// with capitals for its own case and for a word of capitals. Without an entry of its own, a genitive or
  /// plural takes the entry of its word: then `inflected` holds the result.
  [[nodiscard]] const Pronunciation* find(const std::string& word, Pronunciation& inflected) const;

  [[nodiscard]] bool empty() const { return entries_.empty(); }

 private:
  /// @param lower the word in small letters.
  [[nodiscard]] const Pronunciation* find_as_written(std::string_view word, std::string_view lower) const;

  struct Entry {
    std::string word;
    Pronunciation pronunciation;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
  };
  /// By the word in small letters.
  std::unordered_map<std::string, std::vector<Entry>, Hash, std::equal_to<>> entries_;
};

/// The names and loans that espeak-ng's English misreads.
[[nodiscard]] const Lexicon& english_lexicon();

/// The entries of all files, of which a later one wins; null without a file.
/// @throws Error as Lexicon::add(), and when a file cannot be read.
[[nodiscard]] std::shared_ptr<const Lexicon> load_lexicons(const std::vector<std::filesystem::path>& files);

}  // namespace driftwave
