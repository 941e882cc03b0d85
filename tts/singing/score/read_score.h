#pragma once
/// Scores by file name.
#include <filesystem>

#include "tts/singing/score.h"

namespace driftwave {

/// A score in .mid, .midi, .kar (Standard MIDI), .musicxml, .xml (MusicXML) or .ustx (OpenUtau), which its
/// first bytes tell. @throws Error naming the file, and what in it cannot be read or sung.
[[nodiscard]] Score read_score(const std::filesystem::path& file);

}  // namespace driftwave
