#pragma once
/// A small acoustic model of random weights, written where a test asks.
#include <cmath>
#include <filesystem>
#include <string>

#include "engine/core/noise.h"
#include "engine/model/safetensors.h"
#include "tts/acoustic/acoustic_config.h"
#include "tts/acoustic/conditioning.h"

namespace driftwave::testing {

inline AcousticConfig tiny_config() {
  AcousticConfig config;
  config.symbols = 40;
  config.encoder_channels = 16;
  config.encoder_blocks = 2;
  config.duration_channels = 8;
  config.duration_blocks = 1;
  config.pitch_channels = 8;
  config.pitch_blocks = 2;
  config.decoder_channels = 16;
  config.decoder_blocks = 4;
  config.flow_channels = 16;
  config.flow_blocks = 2;
  config.comb_bands = 5;
  config.mel.mels = 10;
  return config;
}

inline AcousticStatistics tiny_statistics() {
  AcousticStatistics statistics;
  for (int m = 0; m < tiny_config().mel.mels; ++m) {
    statistics.mel_mean.push_back(-4.0F + 0.1F * static_cast<float>(m));
    statistics.mel_std.push_back(1.0F + 0.05F * static_cast<float>(m));
  }
  return statistics;
}

/// Adds tensors of Gaussian values of deviation `scale`, each with noise of its own.
class RandomTensors {
 public:
  explicit RandomTensors(SafetensorsWriter& writer) : writer_(writer) {}
  void add(const std::string& name, std::vector<std::int64_t> shape, float scale, float mean = 0.0F) {
    std::size_t count = 1;
    for (const std::int64_t n : shape) count *= static_cast<std::size_t>(n);
    std::vector<float> values(count);
    gaussian_noise({.seed = 7, .purpose = NoisePurpose::kAugment, .channel = channel_++}, 0, values);
    for (float& value : values) value = mean + scale * value;
    writer_.add(name, std::span<const float>(values), std::move(shape));
  }
  void linear(const std::string& name, int in, int out, float mean = 0.0F) {
    add(name + ".weight", {out, in}, 1.0F / std::sqrt(static_cast<float>(in)));
    add(name + ".bias", {out}, 0.1F, mean);
  }
  void norm(const std::string& name, int channels) {
    add(name + ".weight", {channels}, 0.1F, 1.0F);
    add(name + ".bias", {channels}, 0.1F);
  }
  void stack(const std::string& name, int in, int channels, int out, int blocks, const AcousticConfig& c) {
    if (in > 0) linear(name + ".in", in, channels);
    for (int i = 0; i < blocks; ++i) {
      const std::string block = name + "." + std::to_string(i);
      add(block + ".dwconv.weight", {channels, 1, c.kernel}, 0.3F);
      add(block + ".dwconv.bias", {channels}, 0.1F);
      norm(block + ".norm", channels);
      linear(block + ".pwconv1", channels, channels * c.expansion);
      linear(block + ".pwconv2", channels * c.expansion, channels);
      add(block + ".gamma", {channels}, 0.1F, 0.3F);
    }
    norm(name + ".norm", channels);
    // Durations are log(1 + frames): around 5 frames.
    if (out > 0) linear(name + ".out", channels, out, name == "duration" ? 1.8F : 0.0F);
  }

 private:
  SafetensorsWriter& writer_;
  std::uint32_t channel_ = 0;
};

inline void write_tiny_model(const std::filesystem::path& file, const std::string& architecture,
                             const AcousticStatistics& statistics = tiny_statistics(),
                             const AcousticConfig& c = tiny_config()) {
  SafetensorsWriter writer;
  RandomTensors tensors(writer);
  const int expanded = c.encoder_channels + kPositionFeatures;
  tensors.add("embedding.weight", {c.symbols, c.encoder_channels}, 1.0F);
  tensors.stack("encoder", 0, c.encoder_channels, 0, c.encoder_blocks, c);
  if (!c.speakers.empty())
    tensors.add("speaker.weight", {static_cast<std::int64_t>(c.speakers.size()), c.encoder_channels}, 1.0F);
  tensors.stack("duration", c.encoder_channels + c.melody_noise, c.duration_channels, 1, c.duration_blocks,
                c);
  tensors.stack("pitch", expanded + c.melody_noise, c.pitch_channels, 2, c.pitch_blocks, c);
  tensors.stack("decoder", expanded + pitch_feature_count(c), c.decoder_channels, c.mel.mels,
                c.decoder_blocks, c);
  tensors.stack("flow", 2 * c.mel.mels + c.decoder_channels, c.flow_channels, c.mel.mels, c.flow_blocks, c);
  tensors.linear("time_in", 16, c.flow_channels);
  tensors.linear("time_out", c.flow_channels, c.flow_channels * c.flow_blocks);
  writer.set_metadata("architecture", architecture);
  writer.set_metadata("config", to_json(c).dump());
  writer.set_metadata("statistics", to_json(statistics).dump());
  writer.set_metadata("voice", "tiny");
  writer.write(file);
}

}  // namespace driftwave::testing
