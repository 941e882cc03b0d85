#pragma once
/// Audio in and out by file name, where "-" is standard input or output.
#include <memory>
#include <string>

#include "engine/audio/audio_file.h"
#include "engine/audio/audio_file_writer.h"

namespace driftwave {

/// Everything on standard input. @throws Error when it cannot be read.
[[nodiscard]] std::string read_stdin();

/// @param name a file, or "-" for any audio format on standard input. @throws Error naming it.
[[nodiscard]] AudioBuffer read_audio_or_stdin(const std::string& name);

/// @param name a file, or "-" for WAV on standard output, which comes on commit(). @throws Error naming it.
[[nodiscard]] std::unique_ptr<AudioFileWriter> open_audio_writer(const std::string& name,
                                                                 const AudioFileOptions& options);

/// @param name a file, or "-" for WAV on standard output. @throws Error naming it, BrokenPipe.
void write_audio_or_stdout(const std::string& name, const AudioBuffer& audio, const AudioTags& tags);

/// @throws UsageError unless `name` is "-" or one that write_audio knows a format for: better now than after
/// the work.
void check_audio_name(const std::string& name);

}  // namespace driftwave
