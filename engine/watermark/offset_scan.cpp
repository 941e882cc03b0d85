#include "engine/watermark/offset_scan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>

#include "engine/core/tensor.h"
#include "engine/dsp/fft.h"

namespace driftwave {
namespace {

constexpr std::size_t kWindowHop = kChipPeriod / 4;
/// Windows of so many periods.
constexpr std::array<std::size_t, 3> kLengths = {1, 4, 16};
constexpr std::size_t kKept = 4 * kLengths.back();

}  // namespace

/// Correlates sums of windows, each of which lies folded into one period, with the known chips.
class OffsetScanner::Correlator {
 public:
  explicit Correlator(const WatermarkChips& chips)
      : fold_(kChipPeriod), fine_(kOffsets), known_(fold_.bins()), total_(fold_.bins()) {
    for (std::size_t i = 0; i < kChipPeriod; ++i)
      fold_.signal()[i] =
          chips.code_index[i] == WatermarkChips::kKnown ? static_cast<float>(chips.sign[i]) : 0.0F;
    fold_.forward();
    std::ranges::copy(fold_.spectrum(), known_.begin());
  }

  /// @param spectrum [K] of samples begin .. begin + part.size(), each where its time modulo the period says.
  /// @return their energy
  double fold(std::span<const float> part, std::size_t begin, std::span<std::complex<float>> spectrum) {
    std::ranges::fill(fold_.signal(), 0.0F);
    double energy = 0;
    const std::span<float> period = fold_.signal();
    std::size_t at = begin % kChipPeriod;
    for (const float sample : part) {
      period[at] += sample;
      energy += static_cast<double>(sample) * static_cast<double>(sample);
      if (++at == kChipPeriod) at = 0;
    }
    fold_.forward();
    std::ranges::copy(fold_.spectrum(), spectrum.begin());
    return energy;
  }

  /// That of one part alone.
  OffsetPeak peak_of(std::span<const float> part) {
    const double energy = fold(part, 0, total_);
    return peak(energy);
  }

  void clear() { std::ranges::fill(total_, std::complex<float>{}); }
  void add(std::span<const std::complex<float>> spectrum) {
    for (std::size_t k = 0; k < total_.size(); ++k) total_[k] += spectrum[k];
  }

  /// The offset where what was added since clear() correlates most. @param energy of its samples
  OffsetPeak peak(double energy) {
    const std::span<std::complex<float>> product = fine_.spectrum();
    std::ranges::fill(product.subspan(total_.size()), std::complex<float>{});
    for (std::size_t k = 0; k < total_.size(); ++k) product[k] = std::conj(total_[k]) * known_[k];
    fine_.inverse();
    const std::span<const float> values = fine_.signal();
    const auto largest = std::ranges::max_element(values, {}, [](float value) { return std::abs(value); });
    // The inverse of twice the size halves the sum. Half of the chips are known.
    const double deviation = std::sqrt(0.5 * energy) + 1e-30;
    return {.score = 2.0 * static_cast<double>(*largest) / deviation,
            .offset = static_cast<std::size_t>(largest - values.begin())};
  }

 private:
  RealFft fold_;
  RealFft fine_;
  std::vector<std::complex<float>> known_;
  std::vector<std::complex<float>> total_;
};

OffsetScanner::OffsetScanner(const WatermarkChips& chips)
    : correlator_(std::make_unique<Correlator>(chips)) {}

OffsetScanner::~OffsetScanner() = default;

OffsetPeak OffsetScanner::peak_of_period(std::span<const float> whitened) {
  OffsetPeak peak = correlator_->peak_of(whitened);
  peak.length = whitened.size();
  return peak;
}

OffsetScan OffsetScanner::scan(std::span<const float> whitened, double threshold) {
  OffsetScan result;
  Array2<std::complex<float>> spectra(kKept, kChipPeriod / 2 + 1);  // of the last windows, in a ring
  std::array<double, kKept> energies{};
  const std::size_t windows =
      whitened.size() <= kChipPeriod ? 1 : (whitened.size() - kChipPeriod + kWindowHop - 1) / kWindowHop + 1;
  for (std::size_t window = 0; window < windows; ++window) {
    const std::size_t begin = std::min(window * kWindowHop, whitened.size());
    const std::span<const float> part =
        whitened.subspan(begin, std::min(kChipPeriod, whitened.size() - begin));
    energies[window % kKept] = correlator_->fold(part, begin, spectra.row(window % kKept));
    for (const std::size_t periods : kLengths) {
      // Long windows are looked at once a quarter of their length, and at the end.
      if (window + 4 < 4 * periods || ((window + 1) % periods != 0 && window + 1 != windows)) continue;
      correlator_->clear();
      double energy = 0;
      for (std::size_t i = 0; i < periods; ++i) {
        const std::size_t at = (window - 4 * i) % kKept;
        correlator_->add(spectra.row(at));
        energy += energies[at];
      }
      OffsetPeak peak = correlator_->peak(energy);
      peak.begin = (window - 4 * (periods - 1)) * kWindowHop;
      peak.length = begin + part.size() - peak.begin;
      result.trials += static_cast<double>(kOffsets);
      if (std::abs(peak.score) > std::abs(result.best.score)) result.best = peak;
      if (std::abs(peak.score) >= threshold) result.peaks.push_back(peak);
    }
  }
  return result;
}

}  // namespace driftwave
