#include "engine/model/half.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

namespace driftwave {
namespace {

/// The definition of binary16, term by term.
double value_of(unsigned half) {
  const double sign = (half & 0x8000U) != 0 ? -1.0 : 1.0;
  const int exponent = static_cast<int>((half >> 10) & 31U);
  const double fraction = (half & 0x3ffU) / 1024.0;
  if (exponent == 31) return fraction == 0.0 ? sign * HUGE_VAL : std::nan("");
  return exponent == 0 ? sign * std::ldexp(fraction, -14) : sign * std::ldexp(1.0 + fraction, exponent - 15);
}

TEST(Half, ConvertsEveryHalfExactlyThereAndBack) {
  for (unsigned bits = 0; bits < 65536; ++bits) {
    const float value = half_to_float(static_cast<std::uint16_t>(bits));
    if (std::isnan(value_of(bits))) {
      ASSERT_TRUE(std::isnan(value));
      ASSERT_TRUE(std::isnan(half_to_float(float_to_half(value))));
    } else {
      ASSERT_EQ(value, value_of(bits)) << bits;
      ASSERT_EQ(std::signbit(value), std::signbit(value_of(bits))) << bits;
      ASSERT_EQ(float_to_half(value), bits);
    }
  }
}

TEST(Half, RoundsToTheNearestAndTiesToEven) {
  for (unsigned low = 0; low < 0x7bff; ++low) {
    const auto half = static_cast<std::uint16_t>(low);
    const auto middle = static_cast<float>((value_of(low) + value_of(low + 1)) / 2);
    ASSERT_EQ(float_to_half(middle), low % 2 == 0 ? half : half + 1);
    ASSERT_EQ(float_to_half(std::nextafter(middle, 0.0F)), half);
    ASSERT_EQ(float_to_half(std::nextafter(middle, 1e9F)), half + 1);
    ASSERT_EQ(float_to_half(-middle), float_to_half(middle) | 0x8000);
  }
}

TEST(Half, OverflowsToInfinityAndUnderflowsToZero) {
  EXPECT_EQ(float_to_half(65519.99F), 0x7bff);
  EXPECT_EQ(float_to_half(65520.0F), 0x7c00);
  EXPECT_EQ(float_to_half(std::numeric_limits<float>::max()), 0x7c00);
  EXPECT_EQ(float_to_half(-std::numeric_limits<float>::infinity()), 0xfc00);
  EXPECT_EQ(float_to_half(0x1p-25F), 0x0000);
  EXPECT_EQ(float_to_half(std::nextafter(0x1p-25F, 1.0F)), 0x0001);
  EXPECT_EQ(float_to_half(std::numeric_limits<float>::denorm_min()), 0x0000);
  EXPECT_EQ(float_to_half(-0.0F), 0x8000);
}

TEST(HalvesToFloats, EqualsTheSingleConversionForEveryHalf) {
  std::vector<std::uint16_t> halves(65536);
  for (std::size_t i = 0; i < halves.size(); ++i) halves[i] = static_cast<std::uint16_t>(i);
  std::vector<float> floats(halves.size());
  halves_to_floats(std::as_bytes(std::span(halves)), floats);
  for (std::size_t i = 0; i < halves.size(); ++i)
    ASSERT_EQ(std::bit_cast<std::uint32_t>(floats[i]), std::bit_cast<std::uint32_t>(half_to_float(halves[i])))
        << i;
}

}  // namespace
}  // namespace driftwave
