#include "engine/watermark/speed_search.h"

#include <algorithm>
#include <cmath>

#include "engine/watermark/interpolation.h"

namespace driftwave {
namespace {

/// Over a period, a sound of half this much another speed slips by a third of a chip at its ends.
constexpr double kSpeedStep = 4e-5;
/// Around the best speed, so much finer.
constexpr int kFinePerStep = 5;
/// Of offsets through a sound whose speed was found, in half chips.
constexpr double kMostDrift = 200;
constexpr std::size_t kPeriods = 2;
constexpr std::size_t kPeriodHop = kChipPeriod / 8;

int steps_of(double range) {
  return static_cast<int>(std::ceil(range / kSpeedStep));
}

double energy_of(std::span<const float> audio) {
  double energy = 0;
  for (const float sample : audio) energy += static_cast<double>(sample) * static_cast<double>(sample);
  return energy;
}

/// Where the loudest periods begin that do not overlap, loudest first.
std::vector<std::size_t> loudest_periods(std::span<const float> audio) {
  struct Candidate {
    std::size_t begin = 0;
    double energy = 0;
  };
  std::vector<Candidate> candidates;
  for (std::size_t begin = 0; begin == 0 || begin + kChipPeriod <= audio.size(); begin += kPeriodHop)
    candidates.push_back(
        {begin, energy_of(audio.subspan(begin, std::min(kChipPeriod, audio.size() - begin)))});
  std::ranges::stable_sort(candidates, std::greater<>(), &Candidate::energy);
  std::vector<std::size_t> begins;
  for (const Candidate& candidate : candidates) {
    const auto overlaps = [&](std::size_t begin) {
      return std::max(begin, candidate.begin) - std::min(begin, candidate.begin) < kChipPeriod;
    };
    if (begins.size() < kPeriods && std::ranges::none_of(begins, overlaps)) begins.push_back(candidate.begin);
  }
  return begins;
}

}  // namespace

FoundSpeed find_speed(std::span<const float> audio, std::span<const float> whitened, OffsetScanner& scanner,
                      const SpeedSearchOptions& options) {
  FoundSpeed found;
  double best_score = 0;
  const auto try_speed = [&](std::span<const float> period, double speed) {
    const OffsetPeak peak = scanner.peak_of_period(at_own_speed(period, speed));
    found.trials += static_cast<double>(kOffsets);
    if (std::abs(peak.score) <= best_score) return;
    best_score = std::abs(peak.score);
    found.speed = speed;
  };
  std::span<const float> best_period;
  const int steps = steps_of(options.range);
  for (const std::size_t begin : loudest_periods(audio)) {
    const auto period = whitened.subspan(begin, std::min(kChipPeriod, whitened.size() - begin));
    const double score_before = best_score;
    for (int i = -steps; i <= steps; ++i) try_speed(period, 1.0 + i * kSpeedStep);
    if (best_score > score_before) best_period = period;
    if (best_score >= options.threshold) break;
  }
  const double coarse = found.speed;
  for (int i = -kFinePerStep; i <= kFinePerStep; ++i)
    try_speed(best_period, coarse + i * kSpeedStep / kFinePerStep);
  return found;
}

double speed_correction(const OffsetScan& scan) {
  // A line through the offsets of single periods that lie near the best.
  double weights = 0;
  double times = 0;
  double offsets = 0;
  double time_squares = 0;
  double products = 0;
  for (const OffsetPeak& peak : scan.peaks) {
    if (peak.length > kChipPeriod) continue;
    const std::size_t apart = (peak.offset + kOffsets + kOffsets / 2 - scan.best.offset) % kOffsets;
    const double offset = static_cast<double>(apart) - static_cast<double>(kOffsets / 2);
    if (std::abs(offset) > kMostDrift) continue;
    const double time = static_cast<double>(peak.begin);
    weights += 1;
    times += time;
    offsets += offset;
    time_squares += time * time;
    products += time * offset;
  }
  const double spread = weights * time_squares - times * times;
  if (spread <= 0) return 1;
  const double half_chips_per_sample = (weights * products - times * offsets) / spread;
  // An offset that grows has chips pass faster than samples: the sound is still too fast.
  return 1 + 0.5 * half_chips_per_sample;
}

double speed_trials(double range) {
  const int coarse = static_cast<int>(kPeriods) * (2 * steps_of(range) + 1);
  return static_cast<double>(kOffsets) * (coarse + 2 * kFinePerStep + 1);
}

std::vector<float> at_own_speed(std::span<const float> whitened, double speed) {
  return read_between(whitened,
                      {.first = 0,
                       .step = 1.0 / speed,
                       .count = static_cast<std::size_t>(static_cast<double>(whitened.size()) * speed)});
}

}  // namespace driftwave
