#include "vocoder/vocoder.h"

#include "engine/core/error.h"
#include "engine/model/safetensors.h"
#include "vocoder/harmonic_flow/harmonic_flow.h"
#include "vocoder/torch_module.h"

namespace driftwave {

std::unique_ptr<Vocoder> load_vocoder(const std::filesystem::path& path) {
  const SafetensorsFile file(path);
  const std::string& architecture = file.metadata("architecture");
  if (architecture == kHarmonicFlowArchitecture) return load_harmonic_flow(file);
  if (architecture == "diffwave" || architecture == "wavegrad") return load_torch_vocoder(file);
  throw Error("{}: architecture: want {}, diffwave or wavegrad, got {}", path.string(),
              kHarmonicFlowArchitecture, architecture);
}

}  // namespace driftwave
