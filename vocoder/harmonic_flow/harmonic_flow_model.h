#pragma once
/// All of a loaded HarmonicFlow that streams share: weights and tables, never changed.
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "vocoder/harmonic_flow/config.h"
#include "vocoder/harmonic_flow/envelope.h"
#include "vocoder/harmonic_flow/flow_network.h"
#include "vocoder/harmonic_flow/prior_network.h"
#include "vocoder/harmonic_flow/source.h"

namespace driftwave {

/// exp(-2 pi i k (n hop + n_fft / 2) / n_fft): references frame n to its centre and compensates its phase
/// advance, so that a steady partial turns slowly from frame to frame. It repeats every n_fft / hop frames.
class PhaseTurns {
 public:
  PhaseTurns(std::size_t n_fft, std::size_t hop);

  /// Factors of all bins, [K]. RT.
  [[nodiscard]] std::span<const std::complex<float>> of_frame(std::size_t frame) const noexcept {
    return std::span(table_).subspan(frame % period_ * bins_, bins_);
  }

 private:
  std::size_t period_;
  std::size_t bins_;
  std::vector<std::complex<float>> table_;
};

struct HarmonicFlowModel {
  /// @throws Error when a tensor does not fit the config.
  HarmonicFlowModel(const HarmonicFlowConfig& model_config, const WeightSource& weights);

  [[nodiscard]] SourceSettings source_settings() const {
    return {.sample_rate_hz = config.mel.sample_rate_hz, .hop_samples = config.mel.hop_samples};
  }
  [[nodiscard]] std::size_t hop() const { return static_cast<std::size_t>(config.mel.hop_samples); }
  [[nodiscard]] std::size_t n_fft() const { return static_cast<std::size_t>(config.mel.n_fft); }
  /// Half a window in hops: frames on either side that overlap with a frame's centre.
  [[nodiscard]] std::size_t half_window_frames() const { return n_fft() / 2 / hop(); }
  /// The source of a frame's window is known when the pitch of half a window ahead is; a network that looks
  /// less far ahead has to wait so many frames for it.
  [[nodiscard]] std::size_t delay_frames() const;
  [[nodiscard]] std::size_t lookahead_frames() const { return prior.lookahead_frames() + delay_frames(); }
  [[nodiscard]] std::size_t latency_samples() const {
    return (lookahead_frames() + half_window_frames()) * hop();
  }

  const HarmonicFlowConfig config;
  const MelEnvelope envelope;
  const PhaseTurns turns;
  const std::vector<float> window;  ///< [n_fft]
  const PriorNetwork prior;
  const FlowNetwork flow;
  const float noise_scale;  ///< so that white noise of unit variance has unit variance in every bin
};

}  // namespace driftwave
