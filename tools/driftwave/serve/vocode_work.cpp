#include "tools/driftwave/serve/vocode_work.h"

#include "vocoder/analysis.h"

namespace driftwave {

Resynthesis VocodeWork::analyse() {
  const MelSettings& mel = vocoder().mel_settings();
  const std::vector<float> mono =
      mono_at(decode_upload(std::move(request_.recording), request_.max_seconds), mel.sample_rate_hz);
  Analysis analysis = analyze(mono, mel);
  shift_pitch(analysis.features, mel, request_.pitch_st);
  Resynthesis made{.features = std::move(analysis.features), .gain = {}, .samples = mono.size()};
  made.gain.assign(made.features.mel.rows(), static_cast<float>(analysis.gain));
  return made;
}

}  // namespace driftwave
