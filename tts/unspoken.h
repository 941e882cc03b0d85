#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "tts/text/front_end.h"

namespace driftwave {

/// What a text holds and nobody says.
struct Unspoken {
  std::size_t invalid_bytes = 0;
  std::size_t controls = 0;  ///< control characters
  std::size_t emoji = 0;     ///< pictures, which have no agreed reading
  std::size_t sounds = 0;    ///< that the voice lacks
  std::string signs{};       ///< that have no reading, each once

  Unspoken& operator+=(const Unspoken& other);
  bool operator==(const Unspoken&) const = default;
};

/// @param sentences what the front end made of the text.
[[nodiscard]] Unspoken count_unspoken(std::string_view text, std::span<const SpokenSentence> sentences);

}  // namespace driftwave
