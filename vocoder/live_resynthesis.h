#pragma once
/// Live audio through mel and pitch and back: what a plugin or a pipe runs.
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/dsp/mel_stream.h"
#include "engine/dsp/pitch_stream.h"
#include "engine/streaming/sample_queue.h"
#include "vocoder/bass_pitch.h"
#include "vocoder/frame_shaper.h"
#include "vocoder/harmony_singer.h"
#include "vocoder/live_controls.h"
#include "vocoder/live_motion.h"
#include "vocoder/reseedable.h"
#include "vocoder/vocoder.h"

namespace driftwave {

struct LiveResynthesisOptions {
  /// Frames that the vocoder is given at once at most: more cost less, and come in larger bursts.
  std::size_t max_frames = 8;
  int max_steps = 8;
  std::uint64_t seed = 0;
  /// Added to that of the controls.
  double pitch_st = 0.0;
  /// Listen to a side chain too, whose mel LiveControls::morph leads to.
  bool has_side_chain = false;
  /// Voices that LiveControls::harmony may let sing, at most kHarmonyVoices.
  std::size_t harmony_voices = 0;
  /// Frames that the pitch tracker may wait; each adds a hop to the latency. At 0 onsets are a little less
  /// sure.
  std::size_t pitch_lag_frames = 0;
  /// While the pitch stays, the harmonics take the phase of the input's fundamental, as in training, as long
  /// as that moves on as the pitch says: a chord has none. Otherwise only where controls keep some of the
  /// input's own sound.
  bool follow_phase = true;
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

/// What one call hears.
struct LiveBlock {
  std::span<const float> audio;
  std::span<const float> side = {};  ///< the side chain, as long as `audio`; empty: silence
};

/// The pitch of the newest frame.
struct LivePitch {
  float heard_hz = 0;
  float made_hz = 0;
  float voicing = 0;  ///< as heard
};

/// Blocks of any size in, as many samples out, latency_samples() later; the samples do not depend on the
/// blocks. Thread: one at a time; all but construction is RT.
class LiveResynthesis {
 public:
  /// The vocoder need not outlive it. @throws Error on options out of range, or a model that cannot stream.
  LiveResynthesis(const Vocoder& vocoder, const LiveResynthesisOptions& options);

  /// @param out as long as `audio`, may be the same.
  void process(std::span<const float> audio, StepGovernor& governor, std::span<float> out) noexcept {
    process({.audio = audio}, {}, governor, out);
  }
  /// @param controls for the frames that the block completes: those centred analysis_latency_samples() before
  /// its samples.
  void process(const LiveBlock& block, const LiveControls& controls, StepGovernor& governor,
               std::span<float> out) noexcept;
  /// Silence before and after; the next sample in is a first one. What Freeze holds stays held.
  void reset() noexcept;
  /// As reset(), after a pause in the same sound: its level is known.
  void resume() noexcept;
  /// Time goes by that nothing is made of, or back: what moves by itself moves on.
  void pass(double seconds, const LiveControls& controls) noexcept { motion_.pass(controls.motion, seconds); }
  /// As reset(), with another seed from now on.
  void reset(std::uint64_t seed) noexcept {
    options_.seed = seed;
    reset();
  }

  /// As FrameShaper. RT.
  void hold(const HeldFrame& frame) noexcept {
    shaper_.hold(frame);
    for (HarmonySinger& singer : singers_) singer.hold(frame);
  }
  [[nodiscard]] const HeldFrame* held() const noexcept { return shaper_.held(); }
  [[nodiscard]] std::uint64_t held_number() const noexcept { return shaper_.held_number(); }

  /// From a sample in to the sample out that sounds like it.
  [[nodiscard]] std::size_t latency_samples() const noexcept { return latency_; }
  /// From a frame's centre to the sample with which the frame is known.
  [[nodiscard]] std::size_t analysis_latency_samples() const noexcept { return analysis_latency_; }
  [[nodiscard]] const LivePitch& pitch() const noexcept { return newest_; }
  /// Samples that were not finite and taken as zero.
  [[nodiscard]] std::uint64_t mended_samples() const noexcept { return input_.stream.mended_samples(); }

