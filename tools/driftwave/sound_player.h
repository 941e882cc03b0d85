#pragma once
/// Sound through the machine's default output (PortAudio).
#include <memory>
#include <span>

namespace driftwave {

class SoundPlayer {
 public:
  /// @throws Error when there is no sound device or it refuses the rate.
  explicit SoundPlayer(int sample_rate_hz);
  /// Waits until everything has been heard.
  ~SoundPlayer();
  SoundPlayer(const SoundPlayer&) = delete;
  SoundPlayer& operator=(const SoundPlayer&) = delete;

  /// Returns when the samples are with the device. @throws Error when the device fails.
  void play(std::span<const float> audio);

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
};

}  // namespace driftwave
