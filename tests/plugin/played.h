#pragma once
/// A voice through the plugin's processor, and what is heard of it.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "plugin/processor.h"

namespace driftwave::test {

inline void prepare(DriftwaveProcessor& processor, double rate_hz, int block, bool is_offline) {
  processor.setNonRealtime(is_offline);
  processor.setRateAndBufferSizeDetails(rate_hz, block);
  processor.prepareToPlay(rate_hz, block);
}

/// A voice through the processor offline. @return the left channel
inline std::vector<float> play(DriftwaveProcessor& processor, std::span<const float> voice,
                               const juce::MidiBuffer& midi = {}) {
  std::vector<float> out(voice.begin(), voice.end());
  for (std::size_t done = 0; done + 512 <= out.size(); done += 512) {
    juce::AudioBuffer<float> part(2, 512);
    for (int c = 0; c < 2; ++c) part.copyFrom(c, 0, out.data() + done, 512);
    juce::MidiBuffer events;
    events.addEvents(midi, static_cast<int>(done), 512, -static_cast<int>(done));
    processor.processBlock(part, events);
    std::copy_n(part.getReadPointer(0), 512, out.begin() + static_cast<std::ptrdiff_t>(done));
  }
  return out;
}

/// The strongest period of a stretch, as a frequency.
inline double pitch_hz(std::span<const float> audio, double rate_hz) {
  double best = 0;
  int best_lag = 1;
  for (int lag = static_cast<int>(rate_hz / 800); lag < static_cast<int>(rate_hz / 60); ++lag) {
    double sum = 0;
    double power = 1e-9;
    for (std::size_t t = static_cast<std::size_t>(lag); t < audio.size(); ++t) {
      sum += static_cast<double>(audio[t]) * audio[t - static_cast<std::size_t>(lag)];
      power += static_cast<double>(audio[t]) * audio[t];
    }
    // The first of equals: multiples of the period fit as well.
    if (sum / power > best + 0.02) {
      best = sum / power;
      best_lag = lag;
    }
  }
  return rate_hz / best_lag;
}

inline void set(DriftwaveProcessor& processor, Parameter which, float value) {
  juce::RangedAudioParameter& parameter = *processor.state().getParameter(info_of(which).id);
  parameter.setValueNotifyingHost(parameter.convertTo0to1(value));
}

/// Root mean square.
inline double level_db(std::span<const float> audio) {
  double sum = 1e-20;
  for (const float x : audio) sum += static_cast<double>(x) * x;
  return 10 * std::log10(sum / static_cast<double>(audio.size()));
}

}  // namespace driftwave::test
