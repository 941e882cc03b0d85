#pragma once
/// What moves a player's controls by itself: a slow wave, the loudness of the input, and vibrato.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "vocoder/live_controls.h"

namespace driftwave {

/// Thread: one at a time; RT.
class LiveMotion {
 public:
  static constexpr float kVibratoHz = 5.5F;

  /// The wave begins anew.
  void reset() noexcept {
    wave_turns_ = vibrato_turns_ = 0;
    loudness_ = 0;
  }

  /// Time goes by that nothing is made of, or back.
  void pass(const MotionControls& motion, double seconds) noexcept {
    advance(wave_turns_, motion.wave_hz, seconds);
    advance(vibrato_turns_, kVibratoHz, seconds);
  }

  /// @param power mean square of the input in this frame
  [[nodiscard]] LiveControls moved(const LiveControls& still, float power, double frame_seconds) noexcept {
    const MotionControls& motion = still.motion;
    const float wave = std::sin(turn(motion.wave_start_turns + static_cast<float>(wave_turns_)));
    const float vibrato = std::sin(turn(static_cast<float>(vibrato_turns_)));
    pass(motion, frame_seconds);
    follow(power, frame_seconds);
    LiveControls now = still;
    const auto moved_by = [&](float MotionDepths::*depth) {
      return wave * motion.wave.*depth + loudness_ * motion.loudness.*depth;
    };
    now.pitch_st += moved_by(&MotionDepths::pitch_st) + vibrato * motion.vibrato_st;
    now.formant_st = std::clamp(now.formant_st + moved_by(&MotionDepths::formant_st), -12.0F, 12.0F);
    now.morph = std::clamp(now.morph + moved_by(&MotionDepths::morph), 0.0F, 1.0F);
    now.strength = std::clamp(now.strength + moved_by(&MotionDepths::strength), 0.0F, 1.0F);
    return now;
  }

 private:
  static float turn(float turns) noexcept { return 2 * std::numbers::pi_v<float> * turns; }
  static void advance(double& turns, float hz, double seconds) noexcept {
    turns += static_cast<double>(hz) * seconds;
    turns -= std::floor(turns);
  }
  /// 0 at -50 dB and below, 1 at -10 dB.
  void follow(float power, double seconds) noexcept {
    const float db = 10 * std::log10(power + 1e-10F);
    const float wanted = std::clamp((db + 50) / 40, 0.0F, 1.0F);
    const double way = wanted > loudness_ ? kAttackSeconds : kReleaseSeconds;
    loudness_ += static_cast<float>(1 - std::exp(-seconds / way)) * (wanted - loudness_);
  }

  static constexpr double kAttackSeconds = 0.01;
  static constexpr double kReleaseSeconds = 0.15;
  double wave_turns_ = 0;
  double vibrato_turns_ = 0;
  float loudness_ = 0;
};

}  // namespace driftwave
