#pragma once
#include <complex>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/diffusion/plan.h"
#include "engine/dsp/fft.h"
#include "engine/streaming/frame_window.h"
#include "vocoder/harmonic_flow/flow_guide.h"
#include "vocoder/harmonic_flow/harmonic_flow_model.h"
#include "vocoder/harmonic_flow/mel_correction.h"
#include "vocoder/harmonic_flow/overlap_add.h"
#include "vocoder/reseedable.h"
#include "vocoder/vocoder.h"

namespace driftwave {

/// Where a stream begins, for a part of a longer input.
struct StreamStart {
  std::size_t frame = 0;   ///< index of the first frame: places it in the noise and on the turns
  double phase_rad = 0.0;  ///< of the source at that frame
};

/// Gains on the two parts of the prior, H E and g noise.
struct PriorGains {
  float harmonics = 1;
  float breath = 1;
};

/// HarmonicFlow frame by frame. Offline synthesis is made of these too: there is one implementation.
///
/// Frames wait in rings until the networks have seen as far ahead as they look; then their spectra are
/// computed, transformed back and added up.
class HarmonicFlowStream final : public VocoderStream, public Reseedable {
 public:
  /// @param options corrections is a number, not -1. @param plan what every block goes through; null: Euler
  /// steps of equal size, as many as the governor says.
  HarmonicFlowStream(std::shared_ptr<const HarmonicFlowModel> model, const VocoderStreamOptions& options,
                     std::shared_ptr<const SamplerPlan> plan = nullptr);

  std::size_t process(const VocoderFrames& frames, StepGovernor& governor,
                      std::span<float> out) noexcept override;
  std::size_t finish(StepGovernor& governor, std::span<float> out) noexcept override;
  void reset(std::uint64_t seed) noexcept override { start(seed, {}); }
  void reseed(std::uint64_t seed) noexcept override { seed_ = seed; }
  /// Begins anew in the middle: the first sample out is that of the frame's centre. RT.
  void start(std::uint64_t seed, const StreamStart& start) noexcept;
  std::size_t max_samples() const noexcept override;
  std::uint64_t repaired_frames() const noexcept override { return repaired_frames_; }

 private:
  using ComplexFrames = std::vector<std::complex<float>>;  ///< [F, K]

  /// The `n`-th frame of a call.
  void take_in(const VocoderFrames& frames, std::size_t n) noexcept;
  [[nodiscard]] bool take_in_mel(std::span<const float> mel) noexcept;
  [[nodiscard]] bool take_in_pitch(float f0_hz, float voicing, float phase_rad) noexcept;
  [[nodiscard]] bool take_in_gains(float harmonics, float breath) noexcept;
  /// Feeds the conditioner up to the frame before `end` and renders what it gives.
  std::size_t advance(std::size_t end, bool at_end, StepGovernor& governor, std::span<float> out) noexcept;
  [[nodiscard]] std::size_t render(std::size_t frames, StepGovernor& governor, std::span<float> out) noexcept;
  void render_signals(std::size_t frames) noexcept;
  void transform(std::span<const float> signal, std::size_t frames, ComplexFrames& spectrum) noexcept;
  void draw_prior(std::size_t frames) noexcept;
  void find_envelope(std::size_t frame) noexcept;
  /// Lays the beginning of the guide's path under the frames that follow it. @return whether there are any
  [[nodiscard]] bool begin_guide(std::size_t frames) noexcept;
  /// @param guided whether guide_ has something to hold
  void run_flow(std::size_t frames, bool guided, StepGovernor& governor) noexcept;
  [[nodiscard]] int run_euler(const FlowInput& input, std::size_t frames, bool guided,
                              StepGovernor& governor) noexcept;
  [[nodiscard]] int run_plan(const FlowInput& input, bool guided) noexcept;
  [[nodiscard]] std::size_t overlap_add(std::size_t frame, std::size_t row, std::span<float> out) noexcept;
  [[nodiscard]] std::size_t emit_hop(std::span<float> out) noexcept;
  /// The rounds of correction on the first `samples` of `out`, in place. @return samples that came out
  [[nodiscard]] std::size_t correct(std::span<float> out, std::size_t samples, bool at_end) noexcept;
  [[nodiscard]] std::span<const float> mel_of(std::size_t frame) const noexcept;
  [[nodiscard]] SourceFrame track_at(std::ptrdiff_t frame) const noexcept;
  void source_row(std::ptrdiff_t hop_index, std::span<float> row) noexcept;
  void noise_row(std::size_t hop_index, std::span<float> row) noexcept;

  std::shared_ptr<const HarmonicFlowModel> model_;
  VocoderStreamOptions options_;
  std::shared_ptr<const SamplerPlan> plan_;
  RealFft fft_;
  PriorState prior_;
  FlowState flow_;
  FrameWindow source_signal_;
  FrameWindow noise_signal_;

  // Rings by frame index.
  std::size_t ring_frames_;
  std::vector<float> mel_ring_;
  std::vector<SourceFrame> track_ring_;
  std::vector<PriorGains> gains_ring_;
  FlowGuide guide_;

  // Of the frames being rendered.
  ComplexFrames source_;
  ComplexFrames mean_;
  ComplexFrames state_;
  ComplexFrames direction_;  ///< D of the evaluation, see engine/diffusion/plan.h
  ComplexFrames direction_before_;
  std::vector<float> envelope_;     ///< of the frame that find_envelope() was last asked for
  std::vector<float> other_noise_;  ///< a hop to blend with

  std::vector<MelCorrection> corrections_;

  OverlapAdd tail_;  ///< the samples that later frames still add to

  std::uint64_t seed_ = 0;
  StreamStart start_;
  std::size_t taken_ = 0;        ///< frames taken in, as an index
  std::size_t conditioned_ = 0;  ///< frames given to the conditioner
  std::size_t rendered_ = 0;     ///< frames added to the tail
  std::uint64_t repaired_frames_ = 0;
};

}  // namespace driftwave
