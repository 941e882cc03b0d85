#include "tools/driftwave/serve/resynthesis_work.h"

#include <algorithm>
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
                              .blend = made.blend});
    if (options_.mark) {
      WatermarkOptions mark = watermark_options(*options_.mark, vocoder().mel_settings().sample_rate_hz);
      mark.first_second = mark_begin_s(samples_, options_.seed);
      marker_.emplace(mark);
    }
    return Step::kPiece;
  }
  const std::span<const float> samples =
      marker_ ? marker_->next([this] { return next_unmarked(); }) : next_unmarked();
  piece.samples.assign(samples.begin(), samples.end());
  return samples.empty() ? Step::kEnd : Step::kPiece;
}

std::span<const float> ResynthesisWork::next_unmarked() {
  std::span<const float> samples = stream_->next();
  samples = samples.first(std::min(samples.size(), samples_ - sample_));
  piece_.assign(samples.begin(), samples.end());
  const auto hop = static_cast<std::size_t>(vocoder().mel_settings().hop_samples);
  for (float& sample : piece_) sample /= gain_[sample_++ / hop];
  return piece_;
}

}  // namespace driftwave
