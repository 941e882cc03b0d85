#pragma once
/// Live audio through mel and pitch and back: what a plugin or a pipe runs.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "engine/dsp/mel_stream.h"
#include "engine/dsp/pitch_stream.h"
#include "engine/streaming/sample_queue.h"
#include "vocoder/vocoder.h"

namespace driftwave {

struct LiveResynthesisOptions {
  /// Frames that the vocoder is given at once at most: more cost less, and come in larger bursts.
  std::size_t max_frames = 8;
  int max_steps = 8;
  std::uint64_t seed = 0;
  double pitch_st = 0.0;
  /// Frames that the pitch tracker may wait; each adds a hop to the latency. At 0 onsets are a little less
  /// sure.
  std::size_t pitch_lag_frames = 0;
  /// Gain before the analysis, undone after it, in decibels; models expect speech near -23 dB. NaN follows
  /// the level of the input.
  double level_db = std::numeric_limits<double>::quiet_NaN();
};

/// Brings frames of any level to the level that models are trained at, slowly.
class LevelFollower {
 public:
  LevelFollower(double frames_per_second, double fixed_gain_db);
  /// @param power mean square of the frame. @return the gain for it. RT.
  [[nodiscard]] double gain_for(double power) noexcept;
  void reset() noexcept;

 private:
  double forget_;
  double fixed_gain_;
  double power_ = 0;
  double weight_ = 0;
};

/// Blocks of any size in, as many samples out, latency_samples() later; the samples do not depend on the
/// blocks. Thread: one at a time; all but construction is RT.
class LiveResynthesis {
 public:
  /// The vocoder need not outlive it. @throws Error on options out of range, or a model that cannot stream.
  LiveResynthesis(const Vocoder& vocoder, const LiveResynthesisOptions& options);

  /// @param out as long as `audio`, may be the same.
  void process(std::span<const float> audio, StepGovernor& governor, std::span<float> out) noexcept;
  /// Silence before and after; the next sample in is a first one.
  void reset() noexcept;

  /// From a sample in to the sample out that sounds like it.
  [[nodiscard]] std::size_t latency_samples() const noexcept { return latency_; }
  /// Samples that were not finite and taken as zero.
  [[nodiscard]] std::uint64_t mended_samples() const noexcept { return mel_.mended_samples(); }

 private:
  void take_in(std::span<const float> audio) noexcept;
  void add_mel(const MelFrame& frame) noexcept;
  void add_pitch(const PitchFrame& frame) noexcept;
  void make_sound(StepGovernor& governor) noexcept;
  void undo_gain(std::span<float> audio) noexcept;

  LiveResynthesisOptions options_;
  std::size_t hop_;
  std::size_t mels_;
  MelStream mel_;
  PitchStream pitch_;
  LevelFollower level_;
  std::unique_ptr<VocoderStream> vocoder_;
  std::size_t latency_;
  double pitch_ratio_;
  float frame_power_scale_;

  // Frames whose mel is known, by index; the vocoder has had those before taken_.
  std::size_t ring_frames_;
  std::vector<float> mel_ring_;
  std::vector<float> gain_ring_;
  std::size_t mel_frames_ = 0;
  std::size_t pitch_frames_ = 0;

  // Of the call.
  std::vector<float> mel_block_;
  std::vector<float> f0_block_;
  std::vector<float> voicing_block_;
  std::size_t block_frames_ = 0;

  std::vector<float> made_;
  std::size_t made_samples_ = 0;  ///< since reset
  SampleQueue queue_;
};

}  // namespace driftwave
