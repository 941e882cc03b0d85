#pragma once
/// A small HarmonicFlow model file with random weights: whatever the networks ask for, they get.
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "engine/model/safetensors.h"
#include "engine/nn/weights.h"
#include "vocoder/harmonic_flow/config.h"
#include "vocoder/harmonic_flow/flow_network.h"
#include "vocoder/harmonic_flow/prior_network.h"
#include "vocoder/vocoder.h"

namespace driftwave::test {

inline HarmonicFlowConfig small_config() {
  HarmonicFlowConfig c;
  c.mel = {.sample_rate_hz = 22050, .n_fft = 512, .hop_samples = 128, .mels = 20, .high_hz = 11025};
  c.prior_channels = 16;
  c.prior_blocks = 2;
  c.block_lookahead_frames = {1, 0};
  c.flow_channels = 8;
  c.flow_blocks = 2;
  c.bands = {{8, 8}, {12, 16}};
  c.default_corrections = 0;
  return c;
}

/// Draws values for every tensor it is asked for and adds them to a file.
class RandomWeights final : public WeightSource {
 public:
  RandomWeights(SafetensorsWriter& writer, std::uint32_t seed) : writer_(writer), generator_(seed) {}
  std::vector<float> get(std::string_view name, std::span<const std::int64_t> shape) const override {
    std::int64_t count = 1;
    for (const std::int64_t n : shape) count *= n;
    const std::int64_t inputs = shape.size() > 1 ? count / shape[0] : 4;
    std::normal_distribution<float> normal(0.0F, 1.0F / std::sqrt(static_cast<float>(inputs)));
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& x : values) x = normal(generator_);
    writer_.add(std::string(name), std::span<const float>(values), {shape.begin(), shape.end()});
    return values;
  }

 private:
  SafetensorsWriter& writer_;
  mutable std::mt19937 generator_;
};

inline void write_random_model(const std::filesystem::path& file, const HarmonicFlowConfig& config) {
  SafetensorsWriter writer;
  const RandomWeights weights(writer, 7);
  const PriorNetwork prior(weights, config);
  const FlowNetwork flow(weights, config);
  writer.set_metadata("architecture", kHarmonicFlowArchitecture);
  writer.set_metadata("config", to_json(config).dump());
  writer.write(file);
}

/// A voiced glide between silences, `frames` long.
inline VocoderInput make_input(const HarmonicFlowConfig& config, std::size_t frames) {
  VocoderInput input{Array2<float>(frames, static_cast<std::size_t>(config.mel.mels)),
                     std::vector<float>(frames), std::vector<float>(frames)};
  for (std::size_t n = 0; n < frames; ++n) {
    for (std::size_t m = 0; m < input.mel.cols(); ++m)
      input.mel(n, m) = -3.0F + 2.0F * std::sin(0.1F * static_cast<float>(n + 3 * m));
    input.f0_hz[n] = 180.0F + 40.0F * std::sin(0.05F * static_cast<float>(n));
    input.voicing[n] = n % 50 < 30 ? 1.0F : 0.0F;
  }
  return input;
}

}  // namespace driftwave::test
