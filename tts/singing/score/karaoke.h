#pragma once
/// Syllables as MIDI files write them, one a note, joined to the words that they are of.
#include <string>
#include <vector>

namespace driftwave {

/// A syllable goes on with the word before it where that ends in a hyphen ("hel-", "lo"), or, in a file that
/// writes the spaces between words (MIDI's RP-026 and .kar), where no space stands between them. Line ends
/// and their marks "/" and "\" are spaces.
/// @param syllables as they stand in the file, UTF-8; empty: nothing is written.
/// @return as parse_lyric() reads them: words, "+" for their later syllables, and what was a sign already.
[[nodiscard]] std::vector<std::string> join_syllables(const std::vector<std::string>& syllables);

/// Lyrics are UTF-8 today and were Latin-1 once: bytes that are not UTF-8 are taken as Latin-1.
[[nodiscard]] std::string lyric_to_utf8(const std::string& bytes);

}  // namespace driftwave
