#pragma once
/// Where hits begin, so that the input's own attack can stand in for one that the resynthesis smears.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace driftwave {

/// Gives for each sample that comes out, a fixed number of samples after it came in, how much of the dry
/// sound is wanted: 1 from a little before a hit, where the resynthesis is already heard, until the hit's
/// attack is over; 0 away from hits.
///
/// A hit is a moment at which the sound, with its high frequencies lifted, becomes 12 dB louder than it was
/// over the last 30 ms.
///
/// Thread: one at a time; RT.
class AttackFinder {
 public:
  struct Settings {
    std::size_t delay_samples = 0;  ///< at least kBeforeSeconds, to see hits before they come out
    double rate_hz = 44100;
  };
  explicit AttackFinder(const Settings& settings) noexcept;

  /// @param wanted written, as long as `audio`
  void process(std::span<const float> audio, std::span<float> wanted) noexcept;
  void reset() noexcept;

  /// The dry sound fades in before a hit over the first of these, and out after it over the last.
  static constexpr double kBeforeSeconds = 0.032;
  static constexpr double kFadeInSeconds = 0.006;
  static constexpr double kAttackSeconds = 0.008;
  static constexpr double kFadeOutSeconds = 0.018;

 private:
  void listen(float sample) noexcept;
  void end_block() noexcept;
  [[nodiscard]] float wanted_at(std::int64_t position) noexcept;

  std::int64_t delay_;
  std::size_t block_;
  std::int64_t before_;
  std::int64_t fade_in_;
  std::int64_t attack_;
  std::int64_t fade_out_;
  float slow_share_;

  float last_ = 0;
  double sum_ = 0;
  std::size_t in_block_ = 0;
  double slow_ = 0;  ///< mean power over the last moments
  double block_before_ = 0;
  std::int64_t heard_ = 0;

  static constexpr std::size_t kMostHits = 16;
  std::array<std::int64_t, kMostHits> hits_{};  ///< a ring, oldest first
  std::size_t first_ = 0;
  std::size_t count_ = 0;
};

}  // namespace driftwave
