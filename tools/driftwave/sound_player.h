#pragma once
/// Sound through a device, while more is being computed.
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "engine/audio/resample.h"
#include "tools/driftwave/play_queue.h"
#include "tools/driftwave/sound_back_end.h"

namespace driftwave {

struct SoundPlayerOptions {
  int sample_rate_hz = 44100;
  std::string device{};  ///< as choose_device takes it
  double buffer_seconds = 4.0;
  /// A device that asks for nothing for so long hangs: none has buffers of this length.
  std::chrono::milliseconds patience{5000};
  /// Called once from a thread of the player when the device fails, within some 10 ms.
  std::function<void(const std::string& message)> on_failure{};
};

struct HeardGaps {
  std::uint64_t count = 0;
  double seconds = 0.0;
};

/// Thread: one at a time, but for stop().
class SoundPlayer {
 public:
  /// Plays at the given rate, or at the device's own where it takes no other.
  /// @param back_end must outlive the player. @throws Error when there is no such device or it does not
  /// start.
  SoundPlayer(SoundBackEnd& back_end, SoundPlayerOptions options);
  /// Silence at once: see finish().
  ~SoundPlayer();
  SoundPlayer(const SoundPlayer&) = delete;
  SoundPlayer& operator=(const SoundPlayer&) = delete;

  /// Returns as soon as the samples have found room, some seconds ahead of what is heard.
  /// @throws Error when the device has failed.
  void play(std::span<const float> audio);
  /// While nothing more is known to come, silence is no gap.
  void await_more(bool waiting) noexcept { queue_->await_more(waiting); }
  /// Waits until everything has been heard; nothing may follow. @throws Error when the device has failed.
  void finish();
  /// Silence at once; play() and finish() return, and play nothing more. Thread: any.
  void stop() noexcept;

  /// How often and how long the sound stopped for want of samples, or because the device was late.
  [[nodiscard]] HeardGaps gaps() const noexcept;

 private:
  void enqueue(std::span<const float> audio);
  void watch(const std::stop_token& stopped);
  void fail(const std::string& message);
  void throw_if_failed();

  SoundPlayerOptions options_;
  OutputDevice device_;
  int rate_hz_ = 0;  ///< of the device
  std::optional<StreamResampler> resampler_;
  std::vector<float> resampled_;
  std::unique_ptr<PlayQueue> queue_;
  std::unique_ptr<OutputStream> stream_;
  std::atomic<bool> stopped_{false};
  std::mutex failure_mutex_;
  std::string failure_;
  std::jthread watch_;
};

}  // namespace driftwave
