#pragma once
/// A speaker between speakers: a weighted mean of their embeddings and of their pitch.
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace driftwave {

struct SpeakerShare {
  std::size_t speaker = 0;  ///< index into AcousticConfig::speakers
  double share = 1.0;       ///< of all shares, whose sum is 1; below 0 leads away from a speaker
};

using SpeakerMix = std::vector<SpeakerShare>;

/// @param text "anna", or "anna=0.7,bert=0.3", whose numbers are brought to a sum of 1.
/// @param known the model's speakers. @param who for messages.
/// @throws Error naming what is no speaker or no number, a speaker named twice, numbers beyond -2..2 or whose
/// sum is not above 0.
[[nodiscard]] SpeakerMix parse_speaker_mix(std::string_view text, std::span<const std::string> known,
                                           const std::string& who);

}  // namespace driftwave
