#include "engine/core/noise.h"

#include <Random123/philox.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace driftwave {
namespace {

using Block = std::array<float, 4>;

/// Natural log of x in (0, 1], to 1e-13. Our own, because a C library may pick another algorithm on another
/// processor and the draw would change in the last bit.
double log_of(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  int exponent = static_cast<int>(bits >> 52) - 1023;
  double mantissa = std::bit_cast<double>((bits & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL);
  if (mantissa > std::numbers::sqrt2) {
    mantissa *= 0.5;
    ++exponent;
  }
  const double s = (mantissa - 1.0) / (mantissa + 1.0);
  const double s2 = s * s;
  double series = 1.0 / 17.0;
  for (int odd = 15; odd >= 1; odd -= 2) series = series * s2 + 1.0 / odd;
  return 2.0 * s * series + exponent * std::numbers::ln2;
}

struct Direction {
  double cosine;
  double sine;
};

/// Cosine and sine of 2 pi (turn + 0.5) / 2^32, by Taylor series in the nearest quadrant, to 1e-13.
Direction direction_of(std::uint32_t turn) {
  const std::uint32_t quadrant = (turn + 0x20000000U) >> 30;
  const auto offset = static_cast<std::int32_t>(turn - (quadrant << 30));
  const double x = (offset + 0.5) * (std::numbers::pi * 0x1p-31);
  const double x2 = x * x;
  double sine = 1.0;
  for (int n = 14; n >= 2; n -= 2) sine = 1.0 - sine * x2 / (n * (n + 1));
  sine *= x;
  double cosine = 1.0;
  for (int n = 13; n >= 1; n -= 2) cosine = 1.0 - cosine * x2 / (n * (n + 1));
  switch (quadrant & 3U) {
    case 0:
      return {cosine, sine};
    case 1:
      return {-sine, cosine};
    case 2:
      return {-cosine, -sine};
    default:
      return {sine, -cosine};
  }
}

std::array<std::uint32_t, 4> philox(const NoiseKey& key, std::uint64_t block) {
  const r123::Philox4x32::ctr_type counter = {{static_cast<std::uint32_t>(block),
                                               static_cast<std::uint32_t>(block >> 32),
                                               static_cast<std::uint32_t>(key.purpose), key.channel}};
  const r123::Philox4x32::key_type seed = {
      {static_cast<std::uint32_t>(key.seed), static_cast<std::uint32_t>(key.seed >> 32)}};
  const auto words = r123::Philox4x32{}(counter, seed);
  return {words[0], words[1], words[2], words[3]};
}

/// Box-Muller on two pairs of words.
Block gaussian_block(const std::array<std::uint32_t, 4>& words) {
  Block values;
  for (std::size_t pair = 0; pair < 4; pair += 2) {
    const double radius = std::sqrt(-2.0 * log_of((words[pair] + 0.5) * 0x1p-32));
    const Direction direction = direction_of(words[pair + 1]);
    values[pair] = static_cast<float>(radius * direction.cosine);
    values[pair + 1] = static_cast<float>(radius * direction.sine);
  }
  return values;
}

Block uniform_block(const std::array<std::uint32_t, 4>& words) {
  Block values;
  for (std::size_t i = 0; i < 4; ++i) values[i] = static_cast<float>(words[i] >> 8) * 0x1p-24F;
  return values;
}

template <typename MakeBlock>
void fill(const NoiseKey& key, std::uint64_t first, std::span<float> out, MakeBlock make_block) {
  std::size_t done = 0;
  while (done < out.size()) {
    const std::uint64_t position = first + done;
    const Block block = make_block(philox(key, position / 4));
    for (std::size_t lane = position % 4; lane < 4 && done < out.size(); ++lane) out[done++] = block[lane];
  }
}

}  // namespace

void gaussian_noise(const NoiseKey& key, std::uint64_t first, std::span<float> out) noexcept {
  fill(key, first, out, gaussian_block);
}

void uniform_noise(const NoiseKey& key, std::uint64_t first, std::span<float> out) noexcept {
  fill(key, first, out, uniform_block);
}

}  // namespace driftwave
