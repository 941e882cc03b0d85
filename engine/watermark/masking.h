#pragma once
/// What embedder and detector know of hearing. Private to engine/watermark.
#include <cstddef>
#include <span>
#include <vector>

namespace driftwave {

/// Its square, of frames that overlap by half, sums to one. @return [size]
[[nodiscard]] std::vector<float> sine_window(std::size_t size);

struct MaskingOptions {
  std::size_t bins = 0;
  double bin_hz = 0;
};

/// How much of a mark a frame of sound hides, from its power spectrum.
///
/// The mark keeps a distance to the sound's mean power in each critical band (100 Hz + 12 % of the frequency
/// wide). Noise hides noise better than tones do: where the spectrum is flat over 600 Hz, the mark may be 8
/// dB stronger, as this frame and the one before tell. It rises by 3 dB per 1,000 Hz from 1 to 4 kHz, since
/// what it costs an ear's model is low there.
class Masking {
 public:
  explicit Masking(const MaskingOptions& options);

  [[nodiscard]] std::size_t bins() const noexcept { return band_.size(); }
  /// The bins that a mark is in: first_marked() .. end_marked().
  [[nodiscard]] std::size_t first_marked() const noexcept { return first_marked_; }
  [[nodiscard]] std::size_t end_marked() const noexcept { return end_marked_; }

  /// RT. @param power [K], at least 0 @param out [K] mean power of the critical band around each bin
  void band_power(std::span<const float> power, std::span<float> out) noexcept;
  /// Forgets the frame before. RT.
  void reset() noexcept;
  /// Of the next frame. RT. @param power [K], at least 0 @param out [K] factor on the mark's amplitude; 0
  /// where there is no mark
  void allowance(std::span<const float> power, std::span<float> out) noexcept;

 private:
  struct BinRange {
    std::size_t first = 0;
    std::size_t end = 0;
  };

  [[nodiscard]] BinRange around(double bin, double half_width) const;
  void add_up(std::span<const float> values) noexcept;
  [[nodiscard]] double mean(const BinRange& range) const noexcept;

  std::vector<BinRange> band_;        ///< critical band of each bin
  std::vector<BinRange> neighbours_;  ///< among which flatness is measured
  std::vector<float> tilt_;
  std::vector<double> sums_;
  std::vector<float> logs_;
  std::vector<float> log_means_;
  std::vector<float> before_;  ///< power of the frame before
  std::vector<float> both_;
  std::size_t first_marked_;
  std::size_t end_marked_;
};

}  // namespace driftwave
