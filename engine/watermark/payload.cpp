#include "engine/watermark/payload.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <vector>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr std::size_t kPayloadBits = 32;
constexpr std::size_t kCrcBits = 12;
constexpr std::size_t kMessageBits = kPayloadBits + kCrcBits;
constexpr unsigned kMemoryBits = 8;
constexpr std::size_t kSteps = kMessageBits + kMemoryBits;
constexpr std::size_t kStates = 1U << kMemoryBits;
constexpr std::array<unsigned, 4> kGenerators = {0463, 0535, 0733, 0745};

std::uint32_t packed(const WatermarkPayload& payload) {
  return std::uint32_t{payload.version} << 28U | std::uint32_t{payload.voice} << 16U | payload.user;
}

WatermarkPayload unpacked(std::uint32_t bits) {
  return {.version = static_cast<std::uint8_t>(bits >> 28U),
          .voice = static_cast<std::uint16_t>(bits >> 16U & 0xfffU),
          .user = static_cast<std::uint16_t>(bits & 0xffffU)};
}

std::uint32_t crc12(std::uint32_t bits) {
  std::uint32_t crc = 0xfff;
  for (unsigned i = kPayloadBits; i-- > 0;) {
    const std::uint32_t feedback = (crc >> 11U ^ bits >> i) & 1U;
    crc = (crc << 1U & 0xfffU) ^ (feedback * 0x80fU);
  }
  return crc;
}

/// The four code bits that leave a register of the newest bit and the eight before it. @return bit g is that
/// of generator g
unsigned output_of(unsigned window) {
  unsigned bits = 0;
  for (unsigned g = 0; g < kGenerators.size(); ++g)
    bits |= (static_cast<unsigned>(std::popcount(window & kGenerators[g])) & 1U) << g;
  return bits;
}

}  // namespace

WatermarkCode encode_watermark(const WatermarkPayload& payload) {
  if (payload.version > 0xf) throw Error("watermark: version: want 0..15, got {}", payload.version);
  if (payload.voice > 0xfff) throw Error("watermark: voice: want 0..4095, got {}", payload.voice);
  const std::uint32_t bits = packed(payload);
  const std::uint64_t message = std::uint64_t{bits} << kCrcBits | crc12(bits);
  WatermarkCode code{};
  unsigned state = 0;
  for (std::size_t step = 0; step < kSteps; ++step) {
    const auto bit =
        step < kMessageBits ? static_cast<unsigned>(message >> (kMessageBits - 1 - step) & 1U) : 0U;
    const unsigned window = state << 1U | bit;
    const unsigned out = output_of(window);
    for (unsigned g = 0; g < 4; ++g) code[4 * step + g] = static_cast<std::uint8_t>(out >> g & 1U);
    state = window & (kStates - 1);
  }
  return code;
}

std::optional<WatermarkPayload> decode_watermark(std::span<const float> soft) {
  if (soft.size() != kWatermarkCodeBits)
    throw Error("watermark: want {} soft bits, got {}", kWatermarkCodeBits, soft.size());
  constexpr float kNever = -std::numeric_limits<float>::infinity();
  std::vector<float> score(kStates, kNever);
  std::vector<float> next(kStates);
  std::vector<std::uint8_t> from(kSteps * kStates);  // the oldest bit of the better predecessor
  score[0] = 0.0F;
  for (std::size_t step = 0; step < kSteps; ++step) {
    std::ranges::fill(next, kNever);
    const unsigned choices = step < kMessageBits ? 2U : 1U;
    for (unsigned state = 0; state < kStates; ++state) {
      if (score[state] == kNever) continue;
      for (unsigned bit = 0; bit < choices; ++bit) {
        const unsigned window = state << 1U | bit;
        const unsigned out = output_of(window);
        float total = score[state];
        for (unsigned g = 0; g < 4; ++g)
          total += (out >> g & 1U) != 0 ? -soft[4 * step + g] : soft[4 * step + g];
        const unsigned to = window & (kStates - 1);
        if (total <= next[to]) continue;
        next[to] = total;
        from[step * kStates + to] = static_cast<std::uint8_t>(state >> (kMemoryBits - 1));
      }
    }
    score.swap(next);
  }
  std::uint64_t message = 0;
  unsigned state = 0;
  for (std::size_t step = kSteps; step-- > 0;) {
    if (step < kMessageBits) message |= std::uint64_t{state & 1U} << (kMessageBits - 1 - step);
    state = state >> 1U | static_cast<unsigned>(from[step * kStates + state]) << (kMemoryBits - 1);
  }
  const auto bits = static_cast<std::uint32_t>(message >> kCrcBits);
  if (crc12(bits) != (message & 0xfffU)) return std::nullopt;
  return unpacked(bits);
}

}  // namespace driftwave
