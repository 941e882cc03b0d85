#include "vocoder/editing/vary.h"

#include "engine/core/error.h"
#include "engine/dsp/biquad.h"
#include "vocoder/analysis.h"

namespace driftwave {

std::vector<float> vary(const Vocoder& vocoder, std::span<const float> audio, double strength,
                        const VocoderOptions& options) {
  if (!(strength >= 0 && strength <= 1)) throw Error("vary: strength: want 0..1, got {}", strength);
  Analysis analysis = analyze(audio, vocoder.mel_settings());
  analysis.features.guide = std::move(analysis.audio);
  analysis.features.strength.assign(analysis.features.mel.rows(), static_cast<float>(strength));
  std::vector<float> out = vocoder.synthesize(analysis.features, options);
  if (out.empty()) return out;
  out.resize(audio.size());
  restore(analysis.gain, vocoder.mel_settings(), out);
  // What the vocoder never renders fades with the rest of the recording.
  std::vector<float> rendered(audio.begin(), audio.end());
  high_pass(rendered, {.sample_rate_hz = vocoder.mel_settings().sample_rate_hz});
  restore(1.0, vocoder.mel_settings(), rendered);
  for (std::size_t t = 0; t < out.size(); ++t)
    out[t] += static_cast<float>(1 - strength) * (audio[t] - rendered[t]);
  return out;
}

}  // namespace driftwave
