#pragma once
/// Everything that shapes a mel completion model; stored as JSON in its file.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/dsp/mel.h"

namespace driftwave {

inline constexpr const char* kMelCompletionArchitecture = "mel-completion";

struct MelCompletionConfig {
  MelSettings mel;
  int channels = 192;
  int expansion = 2;
  int kernel = 7;
  /// Of each block's kernel, in frames; there are as many blocks.
  std::vector<int> dilations = {1, 2, 4, 1, 2, 4};

  /// Values of a frame that the network is told: mels and which of them are known, pitch, voicing, and
  /// whether those two are known.
  [[nodiscard]] int inputs() const { return 2 * mel.mels + 3; }
  /// Values of a frame that it gives: mels and voicing.
  [[nodiscard]] int outputs() const { return mel.mels + 1; }
};

[[nodiscard]] nlohmann::json to_json(const MelCompletionConfig& config);

/// @throws Error naming `who` and the key: unknown, of the wrong type, or out of range.
[[nodiscard]] MelCompletionConfig mel_completion_config_from_json(const nlohmann::json& json,
                                                                  const std::string& who);

}  // namespace driftwave
