#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace driftwave {

/// Whether there is anything to make: not after a second of silence that nothing follows any more, and not
/// after a second that nobody listened. Decided at fixed places of the sound, so that it does not depend on
/// blocks.
///
/// Thread: one at a time; RT.
class Rest {
 public:
  /// Softer is silence, -140 dB.
  static constexpr float kSilence = 1e-7F;

  explicit Rest(std::size_t samples_per_second)
      : second_(samples_per_second), grid_(std::max<std::size_t>(1, samples_per_second / 4)) {}

  /// A sound begins.
  void begin() noexcept {
    position_ = unheard_ = silent_in_ = silent_out_ = 0;
    rests_ = false;
  }
  [[nodiscard]] bool rests() const noexcept { return rests_; }
  /// Samples before the next place of decision, at most `most`.
  [[nodiscard]] std::size_t until_place(std::size_t most) const noexcept {
    return static_cast<std::size_t>(std::min<std::uint64_t>(most, grid_ - position_ % grid_));
  }

  struct Piece {
    std::span<const float> audio;  ///< that came in
    std::span<const float> side;   ///< of the side chain that counts
    std::span<const float> made;
    bool is_heard = true;
    bool must_go_on = false;  ///< what is not heard has to be made all the same
  };
  /// Decides at places.
  void follow(const Piece& piece) noexcept {
    const std::size_t samples = piece.audio.size();
    unheard_ = piece.is_heard || piece.must_go_on ? 0 : unheard_ + samples;
    const std::size_t quiet =
        std::min(silent_end(piece.audio), piece.side.empty() ? samples : silent_end(piece.side));
    silent_in_ = quiet == samples ? silent_in_ + samples : quiet;
    const std::size_t nothing = silent_end(piece.made);
    silent_out_ = nothing == piece.made.size() ? silent_out_ + nothing : nothing;
    position_ += samples;
    if (position_ % grid_ != 0) return;
    rests_ = unheard_ >= second_ || (silent_in_ >= second_ && silent_out_ >= grid_);
  }

  /// Of the first samples, those that are silent.
  [[nodiscard]] static std::size_t silent_begin(std::span<const float> audio) noexcept {
    return static_cast<std::size_t>(std::ranges::find_if(audio, is_sound) - audio.begin());
  }

 private:
  static bool is_sound(float x) noexcept { return !(std::abs(x) < kSilence); }
  static std::size_t silent_end(std::span<const float> audio) noexcept {
    return static_cast<std::size_t>(std::find_if(audio.rbegin(), audio.rend(), is_sound) - audio.rbegin());
  }

  std::size_t second_;
  std::size_t grid_;
  std::uint64_t position_ = 0;  ///< since the sound began
  std::size_t unheard_ = 0;     ///< samples so far
  std::size_t silent_in_ = 0;
  std::size_t silent_out_ = 0;
  bool rests_ = false;
};

}  // namespace driftwave
