#pragma once
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "engine/watermark/embedder.h"

namespace driftwave {

/// Sounds that come in pieces, marked without delay: as many samples come out of each sound as go in.
class MarkedPieces {
 public:
  /// @throws Error as WatermarkEmbedder.
  explicit MarkedPieces(const WatermarkOptions& options);

  /// The next piece begins a sound. @param first_second see WatermarkOptions
  void begin(double first_second);
  /// What is ready, up to two hundredths of a second behind; it may be nothing. Valid until the next call.
  [[nodiscard]] std::span<const float> process(std::span<const float> piece);
  /// The rest of the sound; nothing when it was given already.
  [[nodiscard]] std::span<const float> finish();
  /// The next samples of a sound, of as many pieces of it as that takes. @param unmarked the sound's next
  /// piece; nothing at its end. @return nothing at the end; valid until the next call
  [[nodiscard]] std::span<const float> next(const std::function<std::span<const float>()>& unmarked);

 private:
  WatermarkEmbedder embedder_;
  std::vector<float> out_;
  std::size_t to_skip_ = 0;
  bool finished_ = true;
};

}  // namespace driftwave
