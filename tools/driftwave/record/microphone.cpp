#include "tools/driftwave/record/microphone.h"

#include <portaudio.h>

#include <array>
#include <atomic>
#include <cmath>
#include <span>
#include <thread>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr int kWantedRateHz = 48000;
constexpr std::size_t kBlock = 1024;

void check(PaError status) {
  if (status != paNoError) throw Error("record: the microphone failed: {}", Pa_GetErrorText(status));
}

/// PortAudio, as long as it lives.
class Library {
 public:
  Library() { check(Pa_Initialize()); }
  ~Library() { Pa_Terminate(); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
};

/// What can be recorded from, in the words of outputs.
std::vector<OutputDevice> inputs() {
  std::vector<OutputDevice> devices;
  for (int i = 0; i < Pa_GetDeviceCount(); ++i) {
    const PaDeviceInfo& info = *Pa_GetDeviceInfo(i);
    if (info.maxInputChannels < 1) continue;
    devices.push_back({.index = i,
                       .name = info.name,
                       .host = Pa_GetHostApiInfo(info.hostApi)->name,
                       .default_rate_hz = static_cast<int>(std::lround(info.defaultSampleRate)),
                       .channels = info.maxInputChannels,
                       .is_default = i == Pa_GetDefaultInputDevice()});
  }
  return devices;
}

PaStreamParameters parameters_of(const OutputDevice& device) {
  return {.device = device.index,
          .channelCount = 1,
          .sampleFormat = paFloat32,
          .suggestedLatency = Pa_GetDeviceInfo(device.index)->defaultHighInputLatency,
          .hostApiSpecificStreamInfo = nullptr};
}

class PortAudioMicrophone : public Microphone {
 public:
  explicit PortAudioMicrophone(const std::string& choice) {
    const std::vector<OutputDevice> devices = inputs();
    if (devices.empty()) throw Error("record: want a microphone, got none; --from takes files instead");
    device_ = choose_device(devices, choice);
    const PaStreamParameters parameters = parameters_of(device_);
    rate_ = Pa_IsFormatSupported(&parameters, nullptr, kWantedRateHz) == paFormatIsSupported
                ? kWantedRateHz
                : device_.default_rate_hz;
  }
  ~PortAudioMicrophone() override { end(); }

  void start() override {
    end();
    heard_.clear();
    status_ = paNoError;
    const PaStreamParameters parameters = parameters_of(device_);
    check(Pa_OpenStream(&stream_, &parameters, nullptr, rate_, kBlock, paNoFlag, nullptr, nullptr));
    const PaError status = Pa_StartStream(stream_);
    if (status != paNoError) {
      Pa_CloseStream(stream_);
      stream_ = nullptr;
      check(status);
    }
    listening_ = true;
    thread_ = std::thread([this] { listen(); });
  }

  std::vector<float> stop() override {
    end();
    check(status_);
    return std::move(heard_);
  }

  [[nodiscard]] int sample_rate_hz() const override { return rate_; }

 private:
  void listen() {
    std::array<float, kBlock> block{};
    while (listening_) {
      const PaError status = Pa_ReadStream(stream_, block.data(), block.size());
      if (status != paNoError && status != paInputOverflowed) {
        status_ = status;
        return;
      }
      heard_.insert(heard_.end(), block.begin(), block.end());
    }
  }

  void end() {
    listening_ = false;
    if (thread_.joinable()) thread_.join();
    if (stream_ == nullptr) return;
    Pa_StopStream(stream_);
    Pa_CloseStream(stream_);
    stream_ = nullptr;
  }

  Library library_;
  OutputDevice device_;
  int rate_ = kWantedRateHz;
  PaStream* stream_ = nullptr;
  std::thread thread_;
  std::atomic<bool> listening_ = false;
  PaError status_ = paNoError;  ///< of the thread, read after it has ended
  std::vector<float> heard_;    ///< the same
};

}  // namespace

std::unique_ptr<Microphone> open_microphone(const std::string& device) {
  return std::make_unique<PortAudioMicrophone>(device);
}

}  // namespace driftwave
