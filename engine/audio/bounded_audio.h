#pragma once
#include <cstddef>
#include <span>
#include <string>

#include "engine/audio/audio_file.h"

namespace driftwave {

/// As decode_audio(), from someone who may be hostile: a small file can hold days of sound.
/// @throws Error as decode_audio(), and on more seconds or more than two channels before they fill the
/// memory.
[[nodiscard]] AudioBuffer decode_bounded_audio(std::span<const std::byte> bytes, const std::string& name,
                                               double most_seconds);

}  // namespace driftwave
