#pragma once
/// At which speed a marked sound was played. Private to engine/watermark.
#include <span>
#include <vector>

#include "engine/watermark/offset_scan.h"

namespace driftwave {

struct SpeedSearchOptions {
  double range = 0;      ///< from 1 - range to 1 + range
  double threshold = 0;  ///< a score of this much ends the search
};

struct FoundSpeed {
  double speed = 1;   ///< above 1: played too fast
  double trials = 0;  ///< correlations that were looked at
};

/// Looks at all speeds in the two loudest periods, and near the best of them once more. About 0.4 s of work
/// for each percent of `range` and period, whatever the length.
/// @param audio, whitened [T], the same sound
[[nodiscard]] FoundSpeed find_speed(std::span<const float> audio, std::span<const float> whitened,
                                    OffsetScanner& scanner, const SpeedSearchOptions& options);

/// What a speed that was found is still off by, as the offsets of a scan drift through the sound.
/// @param scan of the sound at that speed @return to be multiplied with it; near 1
[[nodiscard]] double speed_correction(const OffsetScan& scan);

/// Correlations that find_speed() looks at, at most.
[[nodiscard]] double speed_trials(double range);

/// What a sound would be at its own speed. @param speed above 1: it was played too fast
[[nodiscard]] std::vector<float> at_own_speed(std::span<const float> whitened, double speed);

}  // namespace driftwave
