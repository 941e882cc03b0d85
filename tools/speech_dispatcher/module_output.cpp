#include "tools/speech_dispatcher/module_output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "engine/audio/pcm.h"
#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr int kPipeBytes = 4096;  ///< the least that Linux gives
constexpr char kEscape = 0x7d;
constexpr char kFlipped = 0x20;

}  // namespace

ModuleOutput::ModuleOutput(int descriptor) : descriptor_(descriptor) {
#ifdef F_SETPIPE_SZ
  (void)::fcntl(descriptor_, F_SETPIPE_SZ, kPipeBytes);
#endif
}

void ModuleOutput::send(std::string_view lines) {
  write_all(std::string(lines) + "\n");
}

void ModuleOutput::send_audio(std::span<const float> samples, int sample_rate_hz) {
  write_all(audio_message(samples, sample_rate_hz));
}

void ModuleOutput::write_all(const std::string& bytes) {
  const std::lock_guard lock(mutex_);
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t written = ::write(descriptor_, bytes.data() + at, bytes.size() - at);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    at += static_cast<std::size_t>(written);
  }
}

std::string audio_message(std::span<const float> samples, int sample_rate_hz) {
  std::string message = fmt::format(
      "705-bits=16\n705-num_channels=1\n705-sample_rate={}\n705-num_samples={}\n705-big_endian=0\n705-AUDIO",
      sample_rate_hz, samples.size());
  message.push_back('\0');
  for (const std::byte byte : to_s16le(samples)) {
    const char c = static_cast<char>(byte);
    if (c == '\n' || c == kEscape) {
      message.push_back(kEscape);
      message.push_back(static_cast<char>(c ^ kFlipped));
    } else {
      message.push_back(c);
    }
  }
  return message + "\n705 AUDIO\n";
}

}  // namespace driftwave
