#pragma once
/// One round of making a sound have the mel that it was made from: each frame's spectrum is scaled by what
/// its mel lacks, and overlapped with its neighbours again. Griffin & Lim's projections (1984), on a mel
/// instead of magnitudes, from a sound whose phases are good already.
#include <complex>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "engine/dsp/fft.h"
#include "engine/dsp/mel_projection.h"
#include "vocoder/harmonic_flow/harmonic_flow_model.h"
#include "vocoder/harmonic_flow/overlap_add.h"

namespace driftwave {

/// Hops in, hops out, latency_hops() later. Everything but construction is RT.
class MelCorrection {
 public:
  explicit MelCorrection(std::shared_ptr<const HarmonicFlowModel> model);

  /// A window's hops but one.
  [[nodiscard]] static std::size_t latency_hops(const HarmonicFlowModel& model) noexcept {
    return 2 * model.half_window_frames() - 1;
  }

  /// The next hop is that after frame `first_frame`'s centre.
  void reset(std::size_t first_frame) noexcept;

  /// The frame whose window the next hop completes; its mel goes with that hop. Negative: none.
  [[nodiscard]] std::ptrdiff_t next_frame() const noexcept {
    return static_cast<std::ptrdiff_t>(hops_in_ + 1) - static_cast<std::ptrdiff_t>(half_);
  }

  /// @param in [hop], empty: after the last one @param mel [M] of next_frame(), empty: it does not exist
  /// @param out [hop] @return whether a hop came out
  bool push(std::span<const float> in, std::span<const float> mel, std::span<float> out) noexcept;

 private:
  void correct(std::span<const float> mel) noexcept;

  std::shared_ptr<const HarmonicFlowModel> model_;
  RealFft fft_;
  MelProjection projection_;
  std::size_t half_;
  std::size_t first_frame_ = 0;
  std::size_t hops_in_ = 0;     ///< as an index
  std::vector<float> signal_;   ///< [n_fft] the last hops in
  OverlapAdd tail_;             ///< corrected, still to be added to
  std::vector<float> missing_;  ///< [M] what the frame's mel lacks
  std::vector<float> gain_;     ///< [K]
};

}  // namespace driftwave
