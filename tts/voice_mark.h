#pragma once
#include <cstdint>
#include <string_view>

namespace driftwave {

/// What a watermark calls a voice: the first 12 bits of the SHA-256 of its name, so that 1 of 4096 voices has
/// the same. @return 0 .. 4095
[[nodiscard]] std::uint16_t watermark_voice_id(std::string_view voice_name);

/// The key of a watermark from a secret of the user's: the first 64 bits of the SHA-256 of its bytes.
[[nodiscard]] std::uint64_t watermark_key(std::string_view secret);

}  // namespace driftwave
