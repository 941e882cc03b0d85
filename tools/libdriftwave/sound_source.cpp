#include "tools/libdriftwave/sound_source.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr std::size_t kBlockFrames = 16;
/// Kept of those that nobody takes.
constexpr std::size_t kMostEvents = 65536;

}  // namespace

std::size_t TextSound::push(std::string_view text) {
  session_.push_text(std::string(text));
  return session_.read_pushed();
}

std::size_t TextSound::push_ssml(std::string_view document) {
  session_.push_ssml(document, "SSML");
  return session_.read_pushed();
}

std::span<const float> TextSound::next() {
  const std::span<const float> piece = session_.pull();
  events_.insert(events_.end(), session_.events().begin(), session_.events().end());
  if (events_.size() > kMostEvents)
    events_.erase(events_.begin(), events_.end() - static_cast<std::ptrdiff_t>(kMostEvents));
  return piece;
}

std::optional<SpeechEvent> TextSound::next_event() {
  if (events_.empty()) return std::nullopt;
  SpeechEvent event = std::move(events_.front());
  events_.pop_front();
  return event;
}

MelSound::MelSound(const Vocoder& vocoder, const Options& options)
    : mels_(static_cast<std::size_t>(vocoder.mel_settings().mels)),
      stream_(vocoder.open_stream({.max_frames = kBlockFrames,
                                   .fixed_steps = options.steps,
                                   .seed = options.seed,
                                   .corrections = 0})),
      steps_(options.steps),
      block_(stream_->max_samples()) {
  if (!options.mark) return;
  WatermarkOptions mark = watermark_options(*options.mark, vocoder.mel_settings().sample_rate_hz);
  // How long the sound will be is not known.
  mark.first_second = mark_begin_s(0, options.seed);
  marker_.emplace(mark);
}

void MelSound::push(const VocoderFrames& frames) {
  if (finished_) throw Error("stream: want no frames after driftwave_finish(), got some");
  for (std::size_t n = 0; n < frames.f0_hz.size(); ++n) {
    const auto mel = frames.mel.subspan(n * mels_, mels_);
    if (!std::ranges::all_of(mel, [](float x) { return std::isfinite(x); }))
      throw Error("stream: frame {}: mel holds a value that is not finite", n);
    if (!(std::isfinite(frames.f0_hz[n]) && frames.f0_hz[n] > 0))
      throw Error("stream: frame {}: f0_hz: want a value > 0, got {}", n, frames.f0_hz[n]);
    if (!(frames.voicing[n] >= 0 && frames.voicing[n] <= 1))
      throw Error("stream: frame {}: voicing: want 0 to 1, got {}", n, frames.voicing[n]);
  }
  // What the vocoder has had makes room.
  mel_.erase(mel_.begin(), mel_.begin() + static_cast<std::ptrdiff_t>(taken_ * mels_));
  f0_hz_.erase(f0_hz_.begin(), f0_hz_.begin() + static_cast<std::ptrdiff_t>(taken_));
  voicing_.erase(voicing_.begin(), voicing_.begin() + static_cast<std::ptrdiff_t>(taken_));
  taken_ = 0;
  mel_.insert(mel_.end(), frames.mel.begin(), frames.mel.end());
  f0_hz_.insert(f0_hz_.end(), frames.f0_hz.begin(), frames.f0_hz.end());
  voicing_.insert(voicing_.end(), frames.voicing.begin(), frames.voicing.end());
}

std::span<const float> MelSound::next() {
  if (!marker_) return next_unmarked();
  for (;;) {
    const std::span<const float> piece = next_unmarked();
    // More frames may come, unless the vocoder has given its last samples.
    if (piece.empty()) return drained_ ? marker_->finish() : piece;
    const std::span<const float> marked = marker_->process(piece);
    if (!marked.empty()) return marked;
  }
}

std::span<const float> MelSound::next_unmarked() {
  std::size_t made = 0;
  while (made == 0 && taken_ < f0_hz_.size()) {
    const std::size_t count = std::min(kBlockFrames, f0_hz_.size() - taken_);
    made = stream_->process({.mel = std::span(mel_).subspan(taken_ * mels_, count * mels_),
                             .f0_hz = std::span(f0_hz_).subspan(taken_, count),
                             .voicing = std::span(voicing_).subspan(taken_, count)},
                            steps_, block_);
    taken_ += count;
  }
  if (made == 0 && finished_ && !drained_) {
    drained_ = true;
    made = stream_->finish(steps_, block_);
  }
  return std::span(block_).first(made);
}

}  // namespace driftwave
