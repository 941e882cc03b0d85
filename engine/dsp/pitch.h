#pragma once
/// Fundamental frequency: YIN candidates (de Cheveigné & Kawahara 2002) and a Viterbi search over them, as in
/// RAPT (Talkin 1995) and pYIN (Mauch & Dixon 2014).
#include <span>
#include <vector>

namespace driftwave {

struct PitchOptions {
  int sample_rate_hz = 44100;
  int hop_samples = 512;
  double low_hz = 60.0;
  double high_hz = 600.0;
  /// Aperiodicity at which a frame is as likely voiced as not (0: pure tone, 1: noise). A fast glide counts
  /// as aperiodic, so a low cost mutes it: resynthesis of speech gained 0.25 PESQ from 0.35 to 0.65.
  double unvoiced_cost = 0.65;
  /// Price of an octave between neighbouring frames.
  double octave_jump_cost = 1.2;
  double voicing_change_cost = 0.12;
};

/// Frames are centred on n * hop; F = T / hop + 1.
struct PitchTrack {
  std::vector<float> f0_hz;    ///< [F] always > 0: interpolated (in log) through unvoiced frames
  std::vector<float> voicing;  ///< [F] 1 voiced, 0 unvoiced
};

/// @param audio [T], one channel.
/// @throws Error unless 20 <= low < high <= rate / 4 and hop > 0.
[[nodiscard]] PitchTrack track_pitch(std::span<const float> audio, const PitchOptions& options);

/// Replaces f0 where voicing < 0.5 by a straight line in log frequency between the voiced neighbours;
/// 150 Hz when nothing is voiced.
void fill_unvoiced(PitchTrack& track);

}  // namespace driftwave
