#include "engine/dsp/yin.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/core/error.h"

namespace driftwave {
namespace {

/// Periods less regular than this are not candidates.
constexpr double kMaxAperiodicity = 0.8;

double square(float x) {
  return static_cast<double>(x) * static_cast<double>(x);
}

}  // namespace

std::size_t longest_period_samples(const PitchOptions& options) {
  if (!(options.low_hz >= 20 && options.low_hz < options.high_hz &&
        options.high_hz <= options.sample_rate_hz / 4.0))
    throw Error("pitch: want 20 <= low < high <= {} Hz, got {} and {}", options.sample_rate_hz / 4.0,
                options.low_hz, options.high_hz);
  if (options.hop_samples <= 0) throw Error("pitch: hop_samples: want > 0, got {}", options.hop_samples);
  return static_cast<std::size_t>(std::ceil(options.sample_rate_hz / options.low_hz));
}

YinCandidates::YinCandidates(const PitchOptions& options, std::size_t window_samples)
    : options_(options),
      window_(window_samples),
      shortest_period_(static_cast<std::size_t>(options.sample_rate_hz / options.high_hz)),
      longest_period_(longest_period_samples(options)),
      max_lag_(longest_period_ + 1),
      fft_(std::bit_ceil(window_ + max_lag_)),
      kernel_(fft_.bins()),
      d_(max_lag_ + 1) {
  // No two neighbours are both minima.
  minima_.reserve(max_lag_ / 2 + 1);
}

void YinCandidates::compute_difference(std::span<const float> samples) noexcept {
  std::ranges::fill(fft_.signal(), 0.0F);
  std::copy_n(samples.begin(), window_, fft_.signal().begin());
  fft_.forward();
  std::ranges::copy(fft_.spectrum(), kernel_.begin());
  std::ranges::fill(fft_.signal(), 0.0F);
  std::ranges::copy(samples, fft_.signal().begin());
  fft_.forward();
  for (std::size_t k = 0; k < kernel_.size(); ++k) fft_.spectrum()[k] *= std::conj(kernel_[k]);
  fft_.inverse();

  double first_energy = 0;
  for (std::size_t i = 0; i < window_; ++i) first_energy += square(samples[i]);
  double lag_energy = first_energy;
  double running = 0;
  d_[0] = 1.0;
  // A tiny bias keeps digital silence aperiodic.
  const double bias = 1e-9 * static_cast<double>(window_);
  for (std::size_t lag = 1; lag <= max_lag_; ++lag) {
    lag_energy += square(samples[lag + window_ - 1]) - square(samples[lag - 1]);
    const double difference =
        std::max(first_energy + lag_energy - 2.0 * static_cast<double>(fft_.signal()[lag]), 0.0) + bias;
    running += difference;
    d_[lag] = difference * static_cast<double>(lag) / running;
  }
}

PitchCandidates YinCandidates::find(std::span<const float> samples) noexcept {
  compute_difference(samples);
  minima_.clear();
  for (std::size_t lag = shortest_period_; lag <= longest_period_; ++lag) {
    if (!(d_[lag] < d_[lag - 1] && d_[lag] <= d_[lag + 1]) || d_[lag] > kMaxAperiodicity) continue;
    const double curvature = d_[lag - 1] - 2 * d_[lag] + d_[lag + 1];
    const double slope = 0.5 * (d_[lag - 1] - d_[lag + 1]);
    const double shift = curvature > 0 ? std::clamp(slope / curvature, -0.5, 0.5) : 0.0;
    const double value = std::max(d_[lag] - 0.5 * slope * shift, 0.0);
    const double exact_lag = static_cast<double>(lag) + shift;
    // Multiples of the period fit as well as the period: long lags pay a little.
    const double length_cost = 0.06 * std::log2(exact_lag / static_cast<double>(shortest_period_));
    minima_.push_back({options_.sample_rate_hz / exact_lag, value + length_cost, value});
  }
  std::ranges::sort(minima_, {}, &PitchCandidate::cost);

  PitchCandidates found;
  found.states[0] = {.f0_hz = 0.0, .cost = options_.unvoiced_cost};
  found.size = 1 + std::min(minima_.size(), kMaxPitchStates - 1);
  std::copy_n(minima_.begin(), found.size - 1, found.states.begin() + 1);
  return found;
}

}  // namespace driftwave
