#pragma once
/// Tags to and from libsndfile's strings. Private to engine/audio.
#include "engine/audio/audio_file.h"
#include "engine/audio/sound_stream.h"

namespace driftwave {

[[nodiscard]] AudioTags tags_of(const Sound& sound);

/// Call before the first sample is written. A string that the format has no place for is left out.
void set_tags(const Sound& sound, const AudioTags& tags);

}  // namespace driftwave
