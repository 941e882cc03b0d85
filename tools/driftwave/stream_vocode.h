#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "vocoder/vocoder.h"

namespace driftwave {

struct StreamVocodeOptions {
  std::size_t block_frames = 1;  ///< frames that come in at once
  int steps = -1;
  std::uint64_t seed = 0;
  double pitch_st = 0.0;
};

/// A recording as a live stream would hear it: level, mel and pitch from what is past. As long as the
/// recording, and with it in time. Tells a terminal how late a live stream would be.
[[nodiscard]] std::vector<float> vocode_as_stream(std::span<const float> audio, const Vocoder& vocoder,
                                                  const StreamVocodeOptions& options);

}  // namespace driftwave
