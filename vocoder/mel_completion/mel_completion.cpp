#include "vocoder/mel_completion/mel_completion.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/model/safetensors.h"
#include "vocoder/file_weights.h"
#include "vocoder/mel_completion/bridge.h"

namespace driftwave {
namespace {

std::size_t to_size(int value) {
  return static_cast<std::size_t>(value);
}

}  // namespace

MelCompletion::MelCompletion(const WeightSource& weights, const MelCompletionConfig& config)
    : config_(config),
      input_(weights, "input", {.in = to_size(config.inputs()), .out = to_size(config.channels)}),
      output_norm_(weights, "output_norm", {.channels = to_size(config.channels)}),
      output_(weights, "output", {.in = to_size(config.channels), .out = to_size(config.outputs())}) {
  for (std::size_t i = 0; i < config.dilations.size(); ++i) {
    const std::size_t dilation = to_size(config.dilations[i]);
    blocks_.emplace_back(weights, fmt::format("blocks.{}", i),
                         ConvNeXtBlock1dOptions{.channels = to_size(config.channels),
                                                .hidden = to_size(config.channels * config.expansion),
                                                .kernel = to_size(config.kernel),
                                                .dilation = dilation,
                                                .lookahead_frames = to_size(config.kernel / 2) * dilation,
                                                .epsilon = 1e-5F});
  }
}

void MelCompletion::complete(VocoderInput& features, const KnownFeatures& known) const {
  const std::size_t frames = features.mel.rows();
  const std::size_t mels = to_size(config_.mel.mels);
  if (frames == 0 || features.mel.cols() != mels)
    throw Error("mel completion: want frames of {} bands ({}), got {} of {}", mels, describe(config_.mel),
                frames, features.mel.cols());
  if (known.mel.rows() != frames || known.mel.cols() != mels || known.pitch.size() != frames ||
      features.f0_hz.size() != frames || features.voicing.size() != frames)
    throw Error("mel completion: want a mask and pitch of {} frames", frames);
  if (std::ranges::none_of(known.mel.values(), [](std::uint8_t x) { return x != 0; }))
    throw Error("mel completion: want something known, got nothing");

  bridge_mel(features.mel, known.mel);
  bridge(features.voicing, known.pitch);
  bridge_pitch(features.f0_hz, known.pitch);
  std::vector<float> rows(frames * to_size(config_.inputs()));
  for (std::size_t n = 0; n < frames; ++n)
    fill_completion_row(features.mel.row(n), known.mel.row(n), features.f0_hz[n], features.voicing[n],
                        known.pitch[n] != 0,
                        std::span(rows).subspan(n * to_size(config_.inputs()), to_size(config_.inputs())));
  std::vector<float> x(frames * to_size(config_.channels));
  std::vector<float> y(x.size());
  input_(rows, x);
  for (const ConvNeXtBlock1d& block : blocks_) {
    std::vector<float> scratch(block.scratch_floats(frames));
    block(x, y, scratch);
    std::swap(x, y);
  }
  output_norm_(x, x);
  std::vector<float> out(frames * (mels + 1));
  output_(x, out);

  const auto floor = static_cast<float>(std::log(config_.mel.floor));
  for (std::size_t n = 0; n < frames; ++n) {
    const std::span<const float> row = std::span(out).subspan(n * (mels + 1), mels + 1);
    for (std::size_t m = 0; m < mels; ++m)
      if (known.mel(n, m) == 0)
        features.mel(n, m) = std::max(log_mel_of(normalized_mel(features.mel(n, m)) + row[m]), floor);
    if (known.pitch[n] == 0) features.voicing[n] = std::clamp(features.voicing[n] + row[mels], 0.0F, 1.0F);
  }
}

void fill_completion_row(std::span<const float> mel, std::span<const std::uint8_t> known, float f0_hz,
                         float voicing, bool pitch_known, std::span<float> row) {
  const std::size_t mels = mel.size();
  for (std::size_t m = 0; m < mels; ++m) {
    row[m] = normalized_mel(mel[m]);
    row[mels + m] = known[m] != 0 ? 1.0F : 0.0F;
  }
  row[2 * mels] = std::log(f0_hz / 200.0F) * voicing;
  row[2 * mels + 1] = voicing;
  row[2 * mels + 2] = pitch_known ? 1.0F : 0.0F;
}

MelCompletion load_mel_completion(const std::filesystem::path& path) {
  const SafetensorsFile file(path);
  const std::string who = path.string();
  return MelCompletion(FileWeights(file), mel_completion_config_from_json(
                                              parse_json(file.metadata("config"), who + ": config"), who));
}

}  // namespace driftwave
