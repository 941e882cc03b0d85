#pragma once
/// Standard MIDI files (SMF 1.0) with lyric events.
#include <cstddef>
#include <span>
#include <string>

#include "tts/singing/score.h"

namespace driftwave {

/// A part for each channel of a track that has notes. Lyrics (FF 05, else FF 01) stand with the note that
/// begins at their tick or is the next one; a track that holds nothing but lyrics gives them to the part
/// whose notes begin where they stand. Where any part has lyrics, those without are the accompaniment and are
/// left out; the drums of channel 10 always are. How a note's velocity differs from the part's mean is its
/// gain.
/// @param who the file. @throws Error naming track and byte of what is not MIDI, and part, bar and beat of
/// what cannot be sung.
[[nodiscard]] Score read_midi(std::span<const std::byte> bytes, const std::string& who);

}  // namespace driftwave
