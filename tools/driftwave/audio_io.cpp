#include "tools/driftwave/audio_io.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "engine/core/atomic_file.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/standard_output.h"

namespace driftwave {
namespace {

/// A pipe or device: has no extension to choose a format by, and takes WAV.
bool is_device(const std::string& name) {
  return std::filesystem::is_other(name);
}

}  // namespace

std::string read_stdin() {
  std::string text;
  std::array<char, 65536> piece;
  for (;;) {
    const ssize_t got = ::read(STDIN_FILENO, piece.data(), piece.size());
    if (got == 0) return text;
    if (got > 0) {
      text.append(piece.data(), static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      throw Error("standard input: cannot read: {}", std::strerror(errno));
    }
  }
}

AudioBuffer read_audio_or_stdin(const std::string& name) {
  if (name != "-") return read_audio(name);
  const std::string bytes = read_stdin();
  return decode_audio(std::as_bytes(std::span(bytes)), "standard input");
}

void write_audio_or_stdout(const std::string& name, const AudioBuffer& audio, const AudioTags& tags) {
  if (name == "-") {
    write_stdout(encode_audio("standard output.wav", audio, tags));
  } else if (is_device(name)) {
    write_file(name, encode_audio(name + ".wav", audio, tags));
  } else {
    write_audio(name, audio, tags);
  }
}

void check_audio_name(const std::string& name) {
  if (name == "-" || is_device(name)) return;
  const std::filesystem::path path(name);
  std::string extension = path.extension().string();
  for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const char* known : {".wav", ".flac", ".ogg", ".opus", ".mp3"}) {
    if (extension == known) return;
  }
  throw UsageError(
      "{}: want an output name in .wav, .flac, .ogg, .opus or .mp3, or - for WAV on standard output", name);
}

}  // namespace driftwave
