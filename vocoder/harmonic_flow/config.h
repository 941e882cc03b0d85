#pragma once
/// Everything that shapes a HarmonicFlow model; stored as JSON in its file.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/dsp/mel.h"

namespace driftwave {

inline constexpr const char* kHarmonicFlowArchitecture = "harmonic-flow";
inline constexpr int kMaxCorrections = 64;

/// Neighbouring bins that the flow network sees as one position.
struct BandClass {
  int groups = 0;  ///< how many groups of this width, upward in frequency
  int width = 0;   ///< bins in each
};

struct HarmonicFlowConfig {
  MelSettings mel;
  // Conditioner and prior: 1-D ConvNeXt over frames.
  int prior_channels = 256;
  int prior_blocks = 6;
  int prior_expansion = 3;
  int prior_kernel = 7;
  /// Frames of lookahead of the input convolution and of each block; the rest of each kernel looks back.
  int input_lookahead_frames = 2;
  std::vector<int> block_lookahead_frames = {1, 1, 0, 0, 0, 0};
  // Flow: 2-D ConvNeXt over (frame x group), causal in time.
  int flow_channels = 48;
  int flow_blocks = 6;
  int flow_expansion = 3;
  int flow_kernel_frames = 3;
  int flow_kernel_groups = 7;
  std::vector<BandClass> bands = {{32, 8}, {16, 16}, {16, 32}};
  int default_steps = 4;
  /// Rounds of mel correction (mel_correction.h) after the steps; a file without this key has none.
  int default_corrections = 16;

  [[nodiscard]] int groups() const;
  /// Bins that the groups cover; the bins above keep the prior.
  [[nodiscard]] int grouped_bins() const;
  [[nodiscard]] int lookahead_frames() const;
};

/// The 22.05 kHz configuration: 256 / 1024 / 80 mels.
[[nodiscard]] HarmonicFlowConfig harmonic_flow_config_22k();

[[nodiscard]] nlohmann::json to_json(const HarmonicFlowConfig& config);

/// @throws Error naming `who` and the key: unknown, of the wrong type, or out of range.
[[nodiscard]] HarmonicFlowConfig harmonic_flow_config_from_json(const nlohmann::json& json,
                                                                const std::string& who);

}  // namespace driftwave
