#pragma once
/// Windows that overlap, added up and divided by what they weigh: the end of an inverse STFT, hop by hop.
#include <cstddef>
#include <span>
#include <vector>

namespace driftwave {

/// Everything but construction is RT.
class OverlapAdd {
 public:
  /// @param window [n_fft], a multiple of the hop; outlives the object.
  OverlapAdd(std::span<const float> window, std::size_t hop);

  /// As before the first window.
  void reset() noexcept;

  /// Windows `signal` and adds it to what waits. @param signal [n_fft]
  void add(std::span<const float> signal) noexcept;

  /// The first hop that waits, which no later window adds to. @param out [hop]
  void read(std::span<float> out) const noexcept;

  /// That hop leaves.
  void shift() noexcept;

 private:
  std::span<const float> window_;
  std::size_t hop_;
  std::vector<float> sum_;
  std::vector<float> weight_;  ///< squared windows
};

/// Moves values to the front by `count`, and zeros in behind them. RT.
void shift_left(std::span<float> values, std::size_t count) noexcept;

}  // namespace driftwave
