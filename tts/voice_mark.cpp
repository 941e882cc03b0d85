#include "tts/voice_mark.h"

#include <span>
#include <string>

#include "engine/model/sha256.h"

namespace driftwave {
namespace {

std::string hash_of(std::string_view text) {
  return sha256_hex(std::as_bytes(std::span(text)));
}

}  // namespace

std::uint16_t watermark_voice_id(std::string_view voice_name) {
  return static_cast<std::uint16_t>(std::stoul(hash_of(voice_name).substr(0, 3), nullptr, 16));
}

std::uint64_t watermark_key(std::string_view secret) {
  return std::stoull(hash_of(secret).substr(0, 16), nullptr, 16);
}

}  // namespace driftwave
