#pragma once
/// New sounds from given ones: variations, blends, another attack or tail.
#include "vocoder/sounds/sound_model.h"

namespace driftwave {

/// @param strength 0 keeps the map, 1 is the draw of the request alone; between, their levels are mixed.
/// @throws Error unless strength is 0..1 and request and map are of one family.
[[nodiscard]] SoundMap varied(const SoundModel& model, const SoundMap& map, float strength,
                              const SoundRequest& request);

/// The levels of both, mixed: 0 is a, 1 is b. @throws Error unless both are of one family.
[[nodiscard]] SoundMap blended(const SoundMap& a, const SoundMap& b, float share);

enum class SoundPart { kAttack, kTail };

/// Draws that part anew: of 64 draws, the one whose other part is nearest to the map's takes its place, moved
/// to the level that the map has at the border.
/// @param border_s what is before is the attack. @throws Error as varied(), or for a border outside the map.
[[nodiscard]] SoundMap redrawn(const SoundModel& model, const SoundMap& map, SoundPart part, double border_s,
                               const SoundRequest& request);

}  // namespace driftwave
