#pragma once
/// Keeps a flow near a given sound: SDEdit (Meng et al. 2022, arXiv:2108.01073) on the straight path, frame
/// by frame.
///
/// A frame of strength s leaves the guide's own path, (1 - t) x_0 + t y with y the guide's spectrum, at
/// t = 1 - s: until then it is held there, from then on it is the flow's.
#include <complex>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "engine/dsp/fft.h"
#include "vocoder/harmonic_flow/harmonic_flow_model.h"

namespace driftwave {

/// Part of one HarmonicFlowStream. Everything but construction is RT.
class FlowGuide {
 public:
  /// @param ring_frames that wait at most. @param most_frames that are rendered at once at most.
  FlowGuide(std::shared_ptr<const HarmonicFlowModel> model, std::size_t ring_frames, std::size_t most_frames);

  /// The next frame taken in is `first_frame`.
  void reset(std::size_t first_frame) noexcept;

  /// The next frame. @param audio [hop] from its centre on, or empty: silence. @param strength 0..1
  /// @return false when something was not finite and taken as silence, or as strength 1.
  bool take_in(std::span<const float> audio, float strength) noexcept;

  [[nodiscard]] float strength(std::size_t frame) const noexcept {
    return strength_ring_[frame % strength_ring_.size()];
  }

  /// Whether one of the frames is to stay near the guide.
  [[nodiscard]] bool guides(std::size_t first_frame, std::size_t frames) const noexcept;

  /// Computes y of `frame`, the `row`-th of those rendered now. @param envelope [K] to whiten by
  void listen(std::size_t frame, std::size_t row, std::span<const float> envelope, RealFft& fft) noexcept;

  /// What hold() goes by: the frames rendered now, and their x_0, [F, K].
  void begin(std::size_t first_frame, std::span<const std::complex<float>> drawn) noexcept;

  /// Takes the part of a step from t `from` to t `to` back that frames should have spent on the guide's path.
  /// @param state [F, K] at `to`
  void hold(double from, double to, std::span<std::complex<float>> state) const noexcept;

 private:
  std::shared_ptr<const HarmonicFlowModel> model_;
  std::vector<float> audio_ring_;     ///< [ring, hop]
  std::vector<float> strength_ring_;  ///< [ring]
  std::size_t first_taken_ = 0;
  std::size_t taken_ = 0;

  // Of the frames being rendered.
  std::size_t first_frame_ = 0;
  std::vector<std::complex<float>> drawn_;   ///< x_0
  std::vector<std::complex<float>> target_;  ///< y
};

}  // namespace driftwave
