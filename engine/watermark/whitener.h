#pragma once
/// Makes of a sound what a keyed sequence is best correlated with. Private to engine/watermark.
#include <span>
#include <vector>

namespace driftwave {

/// Each bin of the spectrum is weighted by how strong a mark would be in it, over the power of all that is
/// there: the matched filter for a weak known signal in noise. Between harmonics, where the sound is weak,
/// the mark counts most; what is as weak as the recording's noise floor counts little.
/// @param audio [T] at kChipRateHz, finite @return [T], aligned with it, without outliers
[[nodiscard]] std::vector<float> whitened(std::span<const float> audio);

}  // namespace driftwave
