#pragma once
/// MusicXML 4.0, score-partwise, uncompressed.
#include <string>
#include <string_view>

#include "tts/singing/score.h"

namespace driftwave {

/// A part for each voice of a part. Ties make one note of two; syllables join to words by their `syllabic`; a
/// note without a lyric goes on with the vowel before it; verse 1 is sung; breath marks are breaths, and
/// dynamics marks gains. Grace and cue notes are left out; repeats are not taken. Where any voice has lyrics,
/// those without are left out.
/// @param who the file. @throws Error naming the byte of what is not XML, and part, bar and beat of what
/// cannot be sung.
[[nodiscard]] Score read_musicxml(std::string_view text, const std::string& who);

}  // namespace driftwave
