#pragma once
/// What to say instead of a symbol that a voice has never heard.
#include <vector>

#include "tts/text/phonemes.h"

namespace driftwave {

/// Replaces every symbol that `trained` lacks by the nearest that it has (? by ., ɣ by ɡ, y by i) and leaves
/// out those without any, such as a diacritic; word spans follow. An embedding that was never trained is
/// noise, so a voice gives what its corpus lacked: recordings of statements teach no question mark.
///
/// @param trained by id; ids past its end count as not trained. Pad, begin, end and space are always kept.
void replace_untrained_symbols(PhonemeSequence& sequence, const std::vector<bool>& trained);

}  // namespace driftwave
