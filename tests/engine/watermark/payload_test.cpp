#include "engine/watermark/payload.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "engine/core/error.h"

namespace driftwave {
namespace {

std::array<float, kWatermarkCodeBits> soft_of(const WatermarkCode& code) {
  std::array<float, kWatermarkCodeBits> soft{};
  for (std::size_t i = 0; i < soft.size(); ++i) soft[i] = code[i] != 0 ? -1.0F : 1.0F;
  return soft;
}

TEST(WatermarkPayload, ComesBackFromItsCode) {
  std::mt19937 generator(1);
  for (int i = 0; i < 50; ++i) {
    const WatermarkPayload payload = {.version = static_cast<std::uint8_t>(generator() % 16),
                                      .voice = static_cast<std::uint16_t>(generator() % 4096),
                                      .user = static_cast<std::uint16_t>(generator() % 65536)};
    EXPECT_EQ(decode_watermark(soft_of(encode_watermark(payload))), payload);
  }
}

TEST(WatermarkPayload, SurvivesNoiseThatTurnsOneBitInNine) {
  const WatermarkPayload payload = {.version = 1, .voice = 0xabc, .user = 0x1234};
  std::mt19937 generator(2);
  std::normal_distribution<float> noise(0.0F, 0.82F);
  int right = 0;
  for (int i = 0; i < 100; ++i) {
    auto soft = soft_of(encode_watermark(payload));
    for (float& value : soft) value += noise(generator);
    right += decode_watermark(soft) == payload ? 1 : 0;
  }
  EXPECT_GE(right, 99);
}

TEST(WatermarkPayload, IsNotReadFromNoise) {
  std::mt19937 generator(3);
  std::normal_distribution<float> noise;
  int read = 0;
  for (int i = 0; i < 500; ++i) {
    std::array<float, kWatermarkCodeBits> soft{};
    for (float& value : soft) value = noise(generator);
    read += decode_watermark(soft) ? 1 : 0;
  }
  EXPECT_LE(read, 2);
}

TEST(WatermarkPayload, RefusesWhatDoesNotFit) {
  EXPECT_THROW((void)encode_watermark({.version = 16}), Error);
  EXPECT_THROW((void)encode_watermark({.voice = 4096}), Error);
  EXPECT_THROW((void)decode_watermark(std::array<float, 3>{}), Error);
}

}  // namespace
}  // namespace driftwave
