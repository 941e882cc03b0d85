#pragma once
/// From the bytes of a text back to the document that it was made from.
#include <cstddef>
#include <vector>

namespace driftwave {

struct SourceRange {
  std::size_t begin = 0;
  std::size_t end = 0;  ///< one past the last byte

  bool operator==(const SourceRange&) const = default;
};

/// Filled while the text is put together, run by run.
class SourceMap {
 public:
  /// The text's next `bytes` stand in the document at `source`, byte for byte.
  void copied(std::size_t bytes, std::size_t source);
  /// The text's next `bytes` were made of what stands at `source`: as a whole, no byte has a place of its
  /// own.
  void replaced(std::size_t bytes, SourceRange source);
  /// The text goes on with another text, made of the same document.
  void append(const SourceMap& other);

  /// Of the bytes [begin, end) of the text alone.
  [[nodiscard]] SourceMap part(std::size_t begin, std::size_t end) const;
  /// What the bytes [begin, end) of the text were made of. Bytes past the last run take the document's byte
  /// after it.
  [[nodiscard]] SourceRange source_of(std::size_t begin, std::size_t end) const;

 private:
  struct Run {
    std::size_t begin = 0;  ///< in the text
    std::size_t end = 0;
    SourceRange source;
    bool is_copy = false;
  };

  void add_run(std::size_t bytes, SourceRange source, bool is_copy);
  [[nodiscard]] SourceRange source_of_byte(std::size_t position) const;

  std::vector<Run> runs_;  ///< without a gap between them
};

}  // namespace driftwave
