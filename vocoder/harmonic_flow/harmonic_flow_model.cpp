#include "vocoder/harmonic_flow/harmonic_flow_model.h"

#include <cmath>
#include <numbers>
#include <numeric>

#include "engine/dsp/stft.h"

namespace driftwave {
namespace {

float unit_noise_scale(std::span<const float> window) {
  double energy = 0;
  for (const float w : window) energy += static_cast<double>(w) * w;
  return static_cast<float>(1.0 / std::sqrt(energy));
}

}  // namespace

PhaseTurns::PhaseTurns(std::size_t n_fft, std::size_t hop)
    : period_(n_fft / std::gcd(n_fft, hop)), bins_(n_fft / 2 + 1), table_(period_ * bins_) {
  for (std::size_t n = 0; n < period_; ++n) {
    for (std::size_t k = 0; k < bins_; ++k) {
      const std::size_t turn = k * (n * hop + n_fft / 2) % n_fft;
      const double angle = -2.0 * std::numbers::pi * static_cast<double>(turn) / static_cast<double>(n_fft);
      table_[n * bins_ + k] = {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))};
    }
  }
}

HarmonicFlowModel::HarmonicFlowModel(const HarmonicFlowConfig& model_config, const WeightSource& weights)
    : config(model_config),
      envelope(config.mel),
      turns(n_fft(), hop()),
      window(hann_window(n_fft())),
      prior(weights, config),
      flow(weights, config),
      noise_scale(unit_noise_scale(window)) {}

std::size_t HarmonicFlowModel::delay_frames() const {
  const std::size_t ahead = prior.lookahead_frames();
  return ahead < half_window_frames() ? half_window_frames() - ahead : 0;
}

}  // namespace driftwave
