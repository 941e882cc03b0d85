#pragma once
/// Second part of a voice: the acoustic model learns on from a base, with one speaker more.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tools/driftwave_train/voice/plan.h"
#include "tools/driftwave_train/voice/recordings.h"
#include "tts/training/initial_weights.h"

namespace driftwave {

/// How near a speaker of the base comes to the new one before anything is learned: the energy score of the
/// held-out recordings, lower is nearer.
struct Likeness {
  std::string speaker;  ///< empty: the mean of all
  double score = 0;
};

/// Each speaker of the base, and their mean; the nearest first.
[[nodiscard]] std::vector<Likeness> rank_speakers(const VoicePlan& plan, const VoiceData& data,
                                                  const InitialModel& initial);

/// Learns, or goes on learning, and writes the model as the work folder's acoustic.safetensors.
/// @return false when a signal stopped it on the way
[[nodiscard]] bool learn_voice(const VoicePlan& plan, VoiceData data, const InitialModel& initial,
                               const std::string& speaker_like);

}  // namespace driftwave
