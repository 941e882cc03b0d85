#include "tts/singing/score/tempo_map.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace driftwave {
namespace {

/// The last of those that were set for a tick holds.
template <typename Entry>
void keep_last_of_each_tick(std::vector<Entry>& entries) {
  std::map<std::int64_t, Entry> by_tick;
  for (const Entry& entry : entries) by_tick.insert_or_assign(entry.tick, entry);
  entries.clear();
  for (const auto& [tick, entry] : by_tick) entries.push_back(entry);
}

template <typename Entry>
const Entry& entry_at(const std::vector<Entry>& entries, std::int64_t tick) {
  const auto after = std::ranges::upper_bound(entries, tick, {}, &Entry::tick);
  return after == entries.begin() ? entries.front() : *(after - 1);
}

}  // namespace

TempoMap::TempoMap(double ticks_per_quarter) : ticks_per_quarter_(ticks_per_quarter) {
  set_tempo(0, 120.0);
  set_meter(0, 4, 4);
  finish();
}

void TempoMap::set_tempo(std::int64_t tick, double quarters_per_minute) {
  if (!std::isfinite(quarters_per_minute)) quarters_per_minute = 120.0;
  const double seconds_per_quarter = 60.0 / std::clamp(quarters_per_minute, 5.0, 1000.0);
  tempos_.push_back({.tick = std::max<std::int64_t>(tick, 0),
                     .seconds_per_tick = seconds_per_quarter / ticks_per_quarter_});
}

void TempoMap::set_meter(std::int64_t tick, int beats, int unit) {
  const bool is_plain = beats >= 1 && beats <= 255 && unit >= 1 && unit <= 128;
  if (!is_plain) beats = unit = 4;
  meters_.push_back({.tick = std::max<std::int64_t>(tick, 0),
                     .ticks_per_beat = ticks_per_quarter_ * 4.0 / unit,
                     .beats = beats});
}

void TempoMap::finish() {
  keep_last_of_each_tick(tempos_);
  keep_last_of_each_tick(meters_);
  for (std::size_t i = 1; i < tempos_.size(); ++i) {
    const Tempo& before = tempos_[i - 1];
    tempos_[i].seconds =
        before.seconds + static_cast<double>(tempos_[i].tick - before.tick) * before.seconds_per_tick;
  }
  for (std::size_t i = 1; i < meters_.size(); ++i) {
    const Meter& before = meters_[i - 1];
    const double bars =
        static_cast<double>(meters_[i].tick - before.tick) / (before.ticks_per_beat * before.beats);
    meters_[i].bar = before.bar + static_cast<int>(std::min(std::ceil(bars - 1e-9), 1e8));
  }
}

double TempoMap::seconds(std::int64_t tick) const {
  const Tempo& tempo = entry_at(tempos_, tick);
  return tempo.seconds + static_cast<double>(tick - tempo.tick) * tempo.seconds_per_tick;
}

ScorePlace TempoMap::place(std::int64_t tick) const {
  const Meter& meter = entry_at(meters_, tick);
  const double beats = static_cast<double>(tick - meter.tick) / meter.ticks_per_beat;
  const double bars = std::clamp(std::floor(beats / meter.beats), 0.0, 1e8);
  return {.bar = meter.bar + static_cast<int>(bars), .beat = 1.0 + beats - bars * meter.beats};
}

}  // namespace driftwave
