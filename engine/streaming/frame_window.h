#pragma once
/// The frames that an operation with a kernel over frames still has to see.
#include <cstddef>
#include <span>
#include <vector>

namespace driftwave {

struct FrameWindowOptions {
  std::size_t row_floats = 0;      ///< values of a frame
  std::size_t span = 0;            ///< frames that an output sees beside its own
  std::size_t lookahead = 0;       ///< of the span, those that come after its own
  std::size_t max_new_frames = 0;  ///< that are ever appended before outputs are dropped
};

/// Frames come in at the end, outputs leave at the front, and the frames that later outputs will look back at
/// stay: an operation over rows() without padding, in chunks, equals the same operation over the whole with
/// zeros beyond both ends.
///
/// Thread: one at a time; everything but construction is RT.
class FrameWindow {
 public:
  explicit FrameWindow(const FrameWindowOptions& options);

  /// As before the first frame: zeros to look back at.
  void reset() noexcept;

  /// Nothing to look back at: the caller appends what came before.
  void drop_all() noexcept { held_ = 0; }

  /// Room for `frames` new frames, for the caller to fill. Its contents are undefined. At most
  /// max_new_frames + lookahead frames may be waiting.
  [[nodiscard]] std::span<float> append(std::size_t frames) noexcept;

  /// After the last frame: zeros for its outputs to look ahead at.
  void append_end() noexcept;

  /// Outputs that can be computed now.
  [[nodiscard]] std::size_t ready() const noexcept { return held_ > span_ ? held_ - span_ : 0; }

  /// What the outputs that are ready see, [ready() + span, row_floats]. Only while ready() > 0.
  [[nodiscard]] std::span<const float> rows() const noexcept {
    return std::span(data_).first(held_ * row_floats_);
  }

  /// The first `outputs` of those ready have been computed.
  void drop(std::size_t outputs) noexcept;

 private:
  std::size_t row_floats_;
  std::size_t span_;
  std::size_t lookahead_;
  std::size_t held_ = 0;
  std::vector<float> data_;
};

}  // namespace driftwave
