#pragma once
/// The partials of a sound map, as oscillators play them.
#include <cstdint>
#include <span>
#include <vector>

#include "vocoder/sounds/sound_map.h"

namespace driftwave {

struct Partial {
  std::vector<double> hz;        ///< [F] of the map
  std::vector<float> levels_db;  ///< [F]
  double phase_cycles = 0;       ///< at the first sample
};

/// One-shots: peaks along the axis of tones, each joined to the nearest one of the next moment. Sustained
/// sounds: harmonics of the pitch, each with two neighbours a few cents away where the map wavers. Their
/// powers add up to the map's level of all tones.
[[nodiscard]] std::vector<Partial> partials_of(const SoundMap& map, double pitch_hz, std::uint64_t seed);

/// Where between the moments of a layout a time lies: a row and a share of the next one.
struct MapPlace {
  std::size_t row = 0;
  double share = 0;
};
[[nodiscard]] MapPlace place_of(const SoundLayout& layout, double time_s);

}  // namespace driftwave
