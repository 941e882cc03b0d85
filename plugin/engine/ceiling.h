#pragma once
/// A level that the sound does not pass, between the samples either.
#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace driftwave {

/// Turns the sound down a moment before what would pass kCeilingDb of true peak, and softly up again. What
/// stays below passes to the bit. All comes latency_samples() later, limited or not.
///
/// Thread: one at a time; all but construction is RT.
class Ceiling {
 public:
  /// What a meter that looks between the samples reads at most, in dBTP.
  static constexpr double kCeilingDb = -0.5;
  static constexpr std::size_t kMostChannels = 2;

  Ceiling(double rate_hz, std::size_t channels);

  [[nodiscard]] static std::size_t latency_samples(double rate_hz) noexcept;

  /// One sample of each channel, in place.
  /// @param limits whether it may be turned down: not where it is the input, to the bit.
  void next(std::span<float> frame, bool limits) noexcept;
  void reset() noexcept;

 private:
  static constexpr std::size_t kTaps = 32;  ///< of each phase, half of them on each side
  static constexpr std::size_t kPhases = 4;

  [[nodiscard]] float peak_here() const noexcept;
  void hold(float wanted) noexcept;
  [[nodiscard]] float mean_gain() noexcept;

  std::size_t channels_;
  std::size_t length_;  ///< of the way down
  double release_;
  float limit_;
  std::array<std::array<float, kPhases>, kTaps> between_{};           ///< interpolation at 1/5 .. 4/5
  std::vector<float> delay_;                                          ///< [latency, channels]
  std::array<std::array<float, 2 * kTaps>, kMostChannels> recent_{};  ///< twice, to be read in one piece
  std::array<bool, kTaps> limits_{};
  std::size_t at_ = 0;  ///< in recent_
  std::size_t delay_at_ = 0;
  std::size_t loud_ = 0;  ///< samples for which one that could pass the limit is near

  // The smallest gain wanted of the last length_ samples: a queue that rises.
  struct Wanted {
    std::size_t when = 0;
    float gain = 1;
  };
  std::vector<Wanted> queue_;
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  std::size_t now_ = 0;
  double released_ = 1;
  std::vector<float> window_;  ///< [length_] gains to be averaged
  std::size_t window_at_ = 0;
  std::size_t reduced_ = 0;  ///< of them, that are not 1
  double sum_ = 0;
};

}  // namespace driftwave
