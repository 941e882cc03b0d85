#pragma once
/// Parts of HarmonicFlow that a training run can do without, to measure what they bring (docs/ablations.md).
/// What learns without them is no model that the runtime plays.
#include <string>
#include <vector>

namespace driftwave::training {

struct Ablation {
  bool source = true;           ///< the harmonic source; without it the prior is filtered noise
  bool phase_reference = true;  ///< the source on the recording's own phase instead of the integrated F0
  bool whitening = true;        ///< spectra divided by the mel's envelope instead of by one number a crop

  [[nodiscard]] bool is_whole() const { return source && phase_reference && whitening; }
};

/// The names that `without` may have, for help and messages.
[[nodiscard]] std::string ablation_names();

/// @param without any of "source", "phase-reference", "whitening". @throws Error naming another.
[[nodiscard]] Ablation make_ablation(const std::vector<std::string>& without);

}  // namespace driftwave::training
