#include "engine/watermark/marked_pieces.h"

#include <algorithm>

namespace driftwave {

MarkedPieces::MarkedPieces(const WatermarkOptions& options) : embedder_(options) {
  begin(options.first_second);
}

void MarkedPieces::begin(double first_second) {
  embedder_.reset(first_second);
  to_skip_ = embedder_.latency_samples();
  finished_ = false;
}

std::span<const float> MarkedPieces::process(std::span<const float> piece) {
  out_.assign(piece.begin(), piece.end());
  embedder_.process(out_, out_);
  const std::size_t skipped = std::min(to_skip_, out_.size());
  to_skip_ -= skipped;
  return std::span<const float>(out_).subspan(skipped);
}

std::span<const float> MarkedPieces::finish() {
  if (finished_) return {};
  finished_ = true;
  return process(std::vector<float>(embedder_.latency_samples(), 0.0F));
}

std::span<const float> MarkedPieces::next(const std::function<std::span<const float>()>& unmarked) {
  for (;;) {
    const std::span<const float> piece = unmarked();
    if (piece.empty()) return finish();
    const std::span<const float> marked = process(piece);
    if (!marked.empty()) return marked;
  }
}

}  // namespace driftwave
