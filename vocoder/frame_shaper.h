#pragma once
/// What a player turns, as changes to mel and pitch, frame by frame.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/dsp/mel.h"
#include "vocoder/harmonic_ripple.h"
#include "vocoder/live_controls.h"

namespace driftwave {

/// A frame on its way to the vocoder, in the caller's memory.
struct ShapedFrame {
  std::span<float> mel;  ///< [M] natural log magnitude
  float f0_hz = 0;
  float voicing = 0;
  float gain = 1;          ///< by which the frame is louder than the input
  float power = 1;         ///< mean square of the input
  float aperiodicity = 1;  ///< of what is voiced, 0: a tone
  // For the prior, so that it and the mel say the same.
  float harmonics = 1;
  float breath = 1;
};

/// What Freeze holds.
struct HeldFrame {
  std::vector<float> mel;  ///< [M]
  float f0_hz = 0;
  float voicing = 0;
  float gain = 1;

  bool operator==(const HeldFrame&) const = default;
};

/// Applies LiveControls to frames in order: morph, freeze, robot, pitch and formant, tilt, gains, smear.
/// Continuous
/// controls follow their targets within some 50 ms. At rest a frame passes unchanged, to the bit.
///
/// Thread: one at a time; all but construction is RT.
class FrameShaper {
 public:
  /// @throws Error unless the mel's scale is natural log.
  explicit FrameShaper(const MelSettings& settings);

  /// As before the first frame; its controls then apply at once. What is held stays held.
  void reset() noexcept;
  /// @param side_mel [M] of the side chain, or empty: there is none.
  void shape(ShapedFrame& frame, std::span<const float> side_mel, const LiveControls& target) noexcept;
  /// Where the controls are by now.
  [[nodiscard]] const LiveControls& controls() const noexcept { return now_; }
  /// Freeze holds this one from now on, or when it next begins. Frames of other models are not taken.
  void hold(const HeldFrame& frame) noexcept;
  /// Null: nothing is held.
  [[nodiscard]] const HeldFrame* held() const noexcept { return is_held_ ? &held_ : nullptr; }
  /// Another number for each frame that was held.
  [[nodiscard]] std::uint64_t held_number() const noexcept { return held_number_; }

 private:
  void follow(const LiveControls& target) noexcept;
  void freeze(ShapedFrame& frame) noexcept;
  void take_hold_of(const ShapedFrame& frame) noexcept;
  void move_pitch_and_formant(std::span<float> mel, float f0_hz, float pitch_ratio) noexcept;
  void tilt(std::span<float> mel) const noexcept;
  void set_gains(ShapedFrame& frame) noexcept;
  void clear_bass(ShapedFrame& frame) const noexcept;
  void smear(std::span<float> mel) noexcept;
  void set_pitch(ShapedFrame& frame) noexcept;

  double frames_per_second_;
  HarmonicRipple ripple_;
  float lowest_;
  std::vector<float> octaves_;  ///< [M] above 1 kHz
  LiveControls now_;
  bool is_first_ = true;

  bool is_held_ = false;
  bool is_given_ = false;  ///< by hold(), for a Freeze that has not begun
  HeldFrame held_;
  float held_power_ = 0;
  std::uint64_t held_number_ = 0;
  bool has_sounded_ = false;  ///< the frame before
  int settling_frames_ = 0;   ///< in which a louder frame still takes the held one's place

  std::vector<float> envelope_;
  std::vector<float> fine_;
  std::vector<float> smeared_;  ///< power
  bool is_smearing_ = false;
  float robot_log_hz_ = 0;
  bool was_robot_ = false;
};

}  // namespace driftwave
