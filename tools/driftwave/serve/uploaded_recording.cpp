#include "tools/driftwave/serve/uploaded_recording.h"

#include <span>

#include "engine/audio/bounded_audio.h"
#include "tools/driftwave/serve/request_error.h"

namespace driftwave {

AudioBuffer decode_upload(UploadedRecording recording, double max_seconds) {
  try {
    return decode_bounded_audio(std::as_bytes(std::span(recording.bytes)), recording.field, max_seconds);
  } catch (const Error& e) {
    throw RequestError({.message = e.what(), .param = recording.field, .code = "invalid_recording"});
  }
}

}  // namespace driftwave
