#include "engine/audio/live_resampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr std::size_t kPhases = 512;
constexpr double kLowerRateTaps = 64.0;
constexpr double kKaiserBeta = 8.0;
/// Of the lower rate: between 20 kHz and what would fold onto 20 kHz at 44.1 kHz.
constexpr double kCutoff = 0.5;
/// Sums kept side by side, so that compilers use vectors.
constexpr std::size_t kLanes = 8;

double bessel_i0(double x) {
  double sum = 1.0;
  double term = 1.0;
  for (int k = 1; k < 60; ++k) {
    term *= (x / (2.0 * k)) * (x / (2.0 * k));
    sum += term;
  }
  return sum;
}

/// The low pass at `t` input samples from its centre. @param cutoff in cycles a sample.
double low_pass(double t, double cutoff, double half) {
  const double share = t / half;
  if (std::abs(share) >= 1.0) return 0.0;
  const double window = bessel_i0(kKaiserBeta * std::sqrt(1.0 - share * share)) / bessel_i0(kKaiserBeta);
  const double x = 2.0 * std::numbers::pi * cutoff * t;
  return window * 2.0 * cutoff * (x == 0.0 ? 1.0 : std::sin(x) / x);
}

}  // namespace

std::size_t resampler_lookahead(const ResampleRates& rates) noexcept {
  if (rates.from_hz == rates.to_hz) return 0;
  const double lower = std::min(1.0, static_cast<double>(rates.to_hz) / rates.from_hz);
  return kLanes / 2 * static_cast<std::size_t>(std::ceil(kLowerRateTaps / kLanes / lower));
}

LiveResampler::LiveResampler(const ResampleRates& rates, std::int64_t offset)
    : rates_(rates), offset_(offset) {
  for (const int rate : {rates.from_hz, rates.to_hz}) {
    if (rate < 8000 || rate > 768000)
      throw Error("live resampler: want rates of 8000 to 768000 Hz, got {} Hz", rate);
  }
  const std::int64_t least = -static_cast<std::int64_t>(rates.from_hz) - rates.to_hz;
  if (offset <= least || offset > 0)
    throw Error("live resampler: want an offset above {} and at most 0, got {}", least, offset);
  if (rates.from_hz == rates.to_hz && offset != 0)
    throw Error("live resampler: want no offset between equal rates, got {}", offset);
  half_ = resampler_lookahead(rates);
  if (half_ == 0) return;
  const double lower = std::min(1.0, static_cast<double>(rates.to_hz) / rates.from_hz);
  const std::size_t taps = 2 * half_;
  table_.resize((kPhases + 1) * taps);
  for (std::size_t phase = 0; phase <= kPhases; ++phase) {
    const std::span<float> row = std::span(table_).subspan(phase * taps, taps);
    double sum = 0;
    for (std::size_t i = 0; i < taps; ++i) {
      // Tap i weighs input whole - half + 1 + i.
      const double t =
          static_cast<double>(i) - static_cast<double>(half_) + 1.0 - static_cast<double>(phase) / kPhases;
      const double tap = low_pass(t, kCutoff * lower, static_cast<double>(half_));
      row[i] = static_cast<float>(tap);
      sum += tap;
    }
    for (float& tap : row) tap = static_cast<float>(tap / sum);
  }
  history_.resize(2 * taps);
  reset();
}

void LiveResampler::reset() noexcept {
  std::ranges::fill(history_, 0.0F);
  head_ = 0;
  inputs_ = 0;
  whole_ = 0;
  for (fraction_ = offset_; fraction_ < 0; fraction_ += rates_.to_hz) --whole_;
}

std::size_t LiveResampler::max_samples(std::size_t inputs) const noexcept {
  if (half_ == 0) return inputs;
  return inputs * static_cast<std::size_t>(rates_.to_hz) / static_cast<std::size_t>(rates_.from_hz) + 2;
}

std::size_t LiveResampler::process(std::span<const float> audio, std::span<float> out) noexcept {
  if (half_ == 0) {
    std::ranges::copy(audio, out.begin());
    return audio.size();
  }
  const std::size_t taps = 2 * half_;
  std::size_t written = 0;
  for (const float sample : audio) {
    history_[head_] = history_[head_ + taps] = sample;
    head_ = (head_ + 1) % taps;
    ++inputs_;
    // The newest input that the next output sees is whole + half.
    while (inputs_ > whole_ + static_cast<std::int64_t>(half_)) {
      out[written++] = at_position();
      fraction_ += rates_.from_hz;
      whole_ += fraction_ / rates_.to_hz;
      fraction_ %= rates_.to_hz;
    }
  }
  return written;
}

float LiveResampler::at_position() const noexcept {
  const std::size_t taps = 2 * half_;
  const float* const inputs = history_.data() + head_;
  const double position = static_cast<double>(fraction_) * kPhases / rates_.to_hz;
  const auto phase = static_cast<std::size_t>(position);
  const auto share = static_cast<float>(position - static_cast<double>(phase));
  const float* const before = table_.data() + phase * taps;
  const float* const after = before + taps;
  std::array<float, kLanes> low{};
  std::array<float, kLanes> high{};
  for (std::size_t i = 0; i < taps; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      low[lane] += before[i + lane] * inputs[i + lane];
      high[lane] += after[i + lane] * inputs[i + lane];
    }
  }
  const float below = std::accumulate(low.begin(), low.end(), 0.0F);
  const float above = std::accumulate(high.begin(), high.end(), 0.0F);
  return below + share * (above - below);
}

}  // namespace driftwave
