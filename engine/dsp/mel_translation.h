#pragma once
/// A mel of one kind from a mel of another, without the sound.
#include "engine/core/tensor.h"
#include "engine/dsp/mel.h"

namespace driftwave {

/// What a sound's mel of settings `to` is about, given its mel of settings `from`: the envelope between the
/// bands of the one, filtered and measured as the other's, frame times interpolated. Where `from` ends, its
/// last band holds.
///
/// @param mel [F, M] of natural log scale @param frames of the result
/// @return [frames, M'] @throws Error unless from.scale is natural log, or for no frames.
[[nodiscard]] Array2<float> translate_mel(const Array2<float>& mel, const MelSettings& from,
                                          const MelSettings& to, std::size_t frames);

}  // namespace driftwave
