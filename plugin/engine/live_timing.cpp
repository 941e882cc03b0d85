#include "plugin/engine/live_timing.h"

#include <algorithm>

#include "engine/audio/live_resampler.h"

namespace driftwave {
namespace {

/// The least time that the worker has for a hop: blocks much smaller than a hop do not make it hurry.
constexpr std::size_t kLeastHops = 2;
constexpr std::int64_t kFadesPerSecond = 200;

}  // namespace

LiveTiming live_timing(const LiveTimingInput& input) {
  // Samples of the host's rate that last at least as long as these of the model's.
  const auto host_samples = [&](std::size_t model_samples) {
    const std::int64_t scaled = static_cast<std::int64_t>(model_samples) * input.host_hz;
    return static_cast<std::size_t>((scaled + input.model_hz - 1) / input.model_hz);
  };
  const auto half_taps = [](std::int64_t from_hz, std::int64_t to_hz) {
    return resampler_lookahead({.from_hz = static_cast<int>(from_hz), .to_hz = static_cast<int>(to_hz)});
  };
  LiveTiming timing;
  timing.sound_latency = host_samples(input.live_latency_samples);
  timing.output_offset = static_cast<std::int64_t>(input.live_latency_samples) * input.host_hz -
                         static_cast<std::int64_t>(timing.sound_latency) * input.model_hz;
  timing.fade = static_cast<std::size_t>(input.host_hz / kFadesPerSecond);
  const std::size_t to_model = half_taps(input.host_hz, input.model_hz);
  const std::size_t work = std::max(input.max_block + input.max_block / 4 + timing.fade,
                                    host_samples(kLeastHops * input.hop_samples));
  timing.slack = work + to_model + host_samples(half_taps(input.model_hz, input.host_hz));
  timing.piece = host_samples(input.hop_samples);
  timing.change_delay = host_samples(input.analysis_latency_samples - 1) + to_model;
  return timing;
}

}  // namespace driftwave
