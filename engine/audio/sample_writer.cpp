#include "engine/audio/sample_writer.h"

#include <algorithm>
#include <cmath>

namespace driftwave {

std::int16_t to_16_bit(float x) {
  return static_cast<std::int16_t>(std::lrint(std::clamp(x * 32768.0F, -32768.0F, 32767.0F)));
}

std::int32_t to_24_bit(float x) {
  return static_cast<std::int32_t>(std::lrint(std::clamp(x * 8388608.0F, -8388608.0F, 8388607.0F)));
}

sf_count_t SampleWriter::write(SNDFILE* sound, std::span<const float> samples) {
  const auto count = static_cast<sf_count_t>(samples.size());
  if (bits_ == 16) {
    shorts_.resize(samples.size());
    std::ranges::transform(samples, shorts_.begin(), to_16_bit);
    return sf_write_short(sound, shorts_.data(), count);
  }
  if (bits_ == 24) {
    ints_.resize(samples.size());
    // libsndfile takes 24 bits from the top of 32.
    std::ranges::transform(samples, ints_.begin(), [](float x) { return to_24_bit(x) * 256; });
    return sf_write_int(sound, ints_.data(), count);
  }
  floats_.resize(samples.size());
  std::ranges::transform(samples, floats_.begin(), [](float x) { return std::clamp(x, -1.0F, 1.0F); });
  return sf_write_float(sound, floats_.data(), count);
}

}  // namespace driftwave
