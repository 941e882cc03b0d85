#include "vocoder/sounds/partials.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/noise.h"

namespace driftwave {
namespace {

constexpr float kQuietestDb = -60;    ///< of a peak below the loudest one of its moment
constexpr double kJoinOctaves = 0.3;  ///< how far a partial may glide from one moment to the next
constexpr float kMostGainDb = 12;

struct Peak {
  double hz = 0;
  float level_db = 0;
};

std::vector<Peak> peaks_of(std::span<const float> levels) {
  std::vector<Peak> peaks;
  const float loudest = std::ranges::max(levels);
  const auto at = [&](std::size_t q, long d) {
    const long place = static_cast<long>(q) + d;
    return place < 0 || place >= static_cast<long>(levels.size()) ? kLowestLevelDb
                                                                  : levels[static_cast<std::size_t>(place)];
  };
  for (std::size_t q = 0; q < levels.size(); ++q) {
    const float left = at(q, -1);
    const float right = at(q, 1);
    if (is_silent(levels[q]) || levels[q] < loudest + kQuietestDb) continue;
    if (levels[q] <= left || levels[q] < right) continue;
    const float curve = left - 2 * levels[q] + right;
    const float shift = curve < 0 ? std::clamp(0.5F * (left - right) / curve, -0.5F, 0.5F) : 0.0F;
    peaks.push_back({.hz = tone_hz(static_cast<double>(q) + shift),
                     .level_db = levels[q] - 0.25F * (left - right) * shift});
  }
  return peaks;
}

/// Raises or lowers a moment's partials to the power that the map asks for.
void level_moment(std::vector<Partial>& partials, std::size_t frame, float wanted_db) {
  double power = 1e-20;
  for (const Partial& partial : partials)
    if (!is_silent(partial.levels_db[frame])) power += std::pow(10.0, partial.levels_db[frame] / 10);
  const float gain =
      std::clamp(wanted_db - static_cast<float>(10 * std::log10(power)), -kMostGainDb, kMostGainDb);
  for (Partial& partial : partials)
    if (!is_silent(partial.levels_db[frame]))
      partial.levels_db[frame] = std::max(partial.levels_db[frame] + gain, kLowestLevelDb);
}

double random_phase(std::uint64_t seed, std::size_t index) {
  float phase = 0;
  uniform_noise({.seed = seed, .purpose = NoisePurpose::kPrior, .channel = 1}, index, {&phase, 1});
  return phase;
}

std::vector<Partial> free_partials(const SoundMap& map, std::uint64_t seed) {
  const SoundLayout& layout = layout_of(map.family);
  const std::size_t frames = layout.frames();
  std::vector<Partial> partials;
  std::vector<std::size_t> playing;
  for (std::size_t j = 0; j < frames; ++j) {
    std::vector<Peak> peaks = peaks_of(map.levels_db.row(j).subspan(kNoiseBands, layout.tones));
    std::ranges::sort(peaks, [](const Peak& a, const Peak& b) { return a.level_db > b.level_db; });
    std::vector<std::size_t> next;
    for (const Peak& peak : peaks) {
      std::size_t best = partials.size();
      double nearest = kJoinOctaves;
      for (const std::size_t index : playing) {
        const double distance = std::abs(std::log2(peak.hz / partials[index].hz[j - 1]));
        if (distance < nearest && std::ranges::find(next, index) == next.end()) {
          nearest = distance;
          best = index;
        }
      }
      if (best == partials.size()) {
        // Tones that are there from the first sample on begin together, at a zero.
        partials.push_back({.hz = std::vector<double>(frames, peak.hz),
                            .levels_db = std::vector<float>(frames, kLowestLevelDb),
                            .phase_cycles = j == 0 ? 0.0 : random_phase(seed, best)});
      }
      std::fill(partials[best].hz.begin() + static_cast<long>(j), partials[best].hz.end(), peak.hz);
      partials[best].levels_db[j] = peak.level_db;
      next.push_back(best);
    }
    playing = std::move(next);
  }
  return partials;
}

std::vector<Partial> harmonic_partials(const SoundMap& map, double pitch_hz, std::uint64_t seed) {
  const SoundLayout& layout = layout_of(map.family);
  const float waver = std::max(map.levels_db(0, layout.waver_column()), 0.0F);
  // Three equal voices waver by about 5 dB.
  const double side = std::min(static_cast<double>(waver) / 5.0, 1.0) / std::sqrt(3.0);
  const double middle = std::sqrt(std::max(1 - 2 * side * side, 0.0));
  std::vector<Partial> partials;
  for (std::size_t h = 1; h <= layout.tones; ++h) {
    for (int voice = -1; voice <= 1; ++voice) {
      const double amplitude = voice == 0 ? middle : side;
      const double hz =
          static_cast<double>(h) * pitch_hz * std::exp2(voice * (4.0 + random_phase(seed, 3)) / 1200);
      if (amplitude < 0.03 || hz > 0.48 * kSoundRateHz) continue;
      Partial partial{.hz = std::vector<double>(layout.frames(), hz),
                      .levels_db = std::vector<float>(layout.frames()),
                      .phase_cycles = random_phase(seed, 16 + 3 * h + static_cast<std::size_t>(voice + 1))};
      for (std::size_t j = 0; j < layout.frames(); ++j)
        partial.levels_db[j] =
            std::max(map.levels_db(j, kNoiseBands + h - 1) + static_cast<float>(20 * std::log10(amplitude)),
                     kLowestLevelDb);
      partials.push_back(std::move(partial));
    }
  }
  return partials;
}

}  // namespace

MapPlace place_of(const SoundLayout& layout, double time_s) {
  const auto after = std::ranges::upper_bound(layout.times_s, time_s);
  if (after == layout.times_s.begin()) return {.row = 0, .share = 0};
  if (after == layout.times_s.end()) return {.row = layout.frames() - 2, .share = 1};
  const auto row = static_cast<std::size_t>(after - layout.times_s.begin()) - 1;
  return {.row = row,
          .share = (time_s - layout.times_s[row]) / (layout.times_s[row + 1] - layout.times_s[row])};
}

std::vector<Partial> partials_of(const SoundMap& map, double pitch_hz, std::uint64_t seed) {
  const SoundLayout& layout = layout_of(map.family);
  std::vector<Partial> partials =
      map.family == SoundFamily::kOneShot ? free_partials(map, seed) : harmonic_partials(map, pitch_hz, seed);
  for (std::size_t j = 0; j < layout.frames(); ++j)
    level_moment(partials, j, map.levels_db(j, layout.all_tones_column()));
  return partials;
}

}  // namespace driftwave
