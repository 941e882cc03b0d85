#pragma once
/// Which parts of a sound a sequence at a known offset is in. Private to engine/watermark.
#include <span>
#include <vector>

#include "engine/watermark/detector.h"
#include "engine/watermark/offset_scan.h"

namespace driftwave {

/// @param whitened [T]. @param at its offset and the sign of its score count.
/// @return in order, with times at kWatermarkDetectorRateHz
[[nodiscard]] std::vector<WatermarkSegment> find_segments(std::span<const float> whitened,
                                                          const WatermarkChips& chips, const OffsetPeak& at);

}  // namespace driftwave
