#pragma once
/// The words of a song in a text file, for a score that has none.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tts/singing/score.h"

namespace driftwave {

/// Syllables of each word, as the voice reads it.
using SyllableCounter = std::function<std::vector<std::size_t>(const std::vector<std::string>&)>;

/// Gives the notes of a part their lyrics. Words stand between spaces; "twin-kle" and "twin -- kle" say where
/// a word is parted, any other word goes to as many notes as it has syllables; "-", "_" and "+~" hold a note,
/// "+" is a further syllable. A line that begins with "#" is left out.
/// @param who the file of lyrics. @throws Error for a note without a lyric, naming its bar and beat, and for
/// lyrics without a note, naming their line.
void set_lyrics(ScorePart& part, std::string_view lyrics, const SyllableCounter& count,
                const std::string& who);

}  // namespace driftwave
