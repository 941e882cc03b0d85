#pragma once
/// Where a mono resynthesis stands between two loudspeakers.
#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace driftwave {

/// The vocoder hears and gives one channel, the mean of both. Each output channel gets it with the gain
/// sqrt(power of the channel / power of the mean), followed over some 20 ms around each sample, so that what
/// is panned or louder on one side stays so. Two equal channels have gains of exactly 1.
///
/// How far the channels differ beyond their levels is told too, as parametric stereo does (Breebaart et al.
/// 2005): channels that are a cos(x) + b sin(x) and a cos(x) - b sin(x), of sounds a and b that have the same
/// power and nothing in common, correlate by cos(2 x).
///
/// Thread: one at a time; all but construction is RT.
class StereoBalance {
 public:
  struct Settings {
    std::size_t delay_samples = 0;  ///< by which the gains come later than the input that they are for
    int sample_rate_hz = 44100;
  };
  explicit StereoBalance(const Settings& settings);

  struct Place {
    std::span<float> left_gain;
    std::span<float> right_gain;
    std::span<float> apart;  ///< sin(x): 0 for channels that differ by their levels only
  };
  /// Listens to a block and writes the place of the block that is delay_samples older.
  void process(std::span<const float> left, std::span<const float> right, const Place& place) noexcept;
  void reset() noexcept;

 private:
  struct Powers {
    double left = 0;
    double right = 0;
    double mid = 0;
    double cross = 0;
  };
  struct Gains {
    float left = 1;
    float right = 1;
    float apart = 0;
  };
  [[nodiscard]] Gains gains_of(std::size_t block) const noexcept;
  void listen(float left, float right) noexcept;

  std::size_t delay_;
  std::size_t block_;
  std::vector<Powers> powers_;  ///< by block of block_ samples
  std::size_t heard_ = 0;       ///< samples so far, up to the delay
  std::size_t newest_ = 0;      ///< the place in powers_ of the block that is heard
  std::size_t in_newest_ = 0;   ///< samples of it
  Gains before_;                ///< at the middle of a block ..
  Gains after_;                 ///< .. and of the next
  std::size_t between_ = 0;     ///< the later block of the two
  std::size_t in_between_ = 0;  ///< samples since the middle of the earlier one
};

}  // namespace driftwave
