#include "engine/watermark/detector.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/core/error.h"
#include "engine/watermark/interpolation.h"
#include "engine/watermark/offset_scan.h"
#include "engine/watermark/segments.h"
#include "engine/watermark/whitener.h"

namespace driftwave {
namespace {

/// Marks of one recording: of so many different beginnings at most.
constexpr std::size_t kMostMarks = 64;
/// Offsets this near are one, in half chips.
constexpr std::size_t kSameOffset = 4;
/// Over a window of one period a sound of this much another speed slips by a third of a chip at its ends.
constexpr double kSpeedStep = 4e-5;
constexpr double kFineSpeedStep = 8e-6;

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

/// The period of sound with the most energy.
std::span<const float> loudest_period(std::span<const float> audio, std::span<const float> whitened) {
  constexpr std::size_t kHop = kChipPeriod / 8;
  std::size_t best = 0;
  double most = -1;
  for (std::size_t begin = 0; begin == 0 || begin + kChipPeriod <= audio.size(); begin += kHop) {
    double energy = 0;
    for (std::size_t t = begin; t < std::min(audio.size(), begin + kChipPeriod); ++t)
      energy += static_cast<double>(audio[t]) * static_cast<double>(audio[t]);
    if (energy > most) {
      most = energy;
      best = begin;
    }
  }
  return whitened.subspan(best, std::min(kChipPeriod, whitened.size() - best));
}

/// What a sound would be at its own speed. @param speed above 1: it was played too fast
std::vector<float> slowed(std::span<const float> whitened, double speed) {
  return read_between(whitened,
                      {.first = 0,
                       .step = 1.0 / speed,
                       .count = static_cast<std::size_t>(static_cast<double>(whitened.size()) * speed)});
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
  if (scan.peaks.empty() && options_.speed_range > 0) {
    const std::span<const float> period = loudest_period(audio, sound);
    double best_score = 0;
    const auto try_speeds = [&](double from, double to, double step) {
      for (double speed = from; speed <= to; speed += step) {
        const OffsetScan at = scanner.scan(slowed(period, speed), options_.threshold);
        trials += at.trials;
        if (std::abs(at.best.score) <= best_score) continue;
        best_score = std::abs(at.best.score);
        report.speed = speed;
      }
    };
    try_speeds(1 - options_.speed_range, 1 + options_.speed_range, kSpeedStep);
    const double coarse = report.speed;
    try_speeds(coarse - kSpeedStep, coarse + kSpeedStep, kFineSpeedStep);
    sound = slowed(sound, report.speed);
    scan = scanner.scan(sound, options_.threshold);
  }
  report.score = std::abs(scan.best.score);
  report.false_alarm = std::min(1.0, trials * chance_of(report.score));
  report.found = !scan.peaks.empty();
  if (!report.found) report.speed = 1;
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
