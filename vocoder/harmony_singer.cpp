#include "vocoder/harmony_singer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace driftwave {
namespace {

/// Of the way to a new level, a frame.
constexpr float kLevelShare = 0.4F;
constexpr float kNearly = 1e-3F;

}  // namespace

HarmonySinger::HarmonySinger(const Vocoder& vocoder, const Options& options)
    : hop_(static_cast<std::size_t>(vocoder.mel_settings().hop_samples)),
      mels_(static_cast<std::size_t>(vocoder.mel_settings().mels)),
      late_frames_(vocoder.latency_samples() / hop_ + 2),
      seed_(options.seed),
      shaper_(vocoder.mel_settings()),
      stream_(vocoder.open_stream({.max_frames = options.max_frames,
                                   .max_steps = options.max_steps,
                                   .seed = options.seed,
                                   .corrections = 0})),
      level_ring_(late_frames_ + options.max_frames + 2),
      mel_block_(options.max_frames * mels_),
      f0_block_(options.max_frames),
      voicing_block_(options.max_frames),
      harmonics_block_(options.max_frames),
      breath_block_(options.max_frames),
      made_(stream_->max_samples()) {}

void HarmonySinger::reset(std::uint64_t seed) noexcept {
  seed_ = seed;
  is_awake_ = false;
  level_ = 0;
  block_frames_ = 0;
}

void HarmonySinger::wake(const Frame& frame) noexcept {
  is_awake_ = true;
  stream_->reset(seed_);
  shaper_.reset();
  if (frame.held != nullptr) shaper_.hold(*frame.held);
  std::ranges::fill(level_ring_, 0.0F);
  first_frame_ = frame.index;
  made_samples_ = 0;
  silent_frames_ = 0;
}

void HarmonySinger::listen(const Frame& frame, float level, const LiveControls& controls) noexcept {
  if (!is_awake_ && level == 0) return;
  if (!is_awake_) wake(frame);
  level_ += kLevelShare * (level - level_);
  if (std::abs(level - level_) < kNearly) level_ = level;
  silent_frames_ = level_ == 0 ? silent_frames_ + 1 : 0;
  level_ring_[frame.index % level_ring_.size()] = level_;
  const std::size_t at = block_frames_++;
  ShapedFrame shaped{.mel = std::span(mel_block_).subspan(at * mels_, mels_),
                     .f0_hz = frame.f0_hz,
                     .voicing = frame.voicing,
                     .gain = frame.gain,
                     .power = frame.power,
                     .aperiodicity = frame.aperiodicity};
  std::ranges::copy(frame.mel, shaped.mel.begin());
  shaper_.shape(shaped, frame.side_mel, controls);
  f0_block_[at] = shaped.f0_hz;
  voicing_block_[at] = shaped.voicing;
  harmonics_block_[at] = shaped.harmonics;
  breath_block_[at] = shaped.breath;
}

void HarmonySinger::sing(StepGovernor& governor, std::span<float> sum) noexcept {
  if (block_frames_ == 0) return;
  const std::size_t frames = std::exchange(block_frames_, 0);
  const std::size_t made = stream_->process({.mel = std::span(mel_block_).first(frames * mels_),
                                             .f0_hz = std::span(f0_block_).first(frames),
                                             .voicing = std::span(voicing_block_).first(frames),
                                             .harmonics = std::span(harmonics_block_).first(frames),
                                             .breath = std::span(breath_block_).first(frames)},
                                            governor, made_);
  // Both voices are late by the same, so the newest samples belong together.
  const std::size_t count = std::min(made, sum.size());
  const std::span<float> place = sum.last(count);
  std::size_t position = first_frame_ * hop_ + made_samples_ + made - count;
  for (std::size_t i = 0; i < count; ++i, ++position) {
    const std::size_t frame = position / hop_;
    const auto share = static_cast<float>(position % hop_) / static_cast<float>(hop_);
    const float before = level_ring_[frame % level_ring_.size()];
    const float after = level_ring_[(frame + 1) % level_ring_.size()];
    place[i] += (before + share * (after - before)) * made_[made - count + i];
  }
  made_samples_ += made;
  if (silent_frames_ > late_frames_) is_awake_ = false;
}

}  // namespace driftwave
