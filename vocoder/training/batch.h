#pragma once
/// Random crops of utterances, as tensors.
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>

#include "engine/training/batch_part.h"
#include "engine/training/shards.h"
#include "vocoder/harmonic_flow/config.h"

namespace driftwave::training {

/// B crops of F frames; T = (F - 1) * hop + n_fft samples, so that every frame sees all of its samples.
struct VocoderBatch {
  at::Tensor audio;    ///< [B, T]
  at::Tensor source;   ///< [B, T] pulse train on the recording's own phase
  at::Tensor f0_hz;    ///< [B, F]
  at::Tensor voicing;  ///< [B, F]
  at::Tensor chances;  ///< [B, kChances] uniform in 0..1, for augmentation; only of random crops
  /// [B, F, M] what an acoustic model made of the crop's text, where `told` says so; undefined: nowhere.
  at::Tensor told_mel = {};
  at::Tensor told = {};  ///< [B] bool
};

/// Of a crop: whether its mel is smoothed, whether and where its band ends, its speed.
inline constexpr std::int64_t kChances = 4;

/// Which phase the harmonic source of a crop has.
enum class SourcePhase {
  kRecording,   ///< that of the recording's own fundamental (engine/dsp/phase_reference.h)
  kIntegrated,  ///< what the F0 track integrates to
};

struct CropOptions {
  std::int64_t batch = 8;
  std::int64_t frames = 64;
  double gain_range_db = 6.0;  ///< gain is uniform in -range..range
  /// Each crop plays faster or slower by up to this many semitones: another pitch, another throat.
  double speed_range_st = 0;
  SourcePhase phase = SourcePhase::kRecording;
  /// Share of crops with a told mel, among utterances that have some. Only at the recordings' own speed.
  double told_share = 0;
  std::uint64_t seed = 0;
  BatchPart part = {};
};

/// @throws Error unless the shards have the rate and the hop of `settings`.
void check_shards(const ShardSet& shards, const MelSettings& settings);

/// Crops of a part of step `step`, utterances drawn in proportion to their length. Keyed by (seed, step,
/// index of the crop in the whole batch).
[[nodiscard]] VocoderBatch random_crops(const ShardSet& shards, std::span<const std::size_t> utterances,
                                        const MelSettings& settings, const CropOptions& options,
                                        std::int64_t step);

/// Frames first .. first + frames of one utterance, B = 1; silence outside of the recording.
[[nodiscard]] VocoderBatch crop(const Utterance& utterance, const MelSettings& settings, std::int64_t first,
                                std::int64_t frames, SourcePhase phase = SourcePhase::kRecording);

}  // namespace driftwave::training
