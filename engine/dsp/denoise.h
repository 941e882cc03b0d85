#pragma once
/// Removes steady background noise, such as the hiss of a room, from a recording of speech.
#include <span>
#include <vector>

namespace driftwave {

struct DenoiseOptions {
  int sample_rate_hz = 44100;
  double window_seconds = 0.022;  ///< rounded to a power of two in samples
  double quiet_share = 0.05;      ///< of the moments of a bin, the quietest, at which only noise is heard
  double noise_factor = 2.0;      ///< on the noise's power, which swings about what is measured
  double floor_db = -12.0;        ///< least gain of a bin; 0 changes nothing
};

/// Log-spectral-amplitude Wiener filter (Ephraim & Malah 1985) with a decision-directed SNR. The noise is
/// taken to be steady over the recording. Each bin's power comes from the bin's own quietest moments (minimum
/// statistics; Martin 2001), of which every bin has some: a sentence without a pause keeps its consonants.
/// @param audio [T], one channel. @return [T]
/// @throws Error unless the rate, the window and the factor are positive, 0 < quiet_share <= 1 and floor_db
/// <= 0.
[[nodiscard]] std::vector<float> denoise(std::span<const float> audio, const DenoiseOptions& options);

/// Level between words under the level of speech: the 5th percentile of the power of 20 ms frames over the
/// mean power of the loudest half. Frames of digital silence count as -120 dB.
/// @return dB, 0 for audio shorter than two frames
[[nodiscard]] double noise_floor_db(std::span<const float> audio, int sample_rate_hz);

}  // namespace driftwave
