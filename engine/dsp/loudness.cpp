#include "engine/dsp/loudness.h"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "engine/core/error.h"

namespace driftwave {

double loudness_lufs(std::span<const float> audio, int sample_rate_hz) {
  constexpr double kSilence = -std::numeric_limits<double>::infinity();
  if (audio.empty()) return kSilence;
  struct Destroy {
    void operator()(ebur128_state* s) const { ebur128_destroy(&s); }
  };
  const std::unique_ptr<ebur128_state, Destroy> state(
      ebur128_init(1, static_cast<unsigned long>(sample_rate_hz), EBUR128_MODE_I));
  if (!state) throw Error("loudness: rate {} Hz cannot be measured", sample_rate_hz);
  // The gate needs one whole 400 ms block.
  const auto wanted = static_cast<std::size_t>(sample_rate_hz) * 45 / 100;
  for (std::size_t fed = 0; fed < std::max(wanted, audio.size()); fed += audio.size())
    ebur128_add_frames_float(state.get(), audio.data(), audio.size());
  double lufs = kSilence;
  if (ebur128_loudness_global(state.get(), &lufs) != EBUR128_SUCCESS) return kSilence;
  return lufs;
}

double loudness_gain(std::span<const float> audio, int sample_rate_hz, double target_lufs) {
  const double lufs = loudness_lufs(audio, sample_rate_hz);
  if (!std::isfinite(lufs)) return 1.0;
  return std::pow(10.0, std::min(target_lufs - lufs, 60.0) / 20.0);
}

}  // namespace driftwave
