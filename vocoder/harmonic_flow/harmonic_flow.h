#pragma once
/// HarmonicFlow: a waveform diffusion vocoder whose prior is a filtered harmonic source, and whose few flow
/// steps repair what the source cannot know (rectified flow: Liu et al. 2022, arXiv:2209.03003; Lipman et al.
/// 2023, arXiv:2210.02747). docs/architecture.md has the picture.
#include <memory>
#include <vector>

#include "engine/model/safetensors.h"
#include "vocoder/harmonic_flow/config.h"
#include "vocoder/harmonic_flow/flow_schedule.h"
#include "vocoder/vocoder.h"

namespace driftwave {

class HarmonicFlowVocoder : public Vocoder {
 public:
  /// As synthesize(), along `schedule`; options.steps, sampler and schedule have no effect.
  /// @throws Error as validate(schedule).
  [[nodiscard]] virtual std::vector<float> synthesize_along(const FlowSchedule& schedule,
                                                            const VocoderInput& input,
                                                            const VocoderOptions& options) const = 0;
};

/// @throws Error naming the file for a config or tensor that does not fit.
[[nodiscard]] std::unique_ptr<HarmonicFlowVocoder> load_harmonic_flow(const SafetensorsFile& file);

}  // namespace driftwave
