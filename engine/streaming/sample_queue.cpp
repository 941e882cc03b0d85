#include "engine/streaming/sample_queue.h"

#include <algorithm>

namespace driftwave {

std::size_t SampleQueue::push(std::span<const float> samples) noexcept {
  const std::size_t count = std::min(samples.size(), ring_.size() - size_);
  for (std::size_t i = 0; i < count; ++i) ring_[(first_ + size_ + i) % ring_.size()] = samples[i];
  size_ += count;
  return count;
}

std::size_t SampleQueue::push_silence(std::size_t samples) noexcept {
  const std::size_t count = std::min(samples, ring_.size() - size_);
  for (std::size_t i = 0; i < count; ++i) ring_[(first_ + size_ + i) % ring_.size()] = 0.0F;
  size_ += count;
  return count;
}

std::size_t SampleQueue::pop(std::span<float> out) noexcept {
  const std::size_t count = std::min(out.size(), size_);
  for (std::size_t i = 0; i < count; ++i) out[i] = ring_[(first_ + i) % ring_.size()];
  if (count > 0) first_ = (first_ + count) % ring_.size();
  size_ -= count;
  return count;
}

}  // namespace driftwave
