#pragma once
/// Cuts a stream of samples, in blocks of any size, into the overlapping frames of a centred analysis: frame
/// n is centred on sample n * hop and sees a fixed number of samples after it. No arithmetic on the samples.
#include <cstddef>
#include <span>
#include <vector>

namespace driftwave {

struct FrameFeedSize {
  std::size_t hop_samples = 512;
  /// Samples after a frame's centre that the frame sees. > 0
  std::size_t lookahead_samples = 1024;
  /// Samples that window() keeps, ending with the lookahead.
  std::size_t window_samples = 2048;
};

/// Constant memory: all of it is taken by the constructor. The past of the first sample is silence.
class FrameFeed {
 public:
  explicit FrameFeed(const FrameFeedSize& size);

  /// RT. Takes samples until a frame is complete. Samples that are not finite or louder than 1e6 are taken as
  /// zero and counted. @return samples taken: all of them, unless complete().
  std::size_t take(std::span<const float> audio) noexcept;

  /// RT. Completes the next frame with zeros. @return false: its centre lies after the end of the audio.
  [[nodiscard]] bool pad() noexcept;

  /// RT. Whether the next frame has all its samples.
  [[nodiscard]] bool complete() const noexcept { return missing() == 0; }
  /// RT. The complete frame: the last window_samples, the newest last.
  [[nodiscard]] std::span<const float> window() const noexcept {
    return std::span(ring_).subspan(head_, size_.window_samples);
  }
  /// RT. Moves on to the next frame.
  void advance() noexcept { ++frame_; }
  /// RT. Index of the next frame.
  [[nodiscard]] std::size_t frame() const noexcept { return frame_; }

  /// RT. Back to the first sample; mended_samples() stays.
  void reset() noexcept;

  /// RT. Samples that were not audio, ever.
  [[nodiscard]] std::size_t mended_samples() const noexcept { return mended_; }
  /// RT. Most frames that can become complete with this many samples.
  [[nodiscard]] std::size_t max_frames(std::size_t samples) const noexcept {
    return (samples + size_.hop_samples - 1) / size_.hop_samples;
  }
  /// RT. Most frames that pad() can complete.
  [[nodiscard]] std::size_t max_final_frames() const noexcept { return max_frames(size_.lookahead_samples); }

 private:
  [[nodiscard]] std::size_t missing() const noexcept {
    return frame_ * size_.hop_samples + size_.lookahead_samples - received_;
  }
  void put(float sample) noexcept;

  FrameFeedSize size_;
  /// [2 * window] Everything is written twice, a window apart, so that the last window is always contiguous.
  std::vector<float> ring_;
  std::size_t head_ = 0;
  std::size_t received_ = 0;  ///< with padding
  std::size_t length_ = 0;    ///< without
  std::size_t frame_ = 0;
  std::size_t mended_ = 0;
};

}  // namespace driftwave
