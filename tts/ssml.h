#pragma once
/// A subset of SSML 1.1 (W3C): speak, p, s, break, prosody (rate, pitch, volume), phoneme (ipa), sub, say-as,
/// mark.
#include <string>
#include <string_view>
#include <vector>

#include "tts/source_map.h"

namespace driftwave {

/// Text that is spoken in one manner, and what comes before it.
struct SsmlSegment {
  std::string text;  ///< for TextFrontEnd, phonemes as [[ipa]]; empty where only a pause or marks remain
  double pause_before_seconds = 0.0;
  std::vector<std::string> marks{};  ///< names, at the start of this segment
  double speed = 1.0;
  double pitch_st = 0.0;
  double volume_db = 0.0;
  /// From `text` to the document. What an attribute says (sub, phoneme) and what is spelled out (say-as)
  /// leads to the content of its element.
  SourceMap source{};
};

/// Segments in order. Prosody that changes within a sentence parts it: the pieces are spoken as phrases.
/// @param who names the document in messages.
/// @throws Error with the element and its line for malformed XML, other elements, bad attribute values, and
/// prosody that adds up to a speed outside 0.25 to 4, a pitch outside -24 to 24 semitones or more than 24 dB.
[[nodiscard]] std::vector<SsmlSegment> parse_ssml(std::string_view ssml, const std::string& who);

}  // namespace driftwave
