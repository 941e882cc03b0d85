#pragma once
/// Sound from a microphone, through PortAudio.
#include <memory>
#include <string>
#include <vector>

#include "tools/driftwave/sound_back_end.h"

namespace driftwave {

/// One that records between start() and stop(). Thread: one.
class Microphone {
 public:
  virtual ~Microphone() = default;
  /// @throws Error with the device's reason.
  virtual void start() = 0;
  /// What was heard since start(), one channel. @throws Error when the device has failed on the way.
  [[nodiscard]] virtual std::vector<float> stop() = 0;
  [[nodiscard]] virtual int sample_rate_hz() const = 0;
};

/// @param device as `--device` names it; empty: the default.
/// @throws Error listing the devices when there is no such one.
[[nodiscard]] std::unique_ptr<Microphone> open_microphone(const std::string& device);

}  // namespace driftwave
