#include "tts/singing/singing_session.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace driftwave {
namespace {

/// A phrase fades in and out over so long: what the vocoder makes of near silence does not begin at 0.
constexpr double kFadeSeconds = 0.004;

}  // namespace

SingingSession::SingingSession(std::shared_ptr<const Singer> singer, std::vector<PlannedPhrase> phrases,
                               const SingingOptions& options)
    : singer_(std::move(singer)), phrases_(std::move(phrases)), options_(options) {
  singer_->check(options_);
  if (options_.steps < 0) options_.steps = singer_->voice().default_steps();
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

/// The rest of the block of the phrase that sounds, or silence before it; none at the end of all.
std::span<const float> SingingSession::next_block() {
  if (block_first_ < block_.size()) return std::span(block_).subspan(block_first_);
  block_first_ = 0;
  block_.clear();
  if (phrase_ == phrases_.size()) return {};
  const std::uint64_t first = first_sample(phrase_);
  if (given_ < first) {
    constexpr std::uint64_t kMostSilence = 8192;
    block_.assign(std::min(first - given_, kMostSilence), 0.0F);
    return block_;
  }
  if (!stream_) open_phrase();
  const std::span<const float> samples = stream_->next();
  if (samples.empty()) {
    stream_.reset();
    ++phrase_;
    return next_block();
  }
  block_.assign(samples.begin(), samples.end());
  const double fade = kFadeSeconds * sample_rate_hz();
  for (std::size_t i = 0; i < block_.size(); ++i) {
    const auto since = static_cast<double>(given_ + i - first);
    const auto left = static_cast<double>(end_sample(phrase_)) - static_cast<double>(given_ + i) - 1.0;
    block_[i] *= static_cast<float>(std::clamp(std::min(since, left) / fade, 0.0, 1.0));
  }
  return block_;
}

std::size_t SingingSession::pull(std::span<float> out) {
  std::size_t written = 0;
  while (written < out.size()) {
    const std::span<const float> block = next_block();
    if (block.empty()) break;
    const std::size_t count = std::min(block.size(), out.size() - written);
    std::copy_n(block.begin(), count, out.begin() + static_cast<std::ptrdiff_t>(written));
    written += count;
    block_first_ += count;
    given_ += count;
  }
  return written;
}

}  // namespace driftwave
