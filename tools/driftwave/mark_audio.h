#pragma once
/// The watermark of recordings that were edited.
#include <cstdint>
#include <vector>

#include "engine/audio/audio_file.h"
#include "engine/watermark/sound_mark.h"
#include "tools/driftwave/mel_image.h"

namespace driftwave {

/// Marks all of a sound, its channels alike: their mean has the mark, too.
/// @throws Error for a rate that no mark has.
void mark_audio(AudioBuffer& audio, const SoundMark& mark, std::uint64_t seed);

/// Marks these parts; all the rest keeps its bits. A sound without samples stays so.
/// @param parts in any order, may overlap and reach past the ends @throws Error as mark_audio().
void mark_parts(AudioBuffer& audio, const std::vector<TimeRange>& parts, const SoundMark& mark,
                std::uint64_t seed);

/// What is marked where gaps were filled: a second and a half on each side with them, so that a gap of a
/// tenth of a second is found.
[[nodiscard]] std::vector<TimeRange> around_gaps(const std::vector<TimeRange>& gaps);

}  // namespace driftwave
