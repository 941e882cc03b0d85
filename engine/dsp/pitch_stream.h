#pragma once
/// Pitch of live audio: YIN candidates, a Viterbi search that decides a fixed number of frames late, and each
/// frame's instantaneous frequency. What track_pitch and refine_pitch do for a recording, as well as it can
/// be done without the future.
#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/dsp/frame_feed.h"
#include "engine/dsp/instantaneous_pitch.h"
#include "engine/dsp/pitch.h"
#include "engine/dsp/pitch_path.h"
#include "engine/dsp/yin.h"

namespace driftwave {

struct PitchStreamOptions {
  PitchOptions pitch{};
  /// Frame n is decided when frame n + lag is seen. 0: by what is past alone.
  std::size_t lag_frames = 0;
  /// Audio after a frame's centre that the frame may see. 0: two hops, which is half of an n_fft of four
  /// hops, so that a MelStream's frame and this one's become known together at lag 0.
  std::size_t lookahead_samples = 0;
};

struct PitchFrame {
  /// Always > 0. Unvoiced frames hold the last voiced pitch (150 before the first), and just before an onset
  /// that lies within the lag they take the onset's: the step between the two is then not heard.
  float f0_hz = 0;
  float voicing = 0;       ///< 1 voiced, 0 unvoiced
  float aperiodicity = 1;  ///< of what is voiced, 0: a tone

  bool operator==(const PitchFrame&) const = default;
};

/// All memory is taken by the constructor; the other members are RT. One object per thread.
class PitchStream {
 public:
  /// @throws Error as longest_period_samples, or unless hop <= lookahead, or when lag_frames > 1000.
  explicit PitchStream(const PitchStreamOptions& options);

  /// A frame comes out when this many samples after its centre have come in.
  [[nodiscard]] std::size_t latency_samples() const noexcept;
  /// Most frames that a block of this many samples can complete.
  [[nodiscard]] std::size_t max_frames(std::size_t samples) const noexcept {
    return feed_.max_frames(samples);
  }
  /// Most frames that flush() and finish() can give.
  [[nodiscard]] std::size_t max_final_frames() const noexcept {
    return feed_.max_final_frames() + options_.lag_frames;
  }

  /// Gives each frame that the block decides to `sink(const PitchFrame&)`, which must not throw.
  template <typename Sink>
  void push(std::span<const float> audio, Sink&& sink) noexcept {
    while (!audio.empty()) {
      audio = audio.subspan(feed_.take(audio));
      if (feed_.complete() && analyse()) sink(decide(options_.lag_frames));
    }
  }
  /// Gives the frames that are left, up to T / hop + 1 in all, as if silence followed; then the stream is
  /// ready for another signal.
  template <typename Sink>
  void flush(Sink&& sink) noexcept {
    while (feed_.pad())
      if (analyse()) sink(decide(options_.lag_frames));
    for (std::size_t left = std::min(options_.lag_frames, feed_.frame()); left-- > 0;) sink(decide(left));
    reset();
  }

  /// As push. @param out [max_frames(audio.size())]; frames it has no room for are dropped and counted.
  /// @return frames written.
  std::size_t process(std::span<const float> audio, std::span<PitchFrame> out) noexcept;
  /// As flush. @param out [max_final_frames()]. @return frames written.
  std::size_t finish(std::span<PitchFrame> out) noexcept;

  /// Forgets the signal; the counters stay.
  void reset() noexcept;
  /// Samples that were NaN, infinite or louder than 1e6, and were taken as zero.
  [[nodiscard]] std::size_t mended_samples() const noexcept { return feed_.mended_samples(); }
  /// Frames that found no room.
  [[nodiscard]] std::size_t dropped_frames() const noexcept { return dropped_; }

 private:
  /// Extends the search by the complete frame. @return whether a frame can be decided.
  bool analyse() noexcept;
  /// The frame that lies `back` frames before the newest, on the path that is best now.
  [[nodiscard]] PitchFrame decide(std::size_t back) noexcept;
  /// The pitch of the frame `back` frames before the newest, given roughly.
  [[nodiscard]] float refined_hz(std::size_t back, double coarse_hz) const noexcept;
  [[nodiscard]] PitchColumn& column(std::size_t frame) noexcept { return columns_[frame % columns_.size()]; }
  bool write(const PitchFrame& frame, std::span<PitchFrame>& out) noexcept;

  PitchStreamOptions options_;
  std::size_t lookahead_;
  YinCandidates yin_;
  InstantaneousPitch instantaneous_;
  FrameFeed feed_;
  std::vector<PitchColumn> columns_;  ///< [lag + 2]
  float held_hz_;
  std::size_t dropped_ = 0;
};

}  // namespace driftwave
