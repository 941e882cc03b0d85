#include "engine/watermark/masking.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/watermark/chips.h"

namespace driftwave {
namespace {

constexpr double kTiltDb = 9.0;
constexpr double kNoiseBonusDb = 8.0;
/// Ratio of geometric to arithmetic mean power: of a tone or harmonics, and of noise.
constexpr double kTonalFlatness = 0.15;
constexpr double kNoisyFlatness = 0.5;
constexpr double kFlatnessReachHz = 300.0;
/// Far below any power that matters: keeps silence out of logarithms and divisions.
constexpr float kLeastPower = 1e-20F;

float from_db(double db) {
  return static_cast<float>(std::pow(10.0, db / 20.0));
}

}  // namespace

std::vector<float> sine_window(std::size_t size) {
  std::vector<float> window(size);
  for (std::size_t i = 0; i < size; ++i)
    window[i] = static_cast<float>(
        std::sin(std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(size)));
  return window;
}

Masking::Masking(const MaskingOptions& options)
    : band_(options.bins),
      neighbours_(options.bins),
      tilt_(options.bins),
      sums_(options.bins + 1),
      logs_(options.bins),
      log_means_(options.bins),
      before_(options.bins),
      both_(options.bins) {
  for (std::size_t k = 0; k < options.bins; ++k) {
    const auto bin = static_cast<double>(k);
    const double hz = bin * options.bin_hz;
    band_[k] = around(bin, 0.5 * (100.0 / options.bin_hz + 0.12 * bin));
    neighbours_[k] = around(bin, kFlatnessReachHz / options.bin_hz);
    tilt_[k] = from_db(kTiltDb * std::clamp((hz - 1000.0) / 3000.0, -0.3, 1.0));
  }
  first_marked_ = std::min(options.bins, static_cast<std::size_t>(std::ceil(kMarkLowestHz / options.bin_hz)));
  end_marked_ =
      std::min(options.bins, static_cast<std::size_t>(std::floor(kMarkHighestHz / options.bin_hz)) + 1);
}

Masking::BinRange Masking::around(double bin, double half_width) const {
  const auto last = static_cast<double>(band_.size() - 1);
  return {.first = static_cast<std::size_t>(std::clamp(std::round(bin - half_width), 0.0, last)),
          .end = static_cast<std::size_t>(std::clamp(std::round(bin + half_width), 0.0, last)) + 1};
}

void Masking::add_up(std::span<const float> values) noexcept {
  for (std::size_t k = 0; k < values.size(); ++k) sums_[k + 1] = sums_[k] + static_cast<double>(values[k]);
}

double Masking::mean(const BinRange& range) const noexcept {
  return (sums_[range.end] - sums_[range.first]) / static_cast<double>(range.end - range.first);
}

void Masking::reset() noexcept {
  std::ranges::fill(before_, 0.0F);
}

void Masking::band_power(std::span<const float> power, std::span<float> out) noexcept {
  add_up(power);
  for (std::size_t k = 0; k < out.size(); ++k) out[k] = static_cast<float>(std::max(0.0, mean(band_[k])));
}

void Masking::allowance(std::span<const float> power, std::span<float> out) noexcept {
  for (std::size_t k = 0; k < power.size(); ++k) {
    logs_[k] = 0.5F * (std::log(power[k] + kLeastPower) + std::log(before_[k] + kLeastPower));
    both_[k] = 0.5F * (power[k] + before_[k]);
  }
  std::ranges::copy(power, before_.begin());
  add_up(logs_);
  for (std::size_t k = 0; k < out.size(); ++k) log_means_[k] = static_cast<float>(mean(neighbours_[k]));
  add_up(both_);
  for (std::size_t k = 0; k < out.size(); ++k) {
    if (k < first_marked_ || k >= end_marked_) {
      out[k] = 0.0F;
      continue;
    }
    const double flatness = std::exp(static_cast<double>(log_means_[k])) /
                            (std::max(0.0, mean(neighbours_[k])) + static_cast<double>(kLeastPower));
    const double noisy =
        std::clamp((flatness - kTonalFlatness) / (kNoisyFlatness - kTonalFlatness), 0.0, 1.0);
    out[k] = tilt_[k] * from_db(kNoiseBonusDb * noisy);
  }
}

}  // namespace driftwave
