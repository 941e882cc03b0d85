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
  int prior_hidden = 0;  ///< hidden width of a block; 0: prior_channels * prior_expansion
  int prior_kernel = 7;
  /// Frames of lookahead of the input convolution and of each block; the rest of each kernel looks back.
  int input_lookahead_frames = 2;
  std::vector<int> block_lookahead_frames = {1, 1, 0, 0, 0, 0};
  int heads_rank = 0;  ///< of the prior's heads as a product of two matrices; 0: one matrix
  // Flow: 2-D ConvNeXt over (frame x group), causal in time.
  int flow_channels = 48;
  int flow_blocks = 6;
  int flow_expansion = 3;
  int flow_hidden = 0;  ///< hidden width of a block; 0: flow_channels * flow_expansion
  int flow_kernel_frames = 3;
  int flow_kernel_groups = 7;
  int condition_rank = 0;  ///< of the conditioner's way into the maps, as heads_rank
  std::vector<BandClass> bands = {{32, 8}, {16, 16}, {16, 32}};
  int default_steps = 4;
  /// Rounds of mel correction (mel_correction.h) after the steps; a file without this key has none.
  int default_corrections = 16;

  [[nodiscard]] int groups() const;
  /// Bins that the groups cover; the bins above keep the prior.
  [[nodiscard]] int grouped_bins() const;
  [[nodiscard]] int lookahead_frames() const;
  [[nodiscard]] int prior_hidden_width() const;
  [[nodiscard]] int flow_hidden_width() const;
};

/// The 22.05 kHz configuration: 256 / 1024 / 80 mels.
[[nodiscard]] HarmonicFlowConfig harmonic_flow_config_22k();

/// Hidden widths and ranks are left out where they are 0, as in files older than these keys.
[[nodiscard]] nlohmann::json to_json(const HarmonicFlowConfig& config);

/// @throws Error naming `who` and the key: unknown, of the wrong type, or out of range.
[[nodiscard]] HarmonicFlowConfig harmonic_flow_config_from_json(const nlohmann::json& json,
                                                                const std::string& who);

}  // namespace driftwave
