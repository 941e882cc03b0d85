#pragma once
/// What a watermark says, and how it is coded against errors.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace driftwave {

/// 32 bits.
struct WatermarkPayload {
  std::uint8_t version = 1;  ///< 4 bits: of the meaning of the rest
  std::uint16_t voice = 0;   ///< 12 bits: watermark_voice_id() of what spoke; 0: no voice
  std::uint16_t user = 0;    ///< 16 bits, the user's own

  bool operator==(const WatermarkPayload&) const = default;
};

/// 4 code bits for each of 32 payload bits, 12 bits of CRC and 8 zeros that end the code.
inline constexpr std::size_t kWatermarkCodeBits = 4 * (32 + 12 + 8);

using WatermarkCode = std::array<std::uint8_t, kWatermarkCodeBits>;

/// Convolutional code of rate 1/4 and constraint length 9 (generators 463, 535, 733, 745 octal), around a
/// CRC-12 (polynomial 0x80f).
/// @throws Error when a field does not fit its bits.
[[nodiscard]] WatermarkCode encode_watermark(const WatermarkPayload& payload);

/// The likeliest payload (Viterbi), if its CRC is right: one wrong payload in 4096 passes.
/// @param soft [kWatermarkCodeBits] above 0 where a bit is rather 0, below where it is rather 1; larger is
/// surer, all on one scale.
[[nodiscard]] std::optional<WatermarkPayload> decode_watermark(std::span<const float> soft);

}  // namespace driftwave
