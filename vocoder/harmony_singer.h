#pragma once
/// Another voice that sings the input's words on another note.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/streaming/step_governor.h"
#include "vocoder/frame_shaper.h"
#include "vocoder/live_controls.h"
#include "vocoder/vocoder.h"

namespace driftwave {

/// Costs nothing while it is silent. Thread: one at a time; all but construction is RT.
class HarmonySinger {
 public:
  struct Options {
    std::size_t max_frames = 8;
    int max_steps = 8;
    std::uint64_t seed = 0;
  };
  /// The vocoder need not outlive it. @throws Error as Vocoder::open_stream.
  HarmonySinger(const Vocoder& vocoder, const Options& options);

  void reset(std::uint64_t seed) noexcept;
  /// What Freeze holds of the first voice.
  void hold(const HeldFrame& frame) noexcept { shaper_.hold(frame); }

  struct Frame {
    std::size_t index = 0;  ///< since the sound began
    std::span<const float> mel;
    std::span<const float> side_mel;  ///< empty: there is none
    float f0_hz = 0;
    float voicing = 0;
    float gain = 1;          ///< as ShapedFrame
    float power = 1;         ///< as ShapedFrame
    float aperiodicity = 1;  ///< as ShapedFrame
    const HeldFrame* held = nullptr;
  };
  /// A frame of the input. @param level 0: this voice is silent. @param controls of this voice
  void listen(const Frame& frame, float level, const LiveControls& controls) noexcept;
  /// Makes the sound of the frames since the last call.
  /// @param sum the first voice's, which became complete by the same frames: this one's is added.
  void sing(StepGovernor& governor, std::span<float> sum) noexcept;

 private:
  void wake(const Frame& frame) noexcept;

  std::size_t hop_;
  std::size_t mels_;
  std::size_t late_frames_;  ///< by which the sound comes later than its frames
  std::uint64_t seed_;
  FrameShaper shaper_;
  std::unique_ptr<VocoderStream> stream_;
  bool is_awake_ = false;
  float level_ = 0;
  std::size_t silent_frames_ = 0;
  std::size_t first_frame_ = 0;
  std::size_t made_samples_ = 0;   ///< since it woke
  std::vector<float> level_ring_;  ///< of frames, by index
  std::size_t block_frames_ = 0;
  std::vector<float> mel_block_;
  std::vector<float> f0_block_;
  std::vector<float> voicing_block_;
  std::vector<float> harmonics_block_;
  std::vector<float> breath_block_;
  std::vector<float> made_;
};

}  // namespace driftwave
