#pragma once
/// What every vocoder is to the rest of Driftwave: mel and pitch in, samples out.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/tensor.h"
#include "engine/dsp/mel.h"

namespace driftwave {

/// Everything a vocoder hears. All three have F frames.
struct VocoderInput {
  Array2<float> mel;           ///< [F, M] natural log magnitude (engine/dsp/mel.h)
  std::vector<float> f0_hz;    ///< [F] fundamental; continuous through unvoiced frames, > 0
  std::vector<float> voicing;  ///< [F] 0 (noise) .. 1 (voiced)
};

struct VocoderOptions {
  int steps = -1;          ///< denoising steps; -1 takes the model's default, 0 is the prior alone
  std::uint64_t seed = 0;  ///< same seed, same samples
  int threads = 1;
  /// Called with 0..1 as work proceeds; returning false cancels (the result is then empty).
  std::function<bool(double)> progress;
};

class Vocoder {
 public:
  virtual ~Vocoder() = default;
  [[nodiscard]] virtual const MelSettings& mel_settings() const = 0;
  [[nodiscard]] virtual int default_steps() const = 0;
  [[nodiscard]] virtual int max_steps() const = 0;
  /// @return [F * hop] samples at mel_settings().sample_rate_hz.
  /// @throws Error on inconsistent shapes, non-finite values or steps outside 0..max_steps().
  [[nodiscard]] virtual std::vector<float> synthesize(const VocoderInput& input,
                                                      const VocoderOptions& options) const = 0;
};

/// Loads the vocoder in a safetensors file, whatever its architecture.
/// @throws Error naming the file for a missing, truncated, foreign or altered model.
[[nodiscard]] std::unique_ptr<Vocoder> load_vocoder(const std::filesystem::path& file);

}  // namespace driftwave
