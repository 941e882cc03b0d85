#include "tools/driftwave/serve/morph_work.h"

namespace driftwave {

Resynthesis MorphWork::analyse() {
  const MelSettings& mel = vocoder().mel_settings();
  const auto samples_of = [&](UploadedRecording& recording) {
    return mono_at(decode_upload(std::move(recording), request_.max_seconds), mel.sample_rate_hz);
  };
  const std::vector<float> first = samples_of(request_.first);
  const std::vector<float> second = samples_of(request_.second);
  MorphPlan plan = plan_morph(mel, first, second, request_.shares, request_.sampling.seed);
  const std::size_t frames = plan.features.mel.rows();
  return {.features = std::move(plan.features),
          .blend = plan.blend,
          .gain = std::move(plan.gain),
          .samples = frames * static_cast<std::size_t>(mel.hop_samples)};
}

}  // namespace driftwave
