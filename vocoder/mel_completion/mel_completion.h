#pragma once
/// Fills what is missing from a mel spectrogram: frames that were lost, bands that a recording never had. A
/// masked autoencoder (He et al. 2022, arXiv:2111.06377) of 1-D ConvNeXt blocks over frames.
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "engine/core/tensor.h"
#include "engine/nn/convnext.h"
#include "engine/nn/layer_norm.h"
#include "engine/nn/linear.h"
#include "vocoder/mel_completion/config.h"
#include "vocoder/vocoder.h"

namespace driftwave {

/// What of a VocoderInput is known.
struct KnownFeatures {
  Array2<std::uint8_t> mel;         ///< [F, M] 1 where known
  std::vector<std::uint8_t> pitch;  ///< [F] 1 where f0 and voicing are known
};

/// Thread: any; one model serves any number of threads at once.
class MelCompletion {
 public:
  MelCompletion(const WeightSource& weights, const MelCompletionConfig& config);

  [[nodiscard]] const MelSettings& mel_settings() const { return config_.mel; }

  /// Writes the cells of the mel that are not known, and pitch and voicing where those are not: bridged
  /// (bridge.h), and mel and voicing corrected by the network. What is known stays.
  /// @throws Error when the shapes disagree or nothing at all is known.
  void complete(VocoderInput& features, const KnownFeatures& known) const;

 private:
  MelCompletionConfig config_;
  Linear input_;
  std::vector<ConvNeXtBlock1d> blocks_;
  LayerNorm output_norm_;
  Linear output_;
};

/// How the network sees a frame; training fills tensors by the same formula.
/// @param mel [M] bridged @param known [M] @param row [2 M + 3]
void fill_completion_row(std::span<const float> mel, std::span<const std::uint8_t> known, float f0_hz,
                         float voicing, bool pitch_known, std::span<float> row);

/// Values that the network works in, and back.
[[nodiscard]] inline float normalized_mel(float log_mel) {
  return log_mel / 4.0F + 0.5F;
}
[[nodiscard]] inline float log_mel_of(float normalized) {
  return (normalized - 0.5F) * 4.0F;
}

/// @throws Error naming the file for a missing, truncated, foreign or altered model.
[[nodiscard]] MelCompletion load_mel_completion(const std::filesystem::path& file);

}  // namespace driftwave
