#pragma once
/// A score's ticks as seconds, and as bars and beats.
#include <cstdint>
#include <string>
#include <vector>

#include "tts/singing/score.h"

namespace driftwave {

/// Thread: any, once built.
class TempoMap {
 public:
  /// @param ticks_per_quarter > 0. Until told otherwise 120 quarters a minute in bars of four quarters.
  explicit TempoMap(double ticks_per_quarter);

  /// From this tick on. @param quarters_per_minute positive and finite, held to 5 .. 1000.
  void set_tempo(std::int64_t tick, double quarters_per_minute);
  /// From this tick on, which begins a bar. @param beats, unit "6/8": 6 and 8; values out of range are taken
  /// as 4/4.
  void set_meter(std::int64_t tick, int beats, int unit);
  /// Sorts what was set, in any order. Must come before the questions.
  void finish();

  [[nodiscard]] double seconds(std::int64_t tick) const;
  [[nodiscard]] ScorePlace place(std::int64_t tick) const;

 private:
  struct Tempo {
    std::int64_t tick = 0;
    double seconds_per_tick = 0;
    double seconds = 0;  ///< at the tick
  };
  struct Meter {
    std::int64_t tick = 0;
    double ticks_per_beat = 0;
    int beats = 4;
    int bar = 1;  ///< at the tick
  };

  double ticks_per_quarter_;
  std::vector<Tempo> tempos_;
  std::vector<Meter> meters_;
};

}  // namespace driftwave
