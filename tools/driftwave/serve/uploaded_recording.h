#pragma once
/// A recording that a client sent.
#include <string>

#include "engine/audio/audio_file.h"

namespace driftwave {

struct UploadedRecording {
  std::string bytes;  ///< of an audio file
  const char* field = "file";
};

/// @throws RequestError naming the field when the recording cannot be read or is too long.
[[nodiscard]] AudioBuffer decode_upload(UploadedRecording recording, double max_seconds);

}  // namespace driftwave
