#pragma once
/// First part of a voice: which recordings are fit to learn from, and these as shards and aligned examples.
#include <string>
#include <vector>

#include "tools/driftwave_train/voice/plan.h"
#include "tts/training/acoustic_dataset.h"

namespace driftwave {

struct InitialModel;

/// What is said of a recording.
struct RecordingReport {
  std::string id;
  std::string text;
  double seconds = 0;
  double level_lufs = 0;
  double noise_db = 0;
  double fit = 0;  ///< alignment_score(); 0 where the recording was not aligned
  bool used = true;
  std::string what_is_wrong;  ///< empty when nothing is
};

struct VoiceData {
  AcousticDataset dataset;
  std::vector<RecordingReport> reports;  ///< in the order of metadata.csv
  double minutes = 0;                    ///< of what is used
  std::string hash;                      ///< SHA-256 of the prepared recordings
};

/// Checks and prepares the recordings, unless an earlier call has, aligns them, and leaves out what a voice
/// cannot learn from. Writes recordings.tsv into the work folder.
/// @throws Error when too little is left: ten sentences and a minute, or two sentences for a sample.
[[nodiscard]] VoiceData prepare_voice_data(const VoicePlan& plan, const InitialModel& initial);

}  // namespace driftwave
