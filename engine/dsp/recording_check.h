#pragma once
/// Whether a recording of speech is fit to learn a voice from.
#include <span>
#include <string>
#include <vector>

namespace driftwave {

struct RecordingCheck {
  double seconds = 0;
  double level_lufs = 0;    ///< integrated loudness (ITU-R BS.1770)
  double peak_db = 0;       ///< largest sample, in dB of full scale
  int clipped_samples = 0;  ///< at the recording's own ceiling, in runs of three and more
  double noise_db = 0;      ///< noise_floor_db(): level between words under the level of speech
};

/// What a recording must keep to.
struct RecordingLimits {
  double least_seconds = 0.6;
  double most_seconds = 20;
  double least_level_lufs = -45;
  int most_clipped_samples = 20;
  double most_noise_db = -20;
};

/// @param audio [T], one channel, as it was recorded: before any gain, filter or change of rate.
/// @throws Error unless the rate is positive.
[[nodiscard]] RecordingCheck check_recording(std::span<const float> audio, int sample_rate_hz);

/// Whether a voice can learn from it at all: noise and clipping make it worse, silence and a wrong length
/// leave nothing to learn.
[[nodiscard]] bool is_usable(const RecordingCheck& check, const RecordingLimits& limits = {});

/// What is wrong with a recording, in words that say what to do; none when it is fit.
[[nodiscard]] std::vector<std::string> complaints(const RecordingCheck& check,
                                                  const RecordingLimits& limits = {});

}  // namespace driftwave
