#pragma once
/// Puts a watermark into sound: a keyed sequence of pulses, filtered so that each critical band has it at a
/// fixed distance below the sound itself (spread spectrum under a masking threshold; Cox et al. 1997).
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/watermark/payload.h"

namespace driftwave {

/// The key that every Driftwave knows: whoever has the program can find and forge a mark of this key.
inline constexpr std::uint64_t kPublicWatermarkKey = 0x64726966742d3031;

/// Of the mark in each critical band at 1 kHz, relative to tones there; it is up to 17 dB stronger in noise
/// at high frequencies.
inline constexpr double kWatermarkLevelDb = -28.0;

struct WatermarkOptions {
  int sample_rate_hz = 44100;
  std::uint64_t key = kPublicWatermarkKey;
  WatermarkPayload payload = {};
  double level_db = kWatermarkLevelDb;  ///< -60 .. 0
  /// Of the first sample, in the sequence: sounds that follow each other without a break in it are found
  /// together.
  double first_second = 0;
};

/// How far a mark lags behind the sound: two hundredths of a second.
[[nodiscard]] std::size_t watermark_latency_samples(int sample_rate_hz) noexcept;

/// One channel. Thread: one at a time.
class WatermarkEmbedder {
 public:
  /// @throws Error on a rate outside 1,000 .. 768,000 Hz, a level outside its range, or a payload that does
  /// not fit.
  explicit WatermarkEmbedder(const WatermarkOptions& options);
  ~WatermarkEmbedder();
  WatermarkEmbedder(WatermarkEmbedder&&) noexcept;
  WatermarkEmbedder& operator=(WatermarkEmbedder&&) noexcept;

  /// What comes out is this far behind what goes in, whatever the chunks: watermark_latency_samples().
  [[nodiscard]] std::size_t latency_samples() const noexcept;
  /// Any split into calls gives the same samples. RT. A frame that holds a value which is not finite gets no
  /// mark.
  /// @param out as long as `in`; it may be `in`.
  void process(std::span<const float> in, std::span<float> out) noexcept;
  /// Begins anew. RT. @param first_second as in WatermarkOptions
  void reset(double first_second) noexcept;

 private:
  struct State;

  std::unique_ptr<State> state_;
};

/// A whole sound. @param audio [T] @return [T], without delay.
[[nodiscard]] std::vector<float> watermarked(std::span<const float> audio, const WatermarkOptions& options);

}  // namespace driftwave
