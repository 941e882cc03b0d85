#pragma once
/// Which parameters each stage of the acoustic model's training teaches.
#include <string>

#include "tts/training/acoustic_task.h"

namespace driftwave {

/// Of the network that draws what the mean leaves out, flow or sampler.
[[nodiscard]] bool is_of_flow(const std::string& parameter);

/// Of the pitch network, and of that of durations where they are drawn.
[[nodiscard]] bool is_of_melody(const std::string& parameter, const AcousticTaskOptions& options);

[[nodiscard]] bool learns(const std::string& parameter, const AcousticTaskOptions& options);

}  // namespace driftwave
