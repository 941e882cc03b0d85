#pragma once
/// Energy scores (engine/training/energy_score.h) of what the acoustic model draws: mels and curves.
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>

#include "engine/training/energy_score.h"

namespace driftwave {

/// Of mels, their differences along time and their differences along bands, in patches from a cell to 16
/// frames by 4 bands and 1 frame by 32 bands.
/// @param draws at least two of [N, M]. @param target [N, M]. @param mask [N, M] or undefined.
/// @param shift moves the patches.
[[nodiscard]] training::EnergyScore mel_energy_score(std::span<const at::Tensor> draws,
                                                     const at::Tensor& target, const at::Tensor& mask,
                                                     std::int64_t shift);

/// Of a curve, such as log F0 over frames, and of its differences, in patches of 1, 4 and 16 rows.
/// @param draws at least two of [N]. @param target [N]. @param weight [N], 0..1, or undefined.
[[nodiscard]] training::EnergyScore curve_energy_score(std::span<const at::Tensor> draws,
                                                       const at::Tensor& target, const at::Tensor& weight,
                                                       std::int64_t shift);

/// How lively a drawn mel is beside the recording's: 1 where both move as much.
struct MelLiveliness {
  double detail = 0;      ///< root mean square of differences between neighbouring bands
  double change = 0;      ///< root mean square of differences between neighbouring frames
  double modulation = 0;  ///< root of the bands' power at 4 to 20 Hz, where syllables and consonants are
};

/// @param drawn, recorded [F, M], F at least 2.
[[nodiscard]] MelLiveliness compare_liveliness(const at::Tensor& drawn, const at::Tensor& recorded,
                                               double frames_per_second);

}  // namespace driftwave
