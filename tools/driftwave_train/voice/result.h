#pragma once
/// Last part of a voice: what it sounds like, and its folder with models, description and card.
#include <filesystem>
#include <vector>

#include "tools/driftwave_train/voice/learning.h"
#include "tools/driftwave_train/voice/plan.h"
#include "tools/driftwave_train/voice/recordings.h"
#include "tts/voice.h"

namespace driftwave {

/// The held-out texts as the voice says them beside their recordings; means.
struct VoiceMeasures {
  std::size_t sentences = 0;
  double recorded_f0_hz = 0;  ///< geometric mean of the sentences' medians
  double spoken_f0_hz = 0;
  double recorded_fit = 0;  ///< alignment_score()
  double spoken_fit = 0;
  double mel_cepstral_db = 0;   ///< distortion along the best alignment in time
  double real_time_factor = 0;  ///< one thread; time of speaking over time spoken
};

/// @param voice loads already. At most `most` held-out sentences are spoken.
[[nodiscard]] VoiceMeasures measure_voice(const Voice& voice, const VoicePlan& plan, const VoiceData& data,
                                          std::size_t most = 12);

/// A voice folder that can speak, not yet with a card: copies of the models and voice.json.
/// @throws Error naming what cannot be written.
[[nodiscard]] Voice write_voice(const VoicePlan& plan, const VoiceData& data, const Voice& base,
                                const std::filesystem::path& folder);

/// Writes README.md, the model card.
void write_card(const Voice& voice, const VoicePlan& plan, const VoiceData& data, const Voice& base,
                const std::vector<Likeness>& ranking, const VoiceMeasures& measures, double training_hours);

}  // namespace driftwave