 private:
  /// Frames of one input whose mel is known, by index, at the level of the models.
  struct Heard {
    Heard(const MelSettings& settings, double level_db, std::size_t ring_frames);
    void reset() noexcept;
    void resume() noexcept;
    void add(const MelFrame& frame) noexcept;
    [[nodiscard]] std::span<float> mel_of(std::size_t frame) noexcept;
    [[nodiscard]] float gain_of(std::size_t frame) const noexcept { return gains[frame % gains.size()]; }
    [[nodiscard]] float power_of(std::size_t frame) const noexcept { return powers[frame % powers.size()]; }

    MelStream stream;
    LevelFollower level;
    float power_scale;
    float lowest;
    std::vector<float> mels;    ///< [ring_frames, M]
    std::vector<float> gains;   ///< [ring_frames]
    std::vector<float> powers;  ///< [ring_frames] mean square
    std::size_t frames = 0;
  };

  void begin() noexcept;
  void take_in(const LiveBlock& block, const LiveControls& controls) noexcept;
  void add_pitch(const PitchFrame& frame, const LiveControls& controls) noexcept;
  void remember(std::span<const float> audio) noexcept;
  [[nodiscard]] PitchFrame heard_pitch(const PitchFrame& heard, const LiveControls& controls) noexcept;
  [[nodiscard]] LiveControls in_tune(const PitchFrame& heard, const LiveControls& controls) noexcept;
  void add_harmony(std::size_t frame, const PitchFrame& heard, const LiveControls& controls) noexcept;
  [[nodiscard]] float heard_at(std::ptrdiff_t sample) const noexcept;
  [[nodiscard]] float phase_at(std::size_t frame, double f0_hz) const noexcept;
  [[nodiscard]] float followed_phase(std::size_t frame, float f0_hz, bool needs_agreement) noexcept;
  void add_guide(std::size_t frame, const ShapedFrame& shaped) noexcept;
  void make_sound(StepGovernor& governor) noexcept;
  void undo_gain(std::span<float> audio) noexcept;

  LiveResynthesisOptions options_;
  double sample_rate_hz_;
  std::size_t hop_;
  std::size_t mels_;
  std::size_t ring_frames_;
  float lowest_;
  Heard input_;
  std::optional<Heard> side_;
  PitchStream pitch_;
  BassPitch bass_;
  FrameShaper shaper_;
  LiveMotion motion_;
  ScaleFollower scale_;
  std::vector<HarmonySinger> singers_;
  std::unique_ptr<VocoderStream> vocoder_;
  Reseedable* reseedable_;  ///< the vocoder's stream; null: it cannot be
  std::uint64_t seed_ = 0;  ///< of the noise now
  std::size_t analysis_latency_;
  std::size_t latency_;

  std::size_t pitch_frames_ = 0;
  std::vector<float> undo_ring_;  ///< [ring_frames] what takes a frame back to the input's level; 0: silence
  LivePitch newest_;

  std::vector<float> memory_;  ///< of the input, a ring
  std::size_t remembered_ = 0;
  std::vector<double> phase_window_;  ///< [half + 1] from the middle outwards
  float last_phase_ = 0;
  float last_f0_hz_ = 0;     ///< 0: the frame before had no phase
  int agreeing_frames_ = 0;  ///< in which the phase moved on as the pitch says

  // Of the call.
  std::vector<float> mel_block_;
  std::vector<float> f0_block_;
  std::vector<float> voicing_block_;
  std::vector<float> bass_samples_;
  std::vector<float> phase_block_;  ///< NaN: none is given
  std::vector<float> guide_block_;
  std::vector<float> strength_block_;
  std::vector<float> harmonics_block_;
  std::vector<float> breath_block_;
  std::size_t block_frames_ = 0;

  std::vector<float> made_;
  std::size_t made_samples_ = 0;  ///< since reset
  SampleQueue queue_;
};

}  // namespace driftwave
