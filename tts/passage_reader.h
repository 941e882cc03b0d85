#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "tts/text/sentences.h"

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
  /// @param goes_on of the language, see GoesOn; null takes English's.
  explicit PassageReader(std::string text, GoesOn goes_on = nullptr)
      : text_(std::move(text)), goes_on_(goes_on) {}

  /// @return nothing after the last one.
  [[nodiscard]] std::optional<Passage> next();

 private:
  std::string text_;
  GoesOn goes_on_;
  std::size_t at_ = 0;
};

}  // namespace driftwave
