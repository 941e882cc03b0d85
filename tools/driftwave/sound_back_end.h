#pragma once
/// Sound devices behind an interface, so that tests need none.
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace driftwave {

struct OutputDevice {
  int index = 0;
  std::string name;
  std::string host;  ///< the system's sound interface: "ALSA", "JACK"
  int default_rate_hz = 0;
  int channels = 0;
  bool is_default = false;
};

/// Where a device gets its samples.
class SampleSource {
 public:
  virtual ~SampleSource() = default;
  /// Fills `out`, mono. Thread: the device's; RT.
  /// @param device_was_late whether the device ran dry by its own fault since the last call.
  /// @return false when nothing follows; then it is not called again.
  virtual bool pull(std::span<float> out, bool device_was_late) noexcept = 0;
};

/// A device at work. Its end stops it at once.
class OutputStream {
 public:
  virtual ~OutputStream() = default;
  /// False after the last sample has been heard, after stop(), and when the device has failed. Thread: any.
  [[nodiscard]] virtual bool is_running() const noexcept = 0;
  /// Silence now, whatever was waiting to be heard. Thread: any.
  virtual void stop() noexcept = 0;
};

class SoundBackEnd {
 public:
  virtual ~SoundBackEnd() = default;
  [[nodiscard]] virtual std::vector<OutputDevice> devices() = 0;
  [[nodiscard]] virtual bool takes_rate(const OutputDevice& device, int sample_rate_hz) = 0;
  /// @param source must outlive the stream. @throws Error with the device's reason.
  [[nodiscard]] virtual std::unique_ptr<OutputStream> start(const OutputDevice& device, int sample_rate_hz,
                                                            SampleSource& source) = 0;
};

/// The devices of this machine. @throws Error when its sound system cannot be asked.
[[nodiscard]] std::unique_ptr<SoundBackEnd> open_port_audio();

/// @param choice an index, a name, or a part (not a number) of just one name in any case; empty: the default.
/// @throws Error listing the devices when there is no such one.
[[nodiscard]] OutputDevice choose_device(const std::vector<OutputDevice>& devices, const std::string& choice);

}  // namespace driftwave
