#include "engine/dsp/recording_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"
#include "engine/dsp/denoise.h"
#include "engine/dsp/loudness.h"

namespace driftwave {
namespace {

constexpr float kLeastCeiling = 0.5F;  // a quieter recording's largest samples are no ceiling
constexpr std::size_t kLeastRun = 3;

/// Samples in runs of neighbours that all have the recording's largest value: a crest that was cut off is
/// flat, and a crest that was not has one largest sample.
int count_clipped(std::span<const float> audio, float peak) {
  if (peak < kLeastCeiling) return 0;
  const float ceiling = peak * 0.9995F;
  std::size_t clipped = 0;
  std::size_t run = 0;
  for (const float x : audio) {
    if (std::abs(x) >= ceiling) {
      ++run;
      continue;
    }
    if (run >= kLeastRun) clipped += run;
    run = 0;
  }
  return static_cast<int>(run >= kLeastRun ? clipped + run : clipped);
}

}  // namespace

RecordingCheck check_recording(std::span<const float> audio, int sample_rate_hz) {
  if (sample_rate_hz <= 0) throw Error("check_recording: want a positive rate, got {}", sample_rate_hz);
  float peak = 0;
  for (const float x : audio) peak = std::max(peak, std::abs(x));
  return {.seconds = static_cast<double>(audio.size()) / sample_rate_hz,
          .level_lufs = loudness_lufs(audio, sample_rate_hz),
          .peak_db = 20 * std::log10(std::max(peak, 1e-6F)),
          .clipped_samples = count_clipped(audio, peak),
          .noise_db = noise_floor_db(audio, sample_rate_hz)};
}

bool is_usable(const RecordingCheck& check, const RecordingLimits& limits) {
  return check.seconds >= limits.least_seconds && check.seconds <= limits.most_seconds &&
         check.level_lufs >= limits.least_level_lufs;
}

std::vector<std::string> complaints(const RecordingCheck& check, const RecordingLimits& limits) {
  std::vector<std::string> found;
  if (check.seconds < limits.least_seconds)
    found.push_back(fmt::format("{:.1f} s is too short for a sentence", check.seconds));
  if (check.seconds > limits.most_seconds)
    found.push_back(fmt::format("{:.0f} s is too long: cut it into sentences of at most {:.0f} s",
                                check.seconds, limits.most_seconds));
  if (!(check.level_lufs >= limits.least_level_lufs)) {
    found.push_back(std::isfinite(check.level_lufs)
                        ? fmt::format("{:.0f} LUFS is too quiet: come nearer to the microphone or turn its "
                                      "gain up",
                                      check.level_lufs)
                        : std::string("it is silent"));
    return found;  // what else there is to say of silence is the same
  }
  if (check.clipped_samples > limits.most_clipped_samples)
    found.push_back(
        fmt::format("{} samples are clipped: turn the microphone's gain down", check.clipped_samples));
  if (check.noise_db > limits.most_noise_db)
    found.push_back(
        fmt::format("the noise is only {:.0f} dB under the speech: find a quieter room", -check.noise_db));
  return found;
}

}  // namespace driftwave
