#pragma once
/// Automatic mixed precision on this thread: products in bfloat16, for the life of an object.
#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

namespace driftwave::training {

/// What autocast does on one kind of device.
struct AutocastState {
  c10::DeviceType device = c10::kCPU;
  bool on = false;
  c10::ScalarType type = c10::kBFloat16;
};

[[nodiscard]] AutocastState autocast_state(c10::DeviceType device);

/// Sets a state, and sets back what was before at its end.
class Autocast {
 public:
  explicit Autocast(const AutocastState& state);
  ~Autocast();
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  AutocastState before_;
};

}  // namespace driftwave::training
