#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace driftwave {

/// A part of a text that is read on its own.
struct Passage {
  std::string_view text;   ///< in the reader's memory
  std::size_t offset = 0;  ///< of its first byte in the text
};

/// Hands out a text passage by passage, so that the first sentence of a book need not wait for the last one
/// to be read. A passage is a paragraph, or whole sentences of a long one: what the front end makes of the
/// passages is what it makes of the text.
class PassageReader {
 public:
  explicit PassageReader(std::string text) : text_(std::move(text)) {}

  /// @return nothing after the last one.
  [[nodiscard]] std::optional<Passage> next();

 private:
  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace driftwave
