/// libdriftwave_torch.so: DiffWave and WaveGrad for the program, which loads it when a model file asks for
/// one (vocoder/torch_module.cpp).
#include "vocoder/torch/diffusion_vocoder.h"

extern "C" {

/// The version that the program must have too: the two share C++ types.
__attribute__((visibility("default"))) const char* driftwave_torch_version() {
  return DRIFTWAVE_VERSION;
}

/// The caller owns the vocoder. Throws as driftwave::load_diffusion_vocoder.
__attribute__((visibility("default"))) driftwave::Vocoder* driftwave_torch_load(
    const driftwave::SafetensorsFile& file) {
  return driftwave::load_diffusion_vocoder(file).release();
}
}
