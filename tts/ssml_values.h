#pragma once
/// Values of SSML attributes. Private to tts/ssml.cpp and its test.
#include <optional>
#include <string>
#include <vector>

#include "tts/acoustic/pitch_contour.h"

namespace driftwave {

/// "500ms" or "1.5s", 0 to 60 s. @return seconds; absent when it is neither.
[[nodiscard]] std::optional<double> ssml_seconds(const std::string& value);

/// Seconds of a break's strength: "none" to "x-strong".
[[nodiscard]] std::optional<double> ssml_break_strength(const std::string& value);

/// "slow", "120%", "+20%" or "1.2". @return factor on the speed.
[[nodiscard]] std::optional<double> ssml_rate(const std::string& value);

/// "high", "+2st", "-10%", "+20Hz". @return semitones.
[[nodiscard]] std::optional<double> ssml_pitch_st(const std::string& value);

/// "200Hz". @return semitones from the middle of a voice, which is taken to speak around kVoicePitchHz.
inline constexpr double kVoicePitchHz = 200.0;
[[nodiscard]] std::optional<double> ssml_absolute_pitch_st(const std::string& value);

/// "high", "+20%", "50%". @return factor on the melody's distance from the voice's mean.
[[nodiscard]] std::optional<double> ssml_pitch_range(const std::string& value);

/// "(0%,+20Hz) (40%,+10%)": shares of the content and what the pitch is changed by there. @return at least
/// one point, ascending, within two octaves.
[[nodiscard]] std::optional<std::vector<PitchPoint>> ssml_contour(const std::string& value);

/// "80", of 100. @return decibels.
[[nodiscard]] std::optional<double> ssml_absolute_volume_db(const std::string& value);

/// "soft", "+6dB". @return decibels; "silent" is -120.
[[nodiscard]] std::optional<double> ssml_volume_db(const std::string& value);

}  // namespace driftwave
