#pragma once
/// Where in a sound a keyed sequence stands. Private to engine/watermark.
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "engine/watermark/chips.h"

namespace driftwave {

/// Offsets are told in half chips.
inline constexpr std::size_t kOffsets = 2 * kChipPeriod;

struct OffsetPeak {
  double score = 0;        ///< correlation in standard deviations; below 0: the polarity is turned
  std::size_t offset = 0;  ///< half chips from the sequence's beginning to the sound's first sample
  std::size_t begin = 0;   ///< sample
  std::size_t length = 0;  ///< samples
};

struct OffsetScan {
  OffsetPeak best;
  std::vector<OffsetPeak> peaks;  ///< of windows that reach the threshold
  double trials = 0;              ///< correlations that were looked at
};

/// Thread: one at a time.
class OffsetScanner {
 public:
  explicit OffsetScanner(const WatermarkChips& chips);
  ~OffsetScanner();
  OffsetScanner(const OffsetScanner&) = delete;
  OffsetScanner& operator=(const OffsetScanner&) = delete;

  /// Looks at all offsets in windows of 2, 8 and 33 seconds: weak marks are found in long ones.
  /// @param whitened [T]
  [[nodiscard]] OffsetScan scan(std::span<const float> whitened, double threshold);
  /// The best offset of about one period of sound.
  [[nodiscard]] OffsetPeak peak_of_period(std::span<const float> whitened);

 private:
  class Correlator;

  std::unique_ptr<Correlator> correlator_;
};

}  // namespace driftwave
