#pragma once
/// log_mel for live audio: blocks of any size in, frames out, the same bits as log_mel of the whole signal.
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/dsp/fft.h"
#include "engine/dsp/frame_feed.h"
#include "engine/dsp/mel_projection.h"

namespace driftwave {

/// Valid until the sink returns.
struct MelFrame {
  std::size_t index = 0;                          ///< centred on sample index * hop
  std::span<const float> mel;                     ///< [M] as log_mel
  std::span<const std::complex<float>> spectrum;  ///< [K] as Stft::forward
};

/// All memory is taken by the constructor; the other members are RT. One object per thread.
class MelStream {
 public:
  /// @throws Error as validate(settings).
  explicit MelStream(const MelSettings& settings);

  [[nodiscard]] const MelSettings& settings() const noexcept { return settings_; }
  /// A frame comes out when this many samples after its centre have come in.
  [[nodiscard]] std::size_t latency_samples() const noexcept { return half_; }
  /// Most frames that a block of this many samples can complete.
  [[nodiscard]] std::size_t max_frames(std::size_t samples) const noexcept {
    return feed_.max_frames(samples);
  }
  /// Most frames that flush() and finish() can give.
  [[nodiscard]] std::size_t max_final_frames() const noexcept { return feed_.max_final_frames(); }

  /// Gives each frame that the block completes to `sink(const MelFrame&)`, which must not throw.
  template <typename Sink>
  void push(std::span<const float> audio, Sink&& sink) noexcept {
    while (!audio.empty()) {
      audio = audio.subspan(feed_.take(audio));
      if (feed_.complete()) sink(next_frame());
    }
  }
  /// Gives the frames that are left, up to T / hop + 1 in all, as if silence followed; then the stream is
  /// ready for another signal.
  template <typename Sink>
  void flush(Sink&& sink) noexcept {
    while (feed_.pad()) sink(next_frame());
    feed_.reset();
  }

  /// As push. @param mel_out [max_frames(audio.size()), M]; frames it has no room for are dropped and
  /// counted.
  /// @return frames written.
  std::size_t process(std::span<const float> audio, std::span<float> mel_out) noexcept;
  /// As flush. @param mel_out [max_final_frames(), M]. @return frames written.
  std::size_t finish(std::span<float> mel_out) noexcept;

  /// Forgets the signal; the counters stay.
  void reset() noexcept { feed_.reset(); }
  /// Samples that were NaN, infinite or louder than 1e6, and were taken as zero.
  [[nodiscard]] std::size_t mended_samples() const noexcept { return feed_.mended_samples(); }
  /// Frames that found no room.
  [[nodiscard]] std::size_t dropped_frames() const noexcept { return dropped_; }

 private:
  [[nodiscard]] MelFrame next_frame() noexcept;
  bool write(const MelFrame& frame, std::span<float>& mel_out) noexcept;

  MelSettings settings_;
  std::size_t half_;
  FrameFeed feed_;
  std::vector<float> window_;
  RealFft fft_;
  MelProjection projection_;
  std::vector<float> mel_;
  std::size_t dropped_ = 0;
};

}  // namespace driftwave
