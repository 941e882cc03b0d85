#pragma once
/// From a recording to what a vocoder hears.
#include <span>
#include <string>
#include <vector>

#include "vocoder/vocoder.h"

namespace driftwave {

struct Analysis {
  VocoderInput features;  ///< with the phase of the recording, without a guide
  /// [F * hop] what was analysed: the recording without rumble, at the loudness of the models, and silence up
  /// to a whole number of frames.
  std::vector<float> audio;
  /// What the audio was multiplied by to reach the loudness of the models; divide a resynthesis by it.
  double gain = 1.0;
};

/// @param audio [T], one channel, at the settings' rate.
[[nodiscard]] Analysis analyze(std::span<const float> audio, const MelSettings& settings);

/// Takes back from a sound made of the features what analyze() did to the recording: its gain, and the turn
/// of low frequencies' phase that came with removing rumble. Sound made beside the recording then fits it.
/// @param sound [T]
void restore(double gain, const MelSettings& settings, std::span<float> sound);

/// Raises the pitch by `semitones`, which leaves the recording's phase. The mel keeps its envelope, and with
/// it the voice's colour; the ripple that voiced harmonics leave in it moves with them.
/// @throws Error unless -24 <= semitones <= 24.
void shift_pitch(VocoderInput& features, const MelSettings& settings, double semitones);

}  // namespace driftwave
