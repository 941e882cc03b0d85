#pragma once
/// A piano roll: notes, the pitch that is sung, and phonemes.
#include <cstddef>
#include <string>
#include <vector>

#include "tts/singing/singer.h"

namespace driftwave {

/// Notes as bars with their lyrics, the pitch as a line where the voice sounds, vowels and consonants below
/// on the same time; rows of at most twelve seconds.
/// @return the bytes of a PNG. @throws Error when there is nothing to draw, or too much.
[[nodiscard]] std::vector<std::byte> song_picture(const std::string& title,
                                                  const std::vector<PlannedPhrase>& phrases,
                                                  double frames_per_second);

}  // namespace driftwave
