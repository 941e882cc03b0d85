#include "vocoder/marked_synthesis.h"

namespace driftwave {

std::vector<float> synthesize_marked(const Vocoder& vocoder, const VocoderInput& input,
                                     const VocoderOptions& options) {
  std::vector<float> made = vocoder.synthesize(input, options);
  if (!options.mark) return made;
  return watermarked(made, watermark_options(*options.mark, vocoder.mel_settings().sample_rate_hz));
}

}  // namespace driftwave
