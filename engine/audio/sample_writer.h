#pragma once
/// Floats as the samples of a file. Private to engine/audio.
#include <sndfile.h>

#include <cstdint>
#include <span>
#include <vector>

namespace driftwave {

/// Full scale is 32768, as libsndfile reads it, so that 16-bit audio survives unchanged; clipped.
[[nodiscard]] std::int16_t to_16_bit(float x);
/// As to_16_bit(), in the lower 24 bits.
[[nodiscard]] std::int32_t to_24_bit(float x);

class SampleWriter {
 public:
  /// @param bits 16 or 24; with others the encoder takes floats
  explicit SampleWriter(int bits) : bits_(bits) {}

  /// @param samples interleaved, whole frames, finite; clipped to -1..1. @return how many were written
  sf_count_t write(SNDFILE* sound, std::span<const float> samples);

 private:
  int bits_;
  std::vector<std::int16_t> shorts_;
  std::vector<std::int32_t> ints_;
  std::vector<float> floats_;
};

}  // namespace driftwave
