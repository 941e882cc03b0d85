#pragma once
/// MIDI's numbers of notes: 69 is 440 Hz, and what is behind the point are cents.
#include <cmath>
#include <concepts>

namespace driftwave {

template <std::floating_point T>
[[nodiscard]] T midi_note_to_hz(T note) noexcept {
  return T{440} * std::exp2((note - T{69}) / T{12});
}

template <std::floating_point T>
[[nodiscard]] T hz_to_midi_note(T hz) noexcept {
  return T{69} + T{12} * std::log2(hz / T{440});
}

}  // namespace driftwave
