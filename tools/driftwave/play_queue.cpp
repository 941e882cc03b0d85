#include "tools/driftwave/play_queue.h"

#include <algorithm>

namespace driftwave {

bool PlayQueue::pull(std::span<float> out, bool device_was_late) noexcept {
  // Before the samples: what is pushed before close() is heard.
  const bool closed = closed_;
  const bool silence_is_meant = closed || awaits_more_;
  const std::size_t got = ring_.pop(out);
  std::ranges::fill(out.subspan(got), 0.0F);
  if (device_was_late && is_playing_ && !is_in_gap_) ++gaps_;
  if (got > 0) {
    is_playing_ = true;
    is_in_gap_ = false;
  }
  if (got < out.size()) {
    if (silence_is_meant) is_playing_ = false;
    if (is_playing_ && !is_in_gap_) ++gaps_;
    is_in_gap_ = is_playing_;
    if (is_in_gap_) gap_samples_ += out.size() - got;
    done_ = closed;
  }
  ++pulls_;
  return !done_;
}

}  // namespace driftwave
