#include "engine/training/autocast.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace driftwave::training {
namespace {

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
void set(const AutocastState& state) {
  at::autocast::set_autocast_dtype(state.device, state.type);
  at::autocast::set_autocast_enabled(state.device, state.on);
}
#else
void set(const AutocastState& state) {
  if (state.device == c10::kCPU) {
    at::autocast::set_autocast_cpu_dtype(state.type);
    at::autocast::set_cpu_enabled(state.on);
  } else {
    at::autocast::set_autocast_gpu_dtype(state.type);
    at::autocast::set_enabled(state.on);
  }
}
#endif

}  // namespace

AutocastState autocast_state(c10::DeviceType device) {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
  return {device, at::autocast::is_autocast_enabled(device), at::autocast::get_autocast_dtype(device)};
#else
  if (device == c10::kCPU)
    return {device, at::autocast::is_cpu_enabled(), at::autocast::get_autocast_cpu_dtype()};
  return {device, at::autocast::is_enabled(), at::autocast::get_autocast_gpu_dtype()};
#endif
}

Autocast::Autocast(const AutocastState& state) : before_(autocast_state(state.device)) {
  set(state);
}

Autocast::~Autocast() {
  // Casts of weights are kept for the outermost region, and are stale after an update.
  if (!before_.on) at::autocast::clear_cache();
  set(before_);
}

}  // namespace driftwave::training
