#pragma once
/// Finds watermarks: correlates whitened sound with the keyed sequence at every offset.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/watermark/embedder.h"
#include "engine/watermark/payload.h"

namespace driftwave {

/// Of the sound that detectors take.
inline constexpr int kWatermarkDetectorRateHz = 16000;

/// Correlation, in its standard deviations, from which a recording counts as marked. Unmarked sound reaches
/// it less than once in 10^5 seconds, whatever the sound: the sequence is random, so the correlation is
/// normal.
inline constexpr double kWatermarkThreshold = 6.6;

/// Clocks of sound devices are this far apart, and so are films of 24 frames a second and of 23.976.
inline constexpr double kWatermarkSpeedRange = 0.0015;

struct WatermarkDetectorOptions {
  std::uint64_t key = kPublicWatermarkKey;
  double threshold = kWatermarkThreshold;
  /// 0 .. 0.1: where no mark is found, sound that was played so much faster or slower is looked for, in its
  /// loudest four seconds. More chances of a false alarm want a higher score: 7.3 at 0.0015, 7.8 at 0.05.
  double speed_range = kWatermarkSpeedRange;
};

/// A stretch of marked sound.
struct WatermarkSegment {
  double begin_s = 0;
  double end_s = 0;
  double score = 0;                         ///< correlation over the segment, in standard deviations
  std::optional<WatermarkPayload> payload;  ///< absent where too little of it came through
};

struct WatermarkReport {
  bool found = false;
  double score = 0;  ///< the greatest correlation, in standard deviations
  /// Chance that unmarked sound of this length scores as much.
  double false_alarm = 1;
  double speed = 1;                        ///< at which it was found
  std::vector<WatermarkSegment> segments;  ///< in order of time; none unless found
};

/// One key. Thread: any; detect() is const.
class WatermarkDetector {
 public:
  /// @throws Error on a speed range or threshold out of range.
  explicit WatermarkDetector(const WatermarkDetectorOptions& options = {});
  ~WatermarkDetector();
  WatermarkDetector(WatermarkDetector&&) noexcept;
  WatermarkDetector& operator=(WatermarkDetector&&) noexcept;

  /// @param audio [T] at kWatermarkDetectorRateHz, finite. Its gain and polarity do not matter.
  [[nodiscard]] WatermarkReport detect(std::span<const float> audio) const;

 private:
  struct Sequence;

  WatermarkDetectorOptions options_;
  std::unique_ptr<Sequence> sequence_;
};

}  // namespace driftwave
