#include "engine/dsp/mel.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr double kLinearHzPerMel = 200.0 / 3.0;
constexpr double kBreakHz = 1000.0;
constexpr double kBreakMel = kBreakHz / kLinearHzPerMel;
const double kLogStep = std::log(6.4) / 27.0;

double hz_to_mel(double hz, MelScale scale) {
  if (scale == MelScale::kUnitDecibels) return 2595.0 * std::log10(1.0 + hz / 700.0);
  return hz < kBreakHz ? hz / kLinearHzPerMel : kBreakMel + std::log(hz / kBreakHz) / kLogStep;
}

double mel_to_hz(double mel, MelScale scale) {
  if (scale == MelScale::kUnitDecibels) return 700.0 * (std::pow(10.0, mel / 2595.0) - 1.0);
  return mel < kBreakMel ? mel * kLinearHzPerMel : kBreakHz * std::exp(kLogStep * (mel - kBreakMel));
}

/// Band edges: band m rises from edge m to edge m + 1 and falls to edge m + 2. [M + 2]
std::vector<double> band_edges_hz(const MelSettings& s) {
  std::vector<double> edges(static_cast<std::size_t>(s.mels) + 2);
  const double low = hz_to_mel(s.low_hz, s.scale);
  const double high = hz_to_mel(s.high_hz, s.scale);
  for (std::size_t i = 0; i < edges.size(); ++i)
    edges[i] = mel_to_hz(low + (high - low) * static_cast<double>(i) / static_cast<double>(edges.size() - 1),
                         s.scale);
  return edges;
}

void fill_narrow_band(std::span<float> row, double centre_bin) {
  const double below = std::floor(centre_bin);
  const auto k = std::min(static_cast<std::size_t>(below), row.size() - 2);
  const double share = std::clamp(centre_bin - static_cast<double>(k), 0.0, 1.0);
  row[k] = static_cast<float>(1.0 - share);
  row[k + 1] = static_cast<float>(share);
}

}  // namespace

std::string describe(const MelSettings& s) {
  std::string text =
      fmt::format("{} Hz, n_fft {}, hop {}, {} mels, {:g}-{:g} Hz, floor {:g}", s.sample_rate_hz, s.n_fft,
                  s.hop_samples, s.mels, s.low_hz, s.high_hz, s.floor);
  if (s.window_samples != 0) text += fmt::format(", window {}", s.window_samples);
  if (s.scale == MelScale::kUnitDecibels) text += ", decibels in 0..1";
  return text;
}

void validate(const MelSettings& s) {
  if (s.sample_rate_hz < 8000 || s.sample_rate_hz > 192000)
    throw Error("mel settings: sample_rate_hz: want 8000..192000, got {}", s.sample_rate_hz);
  if (s.n_fft < 64 || s.n_fft > 16384 || !std::has_single_bit(static_cast<unsigned>(s.n_fft)))
    throw Error("mel settings: n_fft: want a power of two in 64..16384, got {}", s.n_fft);
  const bool natural = s.scale == MelScale::kNaturalLog;
  if (s.hop_samples <= 0 || 2 * s.hop_samples > s.n_fft || (natural && s.n_fft % s.hop_samples != 0))
    throw Error("mel settings: hop_samples: want a divisor of n_fft = {} up to half of it, got {}", s.n_fft,
                s.hop_samples);
  if (s.window_samples < 0 || s.window_samples > s.n_fft || (natural && s.window_samples != 0))
    throw Error("mel settings: window_samples: want 0{}, got {}", natural ? "" : fmt::format("..{}", s.n_fft),
                s.window_samples);
  if (s.mels < 1 || s.mels > 512) throw Error("mel settings: mels: want 1..512, got {}", s.mels);
  if (!(s.low_hz >= 0 && s.low_hz < s.high_hz && s.high_hz <= s.sample_rate_hz / 2.0))
    throw Error("mel settings: low_hz and high_hz: want 0 <= low < high <= {}, got {} and {}",
                s.sample_rate_hz / 2.0, s.low_hz, s.high_hz);
  if (!(s.floor > 0 && s.floor < 1)) throw Error("mel settings: floor: want 0..1, got {}", s.floor);
}

Array2<float> mel_filterbank(const MelSettings& s) {
  validate(s);
  const std::vector<double> edges = band_edges_hz(s);
  const double hz_per_bin = static_cast<double>(s.sample_rate_hz) / s.n_fft;
  Array2<float> bank(static_cast<std::size_t>(s.mels), s.bins());
  for (std::size_t m = 0; m < bank.rows(); ++m) {
    const std::span<float> row = bank.row(m);
    double sum = 0;
    std::vector<double> weights(row.size());
    for (std::size_t k = 0; k < row.size(); ++k) {
      const double hz = static_cast<double>(k) * hz_per_bin;
      const double rise = (hz - edges[m]) / (edges[m + 1] - edges[m]);
      const double fall = (edges[m + 2] - hz) / (edges[m + 2] - edges[m + 1]);
      weights[k] = std::max(0.0, std::min(rise, fall));
      sum += weights[k];
    }
    if (s.scale == MelScale::kUnitDecibels) {
      std::ranges::transform(weights, row.begin(), [](double w) { return static_cast<float>(w); });
    } else if (sum < 0.5) {
      fill_narrow_band(row, edges[m + 1] / hz_per_bin);
    } else {
      for (std::size_t k = 0; k < row.size(); ++k) row[k] = static_cast<float>(weights[k] / sum);
    }
  }
  return bank;
}

std::vector<double> mel_centres_hz(const MelSettings& s) {
  const std::vector<double> edges = band_edges_hz(s);
  return {edges.begin() + 1, edges.end() - 1};
}

}  // namespace driftwave
