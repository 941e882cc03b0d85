#include "vocoder/sounds/sound_edits.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/error.h"
#include "vocoder/sounds/partials.h"

namespace driftwave {
namespace {

constexpr std::uint64_t kCandidates = 64;
constexpr float kMostMoveDb = 24;

void check_family(const SoundMap& a, const SoundMap& b) {
  if (a.family != b.family)
    throw Error("sounds: want two of one family, got a {} and a {} one", name_of(a.family),
                name_of(b.family));
}

/// Levels of a row as one: noise and all tones together, in decibels.
float loudness(const SoundMap& map, std::size_t row) {
  double power = std::pow(10.0, map.levels_db(row, layout_of(map.family).all_tones_column()) / 10);
  for (std::size_t b = 0; b < kNoiseBands; ++b) power += std::pow(10.0, map.levels_db(row, b) / 10);
  return static_cast<float>(10 * std::log10(power));
}

double distance(const SoundMap& a, const SoundMap& b, std::size_t first, std::size_t last) {
  double sum = 0;
  for (std::size_t j = first; j < last; ++j)
    for (std::size_t c = 0; c < a.levels_db.cols(); ++c)
      sum += std::abs(a.levels_db(j, c) - b.levels_db(j, c));
  return sum;
}

}  // namespace

SoundMap varied(const SoundModel& model, const SoundMap& map, float strength, const SoundRequest& request) {
  if (!(strength >= 0 && strength <= 1)) throw Error("strength: want 0 to 1, got {}", strength);
  return blended(map, model.draw(request), strength);
}

SoundMap blended(const SoundMap& a, const SoundMap& b, float share) {
  check_family(a, b);
  SoundMap out = a;
  for (std::size_t i = 0; i < out.levels_db.size(); ++i)
    out.levels_db.values()[i] += share * (b.levels_db.values()[i] - a.levels_db.values()[i]);
  out.pitch_hz = a.pitch_hz * std::pow(b.pitch_hz / a.pitch_hz, share);
  return out;
}

SoundMap redrawn(const SoundModel& model, const SoundMap& map, SoundPart part, double border_s,
                 const SoundRequest& request) {
  const SoundLayout& layout = layout_of(map.family);
  if (!(border_s > 0 && border_s < layout.seconds()))
    throw Error("border: want more than 0 and less than {} s, got {}", layout.seconds(), border_s);
  const std::size_t border = std::max<std::size_t>(place_of(layout, border_s).row, 1);
  const std::size_t kept_first = part == SoundPart::kTail ? 0 : border;
  const std::size_t kept_last = part == SoundPart::kTail ? border + 1 : layout.frames();
  SoundMap best;
  double nearest = std::numeric_limits<double>::infinity();
  for (std::uint64_t i = 0; i < kCandidates; ++i) {
    SoundRequest next = request;
    next.seed = request.seed * kCandidates + i;
    SoundMap candidate = model.draw(next);
    check_family(map, candidate);
    const double far = distance(map, candidate, kept_first, kept_last);
    if (far >= nearest) continue;
    nearest = far;
    best = std::move(candidate);
  }
  const float move = std::clamp(loudness(map, border) - loudness(best, border), -kMostMoveDb, kMostMoveDb);
  SoundMap out = map;
  for (std::size_t j = 0; j < layout.frames(); ++j) {
    if (j >= kept_first && j < kept_last) continue;
    for (std::size_t c = 0; c < layout.waver_column(); ++c)
      out.levels_db(j, c) = std::clamp(best.levels_db(j, c) + move, kLowestLevelDb, 12.0F);
  }
  return out;
}

}  // namespace driftwave
