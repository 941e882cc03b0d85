#include "tools/driftwave/sound_player.h"

#include <fcntl.h>
#include <portaudio.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "engine/core/error.h"

namespace driftwave {
namespace {

/// The sound libraries below PortAudio print pages about devices that are not there.
class QuietStandardError {
 public:
  QuietStandardError() : saved_(dup(STDERR_FILENO)) {
    const int null = open("/dev/null", O_WRONLY);
    if (null < 0) return;
    dup2(null, STDERR_FILENO);
    close(null);
  }
  ~QuietStandardError() {
    if (saved_ < 0) return;
    dup2(saved_, STDERR_FILENO);
    close(saved_);
  }
  QuietStandardError(const QuietStandardError&) = delete;
  QuietStandardError& operator=(const QuietStandardError&) = delete;

 private:
  int saved_;
};

void check(PaError status) {
  if (status != paNoError && status != paOutputUnderflowed) {
    throw Error("--play: the sound device failed: {}", Pa_GetErrorText(status));
  }
}

}  // namespace

struct SoundPlayer::Stream {
  /// Outlives the stream, also when that cannot be opened.
  struct Library {
    Library() { check(Pa_Initialize()); }
    ~Library() { Pa_Terminate(); }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
  };

  explicit Stream(int sample_rate_hz) {
    if (Pa_GetDefaultOutputDevice() == paNoDevice) {
      throw Error("--play: want a sound device, got none; write a file with -o instead");
    }
    check(Pa_OpenDefaultStream(&stream, 0, 1, paFloat32, sample_rate_hz, paFramesPerBufferUnspecified,
                               nullptr, nullptr));
  }
  ~Stream() {
    Pa_StopStream(stream);  // after the last sample has been heard
    Pa_CloseStream(stream);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  std::optional<QuietStandardError> quiet{std::in_place};  ///< until the device runs
  Library library;
  PaStream* stream = nullptr;
};

SoundPlayer::SoundPlayer(int sample_rate_hz) : stream_(std::make_unique<Stream>(sample_rate_hz)) {
  check(Pa_StartStream(stream_->stream));
  stream_->quiet.reset();
}

SoundPlayer::~SoundPlayer() = default;

void SoundPlayer::play(std::span<const float> audio) {
  constexpr std::size_t kPiece = 4096;
  while (!audio.empty()) {
    const std::size_t count = std::min(audio.size(), kPiece);
    check(Pa_WriteStream(stream_->stream, audio.data(), count));
    audio = audio.subspan(count);
  }
}

}  // namespace driftwave
