/// Sound devices through PortAudio.
#include <fcntl.h>
#include <portaudio.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"
#include "tools/driftwave/sound_back_end.h"

namespace driftwave {
namespace {

/// The sound libraries below PortAudio print pages about devices that are not there.
class QuietStandardError {
 public:
  QuietStandardError() : saved_(fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO)) {
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
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
  if (status != paNoError) throw Error("--play: the sound device failed: {}", Pa_GetErrorText(status));
}

/// Two channels where there are two: on some devices a single one sounds on the left only.
int channels_used(const OutputDevice& device) {
  return std::min(device.channels, 2);
}

PaStreamParameters parameters_of(const OutputDevice& device) {
  // Nobody plays along: rather late than with gaps.
  return {.device = device.index,
          .channelCount = channels_used(device),
          .sampleFormat = paFloat32,
          .suggestedLatency = Pa_GetDeviceInfo(device.index)->defaultHighOutputLatency,
          .hostApiSpecificStreamInfo = nullptr};
}

class PortAudioStream : public OutputStream {
 public:
  PortAudioStream(const OutputDevice& device, int sample_rate_hz, SampleSource& source)
      : source_(source), channels_(channels_used(device)) {
    const QuietStandardError quiet;
    const PaStreamParameters parameters = parameters_of(device);
    check(Pa_OpenStream(&stream_, nullptr, &parameters, sample_rate_hz, paFramesPerBufferUnspecified,
                        paNoFlag, call, this));
    const PaError status = Pa_StartStream(stream_);
    if (status == paNoError) return;
    Pa_CloseStream(stream_);
    check(status);
  }
  ~PortAudioStream() override {
    const QuietStandardError quiet;
    stop();
    Pa_CloseStream(stream_);
  }
  PortAudioStream(const PortAudioStream&) = delete;
  PortAudioStream& operator=(const PortAudioStream&) = delete;

  [[nodiscard]] bool is_running() const noexcept override { return Pa_IsStreamActive(stream_) == 1; }
  void stop() noexcept override {
    if (Pa_IsStreamStopped(stream_) != 1) Pa_AbortStream(stream_);
  }

 private:
  static int call(const void*, void* output, unsigned long frames, const PaStreamCallbackTimeInfo*,
                  PaStreamCallbackFlags flags, void* user) {
    const auto& self = *static_cast<PortAudioStream*>(user);
    auto* const samples = static_cast<float*>(output);
    const bool more = self.source_.pull({samples, frames}, (flags & paOutputUnderflow) != 0);
    if (self.channels_ == 2) {
      for (std::size_t i = frames; i-- > 0;) samples[2 * i] = samples[2 * i + 1] = samples[i];
    }
    return more ? paContinue : paComplete;
  }

  SampleSource& source_;
  int channels_;
  PaStream* stream_ = nullptr;
};

class PortAudio : public SoundBackEnd {
 public:
  PortAudio() {
    const QuietStandardError quiet;
    check(Pa_Initialize());
  }
  ~PortAudio() override { Pa_Terminate(); }
  PortAudio(const PortAudio&) = delete;
  PortAudio& operator=(const PortAudio&) = delete;

  std::vector<OutputDevice> devices() override {
    std::vector<OutputDevice> devices;
    for (int i = 0; i < Pa_GetDeviceCount(); ++i) {
      const PaDeviceInfo& info = *Pa_GetDeviceInfo(i);
      if (info.maxOutputChannels < 1) continue;
      devices.push_back({.index = i,
                         .name = info.name,
                         .host = Pa_GetHostApiInfo(info.hostApi)->name,
                         .default_rate_hz = static_cast<int>(std::lround(info.defaultSampleRate)),
                         .channels = info.maxOutputChannels,
                         .is_default = i == Pa_GetDefaultOutputDevice()});
    }
    return devices;
  }

  bool takes_rate(const OutputDevice& device, int sample_rate_hz) override {
    const QuietStandardError quiet;
    const PaStreamParameters parameters = parameters_of(device);
    return Pa_IsFormatSupported(nullptr, &parameters, sample_rate_hz) == paFormatIsSupported;
  }

  std::unique_ptr<OutputStream> start(const OutputDevice& device, int sample_rate_hz,
                                      SampleSource& source) override {
    return std::make_unique<PortAudioStream>(device, sample_rate_hz, source);
  }
};

}  // namespace

std::unique_ptr<SoundBackEnd> open_port_audio() {
  return std::make_unique<PortAudio>();
}

}  // namespace driftwave
