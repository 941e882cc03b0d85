#include "tts/singing/pitch_line.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "engine/core/noise.h"
#include "engine/core/piecewise.h"

namespace driftwave {
namespace {

/// Of a slide, what lies before the beat.
constexpr double kSlideBefore = 0.5;
/// A slide takes at most this share of either note.
constexpr double kSlideShare = 0.5;
/// A vibrato that would have less time than this is left out.
constexpr double kLeastVibratoSeconds = 0.3;
constexpr double kVibratoEndSeconds = 0.08;
constexpr double kWanderingHz = 2.0;
constexpr int kSlidePoints = 12;

/// From 0 to 1 along half a cosine.
double eased(double share) {
  return 0.5 - 0.5 * std::cos(std::numbers::pi * std::clamp(share, 0.0, 1.0));
}

std::vector<BendPoint> slide(double from_st, double first_seconds, double last_seconds) {
  std::vector<BendPoint> points;
  for (int i = 0; i <= kSlidePoints; ++i) {
    const double share = static_cast<double>(i) / kSlidePoints;
    points.push_back(
        {first_seconds + share * (last_seconds - first_seconds), from_st * (1.0 - eased(share))});
  }
  return points;
}

/// A note's own line where the score has none.
std::vector<BendPoint> bend_by_rule(std::span<const ScoreNote> notes, std::size_t i,
                                    const SingingStyle& style) {
  const ScoreNote& note = notes[i];
  const double length = note.end_seconds - note.begin_seconds;
  if (i == 0) {
    if (style.scoop_cents == 0) return {{0.0, 0.0}};
    return slide(-style.scoop_cents / 100.0, -0.3 * style.scoop_seconds,
                 std::min(0.7 * style.scoop_seconds, kSlideShare * length));
  }
  const ScoreNote& before = notes[i - 1];
  const double step = before.key - note.key;
  if (step == 0) return {{0.0, 0.0}};
  const double shorter = std::min(length, before.end_seconds - before.begin_seconds);
  const double seconds = std::min(style.portamento_seconds, kSlideShare * shorter);
  return slide(step, -kSlideBefore * seconds, (1.0 - kSlideBefore) * seconds);
}

double at(std::span<const BendPoint> points, double seconds) {
  return value_between(points, &BendPoint::seconds, &BendPoint::semitones, seconds);
}

double vibrato_semitones(const NoteVibrato& vibrato, double seconds, double length) {
  const double since = seconds - vibrato.begin_seconds;
  const double left = length - seconds;
  if (since <= 0 || left <= 0) return 0;
  double share = 1.0;
  if (vibrato.fade_in_seconds > 0) share = std::min(share, since / vibrato.fade_in_seconds);
  if (vibrato.fade_out_seconds > 0) share = std::min(share, left / vibrato.fade_out_seconds);
  const double turns = vibrato.rate_hz * since + vibrato.phase_turns;
  const double wave = std::sin(2.0 * std::numbers::pi * turns);
  return share * (vibrato.depth_cents * wave + vibrato.drift_cents) / 100.0;
}

/// A slow wandering, keyed by the song's time.
double wandering(double seconds, std::uint64_t seed) {
  constexpr std::uint64_t kOffset = 1ULL << 20;  // times a little before 0
  const double place = seconds * kWanderingHz + static_cast<double>(kOffset);
  const auto knot = static_cast<std::uint64_t>(std::max(place, 0.0));
  std::array<float, 2> knots{};
  gaussian_noise({.seed = seed, .purpose = NoisePurpose::kMelody, .channel = 1}, knot, knots);
  const double share = eased(place - static_cast<double>(knot));
  return knots[0] + share * (static_cast<double>(knots[1]) - knots[0]);
}

}  // namespace

std::optional<NoteVibrato> vibrato_by_rule(const ScoreNote& note, const SingingStyle& style) {
  const double length = note.end_seconds - note.begin_seconds;
  if (style.vibrato_depth_cents == 0 || length - style.vibrato_delay_seconds < kLeastVibratoSeconds)
    return std::nullopt;
  return NoteVibrato{.begin_seconds = style.vibrato_delay_seconds,
                     .rate_hz = style.vibrato_rate_hz,
                     .depth_cents = style.vibrato_depth_cents,
                     .fade_in_seconds = style.vibrato_fade_seconds,
                     .fade_out_seconds = kVibratoEndSeconds};
}

std::vector<double> pitch_line(std::span<const ScoreNote> notes, std::span<const double> times,
                               const PitchLineOptions& options) {
  std::vector<std::vector<BendPoint>> bends;
  std::vector<std::optional<NoteVibrato>> vibratos;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    bends.push_back(notes[i].bend.empty() ? bend_by_rule(notes, i, options.style) : notes[i].bend);
    vibratos.push_back(notes[i].vibrato ? notes[i].vibrato : vibrato_by_rule(notes[i], options.style));
  }
  /// Until the next note takes over, which a vibrato fades out for.
  const auto own_seconds = [&](std::size_t n) {
    double end = notes[n].end_seconds;
    if (n + 1 < notes.size()) end = std::min(end, notes[n + 1].begin_seconds + bends[n + 1].front().seconds);
    return end - notes[n].begin_seconds;
  };
  std::vector<double> keys;
  std::size_t i = 0;
  for (const double time : times) {
    // A note takes over where its own line begins.
    while (i + 1 < notes.size() && time >= notes[i + 1].begin_seconds + bends[i + 1].front().seconds) ++i;
    const double since = time - notes[i].begin_seconds;
    double key = notes[i].key + at(bends[i], since);
    if (vibratos[i]) key += vibrato_semitones(*vibratos[i], since, own_seconds(i));
    if (options.style.drift_cents != 0)
      key += options.style.drift_cents / 100.0 * wandering(time, options.seed);
    keys.push_back(key);
  }
  return keys;
}

}  // namespace driftwave
