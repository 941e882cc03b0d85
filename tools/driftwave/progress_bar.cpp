#include "tools/driftwave/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "engine/core/standard_streams.h"

namespace driftwave {
namespace {

constexpr int kBarWidth = 30;

}  // namespace

ProgressBar::ProgressBar(std::string label)
    : label_(std::move(label)), visible_(isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
  if (visible_) say("\r\x1b[K");
}

void ProgressBar::update(double fraction) {
  const auto now = std::chrono::steady_clock::now();
  if (!visible_ || now < next_draw_) return;
  next_draw_ = now + std::chrono::milliseconds(100);
  const int filled = static_cast<int>(std::clamp(fraction, 0.0, 1.0) * kBarWidth);
  say("\r{} [{:=<{}}{:>{}}] {:3.0f} %\x1b[K", label_, "", filled, "", kBarWidth - filled,
      std::clamp(fraction, 0.0, 1.0) * 100.0);
}

}  // namespace driftwave
