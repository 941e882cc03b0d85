#pragma once
/// Recordings of speech as a folder holds them: metadata.csv with a line "id|text" for each, and
/// audio/ID.flac, .wav, .opus, .ogg or .mp3.
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/training/shards.h"

namespace driftwave {

class TextFrontEnd;

struct Recording {
  std::string id;
  std::string text;
  std::filesystem::path file;
};

/// @throws Error naming the file, and the line or the recording that is missing.
[[nodiscard]] std::vector<Recording> read_recordings(const std::filesystem::path& folder);

struct PrepareOptions {
  std::string speaker;
  training::ShardSettings settings;
  bool denoise = false;  ///< removes the steady noise of each recording (engine/dsp/denoise.h)
};

/// Noise between words under the level of speech, in dB.
struct NoiseFloors {
  double before_db = 0;
  double after_db = 0;
};

/// A recording as models hear it: mono at the settings' rate, filtered, denoised where that is asked for, and
/// levelled. @param floors what was measured is added; only when denoising.
[[nodiscard]] std::vector<float> read_levelled(const PrepareOptions& options,
                                               const std::filesystem::path& file, NoiseFloors& floors);

/// A recording as models learn it: filtered, levelled, with pitch, and phonemes where a front end is given.
/// @param front_end may be null. @param floors what was measured is added; only when denoising.
[[nodiscard]] training::Utterance prepare_recording(const PrepareOptions& options, const Recording& recording,
                                                    const TextFrontEnd* front_end, NoiseFloors& floors);

/// Says which are held out: one text of so many, with all its takes.
class HeldOutTexts {
 public:
  explicit HeldOutTexts(int every) : every_(static_cast<std::size_t>(every)) {}
  /// "validation" or "train". Texts are counted in the order in which they are asked for.
  [[nodiscard]] std::string split_of(const std::string& text);

 private:
  std::size_t every_;
  std::map<std::string, std::size_t> texts_;  ///< in which order they were asked for
};

}  // namespace driftwave
