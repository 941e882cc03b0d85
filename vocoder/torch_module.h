#pragma once
/// Vocoders that run on libtorch live in a module, libdriftwave_torch.so, so that a program which does not
/// need them starts in milliseconds.
#include <memory>

#include "engine/model/safetensors.h"
#include "vocoder/vocoder.h"

namespace driftwave {

/// Loads the module on the first call, from $DRIFTWAVE_TORCH_MODULE, or beside this program or library, or in
/// ../lib/driftwave from there; then the model.
/// @throws Error naming the model and the places looked in, and how to build the module, when there is none
/// or it is of another version; as load_diffusion_vocoder() for the model itself.
[[nodiscard]] std::unique_ptr<Vocoder> load_torch_vocoder(const SafetensorsFile& file);

}  // namespace driftwave
