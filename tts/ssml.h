#pragma once
/// SSML 1.1 (W3C): speak, p, s, break, prosody (rate, pitch, volume), phoneme (ipa, x-sampa, arpabet), sub,
/// say-as, mark, w and token with a role (amazon:VBD). The content of other elements is spoken plainly.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tts/source_map.h"

namespace driftwave {

/// A place in a text that is told when it is heard.
struct SsmlMark {
  std::string name;
  std::size_t at = 0;  ///< byte of the segment's text that it stands before

  bool operator==(const SsmlMark&) const = default;
};

/// Text that is spoken in one manner, and what comes before it.
struct SsmlSegment {
  std::string text;  ///< for TextFrontEnd, phonemes as [[ipa]]; empty where only a pause or marks remain
  double pause_before_seconds = 0.0;
  std::vector<SsmlMark> marks{};  ///< in order
  double speed = 1.0;
  double pitch_st = 0.0;
  double volume_db = 0.0;
  /// From `text` to the document. What an attribute says (sub, phoneme) and what is spelled out (say-as)
  /// leads to the content of its element.
  SourceMap source{};
};

/// A document as it will be spoken.
struct SsmlDocument {
  std::vector<SsmlSegment> segments;  ///< in order
  /// What was asked for in vain, each once with the line where it first was: an element that we lack, a value
  /// that means nothing, prosody beyond what a voice can do (its limit is spoken).
  std::vector<std::string> notes;
};

/// Prosody that changes within a sentence parts it: the pieces are spoken as phrases.
/// @param who names the document in messages.
/// @throws Error with the line for malformed XML, such as a lone "&", and for elements too deep in each
/// other.
[[nodiscard]] SsmlDocument parse_ssml(std::string_view ssml, const std::string& who);

}  // namespace driftwave
