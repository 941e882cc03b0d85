#pragma once
/// What the frame-level networks are told besides the text: where in its phoneme a frame lies, and its pitch.
/// Training and inference compute these inputs with the same code.
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/tensor.h"
#include "tts/acoustic/acoustic_config.h"

namespace driftwave {

inline constexpr int kPositionFeatures = 4;

/// Whole frames out of predicted durations, by rounding the phonemes' ends: errors do not add up. What is
/// predicted to last a frame or more keeps at least one whatever the speed.
/// @param log_durations [P] log(1 + frames), cut at four seconds. @param speed > 0, divides the frames.
/// @return [P]; all zero only when everything is shorter than half a frame.
[[nodiscard]] std::vector<int> frames_from_log_durations(std::span<const float> log_durations, double speed,
                                                         const MelSettings& mel);

/// Index of the phoneme that each frame belongs to. @return [sum of frames]
[[nodiscard]] std::vector<std::int32_t> phoneme_of_frame(std::span<const int> frames_per_phoneme);

/// Place of each frame in its phoneme: fraction p, 4 p (1 - p), and log distances to both ends.
/// @param held_frames a phoneme of more frames has the places of one of so many, whose middle is held: speech
/// has no vowel of three seconds. 0: none is held.
/// @return [F, kPositionFeatures]
[[nodiscard]] Array2<float> position_features(std::span<const int> frames_per_phoneme, int held_frames = 0);

/// Voicing from a predicted logit, steeper than its probability: decoder and vocoder learned from recordings,
/// where a frame is voiced or not.
[[nodiscard]] float voicing_from_logit(float logit);

/// Number of columns of pitch_features().
[[nodiscard]] int pitch_feature_count(const AcousticConfig& config);

/// Normalised log F0, voicing, and for the lowest comb_bands mel bands the phase cos(2 pi f / F0) of the
/// harmonic series at the band's centre, times voicing: with it a decoder can draw harmonics where they
/// belong.
/// @param f0_hz, voicing [F]; f0_hz > 0.
/// @return [F, pitch_feature_count]
/// @throws Error unless both have one length and every F0 is positive and finite.
[[nodiscard]] Array2<float> pitch_features(std::span<const float> f0_hz, std::span<const float> voicing,
                                           const AcousticConfig& config, const SpeakerPitch& pitch);

}  // namespace driftwave
