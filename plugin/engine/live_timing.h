#pragma once
/// Which sample is when, between a host's rate and the model's.
#include <cstddef>
#include <cstdint>

namespace driftwave {

struct LiveTimingInput {
  std::int64_t host_hz = 44100;
  std::int64_t model_hz = 44100;
  std::size_t hop_samples = 512;             ///< of the model
  std::size_t live_latency_samples = 0;      ///< LiveResynthesis::latency_samples()
  std::size_t analysis_latency_samples = 0;  ///< LiveResynthesis::analysis_latency_samples()
  std::size_t max_block = 512;               ///< host samples asked for at once
};

/// Samples of the host's rate but for the offset.
struct LiveTiming {
  std::size_t sound_latency = 0;   ///< of the resynthesis, rounded up
  std::int64_t output_offset = 0;  ///< for the LiveResampler to the host's rate: makes the rounding exact
  std::size_t fade = 0;            ///< a few ms, from the resynthesis to something else
  std::size_t slack = 0;  ///< before the first sample: what the worker may take, and the resamplers' sight
  std::size_t piece = 0;  ///< a hop
  std::size_t change_delay = 0;  ///< from a change of controls to the sample that completes its first frame
};

[[nodiscard]] LiveTiming live_timing(const LiveTimingInput& input);

}  // namespace driftwave
