#include "tools/driftwave/serve/resynthesis_work.h"

#include <algorithm>
#include <span>
#include <utility>

namespace driftwave {

SoundWork::Step ResynthesisWork::next(SoundPiece& piece) {
  if (!stream_) {
    Resynthesis made = analyse();
    gain_ = std::move(made.gain);
    samples_ = made.samples;
    stream_.emplace(
        vocoder(), std::move(made.features),
        SentenceStreamOptions{.steps = options_.steps < 0 ? vocoder().default_steps() : options_.steps,
                              .seed = options_.seed,
                              .blend = made.blend,
                              .mark = made.mark});
    return Step::kPiece;
  }
  std::span<const float> samples = stream_->next();
  samples = samples.first(std::min(samples.size(), samples_ - sample_));
  piece.samples.assign(samples.begin(), samples.end());
  const auto hop = static_cast<std::size_t>(vocoder().mel_settings().hop_samples);
  for (float& sample : piece.samples) sample /= gain_[sample_++ / hop];
  return samples.empty() ? Step::kEnd : Step::kPiece;
}

}  // namespace driftwave
