#pragma once
/// --no-watermark, --watermark-key and --watermark-user of the commands that synthesise.
#include <CLI/App.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/watermark/sound_mark.h"

namespace driftwave {

struct WatermarkChoice {
  bool off = false;
  std::string key_file;
  std::uint16_t user = 0;
};

void add_watermark_options(CLI::App& command, WatermarkChoice& choice);

/// @return absent where none is wanted. @throws Error when the key's file cannot be read or is empty.
[[nodiscard]] std::optional<SoundMark> mark_of(const WatermarkChoice& choice);

/// The key that a file's bytes make. @param file empty: the public key. @throws Error as mark_of().
[[nodiscard]] std::uint64_t read_watermark_key(const std::string& file);

/// For a file's comment: "watermark=public", "watermark=own" for a key of the user's, "watermark=off".
[[nodiscard]] std::string note_of(const WatermarkChoice& choice);

}  // namespace driftwave
