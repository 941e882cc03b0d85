#include "tools/driftwave/audio_io.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "tools/driftwave/command.h"
#include "tools/driftwave/standard_output.h"

namespace driftwave {
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

std::unique_ptr<AudioFileWriter> open_audio_writer(const std::string& name, const AudioFileOptions& options) {
  if (name != "-") return std::make_unique<AudioFileWriter>(name, options);
  return std::make_unique<AudioFileWriter>("standard output.wav", options,
                                           [](std::span<const std::byte> bytes) { write_stdout(bytes); });
}

void write_audio_or_stdout(const std::string& name, const AudioBuffer& audio, const AudioTags& tags) {
  const auto writer = open_audio_writer(
      name,
      {.sample_rate_hz = audio.sample_rate_hz, .channels = audio.channels, .bits = audio.bits, .tags = tags});
  writer->write(audio.samples);
  writer->commit();
}

void check_audio_name(const std::string& name) {
  if (name == "-" || is_audio_name(name)) return;
  throw UsageError(
      "{}: want an output name in .wav, .flac, .ogg, .opus or .mp3, or - for WAV on standard output", name);
}

}  // namespace driftwave
