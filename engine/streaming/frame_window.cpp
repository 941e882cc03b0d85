#include "engine/streaming/frame_window.h"

#include <algorithm>
#include <cassert>

#include "engine/core/error.h"

namespace driftwave {

FrameWindow::FrameWindow(const FrameWindowOptions& options)
    : row_floats_(options.row_floats), span_(options.span), lookahead_(options.lookahead) {
  if (options.lookahead > options.span)
    throw Error("FrameWindow: lookahead: want at most the span of {} frames, got {}", options.span,
                options.lookahead);
  data_.resize((span_ + lookahead_ + options.max_new_frames) * row_floats_);
  reset();
}

void FrameWindow::reset() noexcept {
  held_ = span_ - lookahead_;
  std::fill_n(data_.begin(), held_ * row_floats_, 0.0F);
}

std::span<float> FrameWindow::append(std::size_t frames) noexcept {
  assert((held_ + frames) * row_floats_ <= data_.size());
  const std::size_t at = held_ * row_floats_;
  held_ += frames;
  return std::span(data_).subspan(at, frames * row_floats_);
}

void FrameWindow::append_end() noexcept {
  std::ranges::fill(append(lookahead_), 0.0F);
}

void FrameWindow::drop(std::size_t outputs) noexcept {
  assert(outputs <= ready());
  const auto kept = data_.begin() + static_cast<std::ptrdiff_t>(outputs * row_floats_);
  std::copy(kept, data_.begin() + static_cast<std::ptrdiff_t>(held_ * row_floats_), data_.begin());
  held_ -= outputs;
}

}  // namespace driftwave
