#include "engine/watermark/detector.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/core/error.h"
#include "engine/watermark/offset_scan.h"
#include "engine/watermark/segments.h"
#include "engine/watermark/speed_search.h"
#include "engine/watermark/whitener.h"

namespace driftwave {
namespace {

/// Marks of one recording: of so many different beginnings at most.
constexpr std::size_t kMostMarks = 64;
/// Offsets this near are one, in half chips.
constexpr std::size_t kSameOffset = 4;

std::size_t distance_of(const OffsetPeak& a, const OffsetPeak& b) {
  const std::size_t apart = a.offset > b.offset ? a.offset - b.offset : b.offset - a.offset;
  return std::min(apart, kOffsets - apart);
}

/// The strongest peak of each offset, strongest first.
std::vector<OffsetPeak> marks_of(std::vector<OffsetPeak> peaks) {
  std::ranges::stable_sort(peaks, std::greater<>(),
                           [](const OffsetPeak& peak) { return std::abs(peak.score); });
  std::vector<OffsetPeak> marks;
  for (const OffsetPeak& peak : peaks) {
    const auto is_same = [&](const OffsetPeak& mark) { return distance_of(mark, peak) <= kSameOffset; };
    if (marks.size() < kMostMarks && std::ranges::none_of(marks, is_same)) marks.push_back(peak);
  }
  return marks;
}

/// Both ends of a normal distribution.
double chance_of(double score) {
  return std::erfc(std::abs(score) / std::numbers::sqrt2);
}

/// What a score must reach after so many correlations, so that chance does no more in them than in the
/// windows of a sound at its own speed.
double threshold_after(double trials, double threshold) {
  const double wanted = chance_of(threshold) * static_cast<double>(kOffsets) / std::max(trials, 1.0);
  double high = threshold;
  while (chance_of(high) > wanted) high += 0.01;
  return high;
}

}  // namespace

struct WatermarkDetector::Sequence {
  WatermarkChips chips;
};

WatermarkDetector::WatermarkDetector(const WatermarkDetectorOptions& options)
    : options_(options), sequence_(std::make_unique<Sequence>(Sequence{.chips = make_chips(options.key)})) {
  if (!(options.threshold > 0 && options.threshold < 100))
    throw Error("watermark: threshold: want 0..100, got {}", options.threshold);
  if (!(options.speed_range >= 0 && options.speed_range <= 0.1))
    throw Error("watermark: speed range: want 0..0.1, got {}", options.speed_range);
}

WatermarkDetector::~WatermarkDetector() = default;
WatermarkDetector::WatermarkDetector(WatermarkDetector&&) noexcept = default;
WatermarkDetector& WatermarkDetector::operator=(WatermarkDetector&&) noexcept = default;

WatermarkReport WatermarkDetector::detect(std::span<const float> audio) const {
  const WatermarkChips& chips = sequence_->chips;
  WatermarkReport report;
  std::vector<float> sound = whitened(audio);
  OffsetScanner scanner(chips);
  OffsetScan scan = scanner.scan(sound, options_.threshold);
  double trials = scan.trials;
  if (scan.peaks.empty() && options_.speed_range > 0 && !sound.empty()) {
    const double threshold = threshold_after(speed_trials(options_.speed_range), options_.threshold);
    const FoundSpeed found =
        find_speed(audio, sound, scanner, {.range = options_.speed_range, .threshold = threshold});
    trials += found.trials;
    const OffsetScan again = scanner.scan(at_own_speed(sound, found.speed), options_.threshold);
    if (std::abs(again.best.score) >= threshold) {
      report.speed = found.speed * speed_correction(again);
      sound = at_own_speed(sound, report.speed);
      scan = scanner.scan(sound, options_.threshold);
    }
  }
  report.score = std::abs(scan.best.score);
  report.false_alarm = std::min(1.0, trials * chance_of(report.score));
  report.found = !scan.peaks.empty();
  for (const OffsetPeak& mark : marks_of(scan.peaks)) {
    for (WatermarkSegment segment : find_segments(sound, chips, mark)) {
      segment.begin_s /= report.speed;
      segment.end_s /= report.speed;
      report.segments.push_back(segment);
    }
  }
  std::ranges::stable_sort(report.segments, {}, &WatermarkSegment::begin_s);
  return report;
}

}  // namespace driftwave
