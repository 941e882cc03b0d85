#include "tts/acoustic/check_options.h"

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"

namespace driftwave {
namespace {

void check_range(const char* name, double value, double least, double most) {
  if (!(value >= least && value <= most))
    throw Error("acoustic options: {}: want {:g}..{:g}, got {:g}", name, least, most, value);
}

}  // namespace

void check_acoustic_options(std::span<const std::int32_t> phonemes, const AcousticOptions& options,
                            const AcousticConfig& config, int most_steps) {
  if (phonemes.empty()) throw Error("acoustic model: phonemes: want at least one, got none");
  check_range("speed", options.speed, 0.1, 10.0);
  check_range("pitch_st", options.pitch_st, -24.0, 24.0);
  check_range("pitch_range", options.pitch_range, 0.0, 10.0);
  check_range("held_frames", options.held_frames, 0, 1e6);
  check_range("pitch_limit", options.pitch_limit, 0.0, 100.0);
  if (options.temperature) check_range("temperature", *options.temperature, 0.0, 1.0);
  if (options.melody_temperature) check_range("melody_temperature", *options.melody_temperature, 0.0, 1.0);
  const std::size_t speakers = std::max<std::size_t>(1, config.speakers.size());
  if (options.speaker >= speakers)
    throw Error("acoustic options: speaker: want 0..{}, got {}", speakers - 1, options.speaker);
  for (const SpeakerShare& one : options.mix)
    if (one.speaker >= speakers || !std::isfinite(one.share))
      throw Error("acoustic options: mix: want finite shares of speakers 0..{}, got {} of {}", speakers - 1,
                  one.share, one.speaker);
  if (options.steps < -1 || options.steps > most_steps)
    throw Error("acoustic options: steps: want -1..{}, got {}", most_steps, options.steps);
}

}  // namespace driftwave
