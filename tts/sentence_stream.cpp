#include "tts/sentence_stream.h"

#include <algorithm>
#include <utility>

namespace driftwave {
namespace {

constexpr std::size_t kBlockFrames = 16;

}  // namespace

SentenceStream::SentenceStream(const Vocoder& vocoder, VocoderInput input,
                               const SentenceStreamOptions& options)
    : input_(std::move(input)),
      stream_(vocoder.open_stream({.max_frames = kBlockFrames,
                                   .fixed_steps = options.steps,
                                   .seed = options.seed,
                                   .blend = options.blend,
                                   .corrections = options.corrections})),
      steps_(options.steps),
      block_(stream_->max_samples()) {}

std::span<const float> SentenceStream::next() {
  const std::size_t frames = input_.f0_hz.size();
  std::size_t made = 0;
  // The first frames give nothing: the vocoder looks ahead.
  while (made == 0 && frame_ < frames) {
    const std::size_t count = std::min(kBlockFrames, frames - frame_);
    made = stream_->process(frames_of(input_, frame_, count), steps_, block_);
    frame_ += count;
  }
  if (made == 0 && !finished_) {
    finished_ = true;
    made = stream_->finish(steps_, block_);
  }
  return std::span(block_).first(made);
}

}  // namespace driftwave
