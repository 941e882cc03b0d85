#include "tts/singing/singing_session.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tts/voice_mark.h"

namespace driftwave {
namespace {

/// A phrase fades in and out over so long: what the vocoder makes of near silence does not begin at 0.
constexpr double kFadeSeconds = 0.004;

}  // namespace

SingingSession::SingingSession(std::shared_ptr<const Singer> singer, std::vector<PlannedPhrase> phrases,
                               const SingingOptions& options, std::optional<SoundMark> mark)
    : singer_(std::move(singer)), phrases_(std::move(phrases)), options_(options) {
  singer_->check(options_);
  if (options_.steps < 0) options_.steps = singer_->voice().default_steps();
  if (!mark) return;
  mark->voice = watermark_voice_id(singer_->voice().voice_name());
  WatermarkOptions watermark = watermark_options(*mark, sample_rate_hz());
  watermark.first_second = mark_begin_s(total_samples(), options_.seed);
  marker_.emplace(watermark);
}

/// A frame's samples lie around its centre.
std::uint64_t SingingSession::first_sample(std::size_t phrase) const {
  const double centre = phrases_[phrase].timing.begin_seconds + 0.5 / singer_->frames_per_second();
  return static_cast<std::uint64_t>(std::max(std::llround(centre * sample_rate_hz()), 0LL));
}

std::uint64_t SingingSession::end_sample(std::size_t phrase) const {
  const double hop = sample_rate_hz() / singer_->frames_per_second();
  const auto samples = static_cast<double>(phrases_[phrase].timing.frame_count) * hop;
  return first_sample(phrase) + static_cast<std::uint64_t>(std::llround(samples));
}

std::uint64_t SingingSession::total_samples() const {
  return phrases_.empty() ? 0 : end_sample(phrases_.size() - 1);
}

double SingingSession::progress() const {
  const std::uint64_t total = total_samples();
  return total == 0 ? 1.0 : static_cast<double>(given_) / static_cast<double>(total);
}

void SingingSession::open_phrase() {
  stream_.emplace(singer_->voice().vocoder(), singer_->sing(phrases_[phrase_], options_, phrase_),
                  SentenceStreamOptions{.steps = options_.steps,
                                        .seed = options_.seed + phrase_,
                                        .corrections = singer_->voice().corrections()});
}

std::span<const float> SingingSession::next_unmarked() {
  if (phrase_ == phrases_.size()) return {};
  const std::uint64_t first = first_sample(phrase_);
  if (made_ < first) {
    constexpr std::uint64_t kMostSilence = 8192;
    block_.assign(std::min(first - made_, kMostSilence), 0.0F);
    made_ += block_.size();
    return block_;
  }
  if (!stream_) open_phrase();
  const std::span<const float> samples = stream_->next();
  if (samples.empty()) {
    stream_.reset();
    ++phrase_;
    return next_unmarked();
  }
  block_.assign(samples.begin(), samples.end());
  const double fade = kFadeSeconds * sample_rate_hz();
  for (float& sample : block_) {
    const auto since = static_cast<double>(made_ - first);
    const auto left = static_cast<double>(end_sample(phrase_)) - static_cast<double>(made_) - 1.0;
    sample *= static_cast<float>(std::clamp(std::min(since, left) / fade, 0.0, 1.0));
    ++made_;
  }
  return block_;
}

std::size_t SingingSession::pull(std::span<float> out) {
  std::size_t written = 0;
  while (written < out.size()) {
    if (piece_.empty())
      piece_ = marker_ ? marker_->next([this] { return next_unmarked(); }) : next_unmarked();
    if (piece_.empty()) break;
    const std::size_t count = std::min(piece_.size(), out.size() - written);
    std::copy_n(piece_.begin(), count, out.begin() + static_cast<std::ptrdiff_t>(written));
    written += count;
    piece_ = piece_.subspan(count);
    given_ += count;
  }
  return written;
}

}  // namespace driftwave
