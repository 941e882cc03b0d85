#pragma once
/// SSML 1.1 (W3C): speak, p, s, break, prosody (rate, pitch, range, contour, volume), emphasis, voice (its
/// name), phoneme (ipa, x-sampa, arpabet), sub, say-as, mark, lang and xml:lang, audio, lexicon, lookup, w
/// and token with a role (amazon:VBD). The content of other elements is spoken plainly.
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tts/acoustic/pitch_contour.h"
#include "tts/source_map.h"

namespace driftwave {

struct AudioBuffer;

/// A place in a text that is told when it is heard.
struct SsmlMark {
  std::string name;
  std::size_t at = 0;  ///< byte of the segment's text that it stands before

  bool operator==(const SsmlMark&) const = default;
};

/// Text that is spoken in one manner, and what comes before it.
struct SsmlSegment {
  std::string
      text;  ///< for TextFrontEnd, phonemes as [[ipa]]; empty where only a pause, marks or a recording are
  double pause_before_seconds = 0.0;
  std::vector<SsmlMark> marks{};  ///< in order
  double speed = 1.0;
  double pitch_st = 0.0;
  double pitch_range = 1.0;  ///< factor on the melody's distance from the voice's mean
  double volume_db = 0.0;
  std::size_t speaker = 0;                             ///< see SsmlOptions::speakers
  std::vector<PitchPoint> contour{};                   ///< over the time of the whole segment; empty for none
  std::shared_ptr<const AudioBuffer> audio = nullptr;  ///< a recording that sounds after the marks
  /// From `text` to the document. What an attribute says (sub, phoneme) and what is spelled out (say-as)
  /// leads to the content of its element.
  SourceMap source{};
};

struct SsmlOptions {
  std::string language = "en-us";          ///< the voice's
  std::string voice = {};                  ///< what it is called; empty where no one will speak
  std::vector<std::string> speakers = {};  ///< whom its model knows, where it knows several
  std::size_t speaker = 0;                 ///< of them, who speaks where nobody is asked for
  /// The folder whose recordings and lexicons a document may open; without one it opens none.
  std::optional<std::filesystem::path> files = std::nullopt;
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
[[nodiscard]] SsmlDocument parse_ssml(std::string_view ssml, const std::string& who,
                                      const SsmlOptions& options = {});

}  // namespace driftwave
