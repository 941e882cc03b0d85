#include "tts/ssml_prosody.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tts/ssml_values.h"

namespace driftwave {

bool change_prosody(std::string_view name, const std::string& value, Prosody& prosody) {
  if (name == "rate") {
    const std::optional<double> rate = ssml_rate(value);
    prosody.speed *= rate.value_or(1.0);
    return rate.has_value();
  }
  if (name == "pitch") {
    const std::optional<double> pitch = ssml_pitch_st(value);
    const std::optional<double> absolute = ssml_absolute_pitch_st(value);
    prosody.pitch_st = absolute ? *absolute : prosody.pitch_st + pitch.value_or(0.0);
    return pitch.has_value() || absolute.has_value();
  }
  if (name == "range") {
    const std::optional<double> range = ssml_pitch_range(value);
    prosody.pitch_range *= range.value_or(1.0);
    return range.has_value();
  }
  if (name == "contour") {
    std::optional<std::vector<PitchPoint>> points = ssml_contour(value);
    if (!points) return false;
    prosody.contour = std::make_shared<const std::vector<PitchPoint>>(std::move(*points));
    return true;
  }
  if (name != "volume") return false;
  const std::optional<double> volume = ssml_volume_db(value);
  const std::optional<double> absolute = ssml_absolute_volume_db(value);
  prosody.volume_db = absolute ? *absolute : prosody.volume_db + volume.value_or(0.0);
  return volume.has_value() || absolute.has_value();
}

std::optional<Emphasis> ssml_emphasis(std::string_view level) {
  if (level == "none") return Emphasis::kNone;
  if (level == "reduced") return Emphasis::kReduced;
  if (level == "moderate") return Emphasis::kModerate;
  if (level == "strong") return Emphasis::kStrong;
  return std::nullopt;
}

Prosody emphasised(Prosody prosody, Emphasis emphasis) {
  const auto change = [&](double pitch_st, double range, double speed, double volume_db) {
    prosody.pitch_st += pitch_st;
    prosody.pitch_range *= range;
    prosody.speed *= speed;
    prosody.volume_db += volume_db;
  };
  switch (emphasis) {
    case Emphasis::kNone:
      break;
    case Emphasis::kReduced:
      change(-1.5, 0.8, 1.1, -2.0);
      break;
    case Emphasis::kModerate:
      change(1.5, 1.15, 0.9, 2.0);
      break;
    case Emphasis::kStrong:
      change(3.0, 1.3, 0.8, 4.0);
      break;
  }
  return prosody;
}

void limit_prosody(Prosody& prosody, const std::function<void(const std::string&)>& note) {
  const auto limit = [&](const char* what, double& value, double low, double high) {
    const double asked = value;
    value = std::clamp(value, low, high);
    if (asked != value) note(fmt::format("a {} of {:g} is spoken as {:g}, the limit", what, asked, value));
  };
  limit("speed", prosody.speed, 0.25, 4.0);
  limit("pitch in semitones", prosody.pitch_st, -24.0, 24.0);
  limit("pitch range", prosody.pitch_range, 0.0, 4.0);
  limit("volume in dB", prosody.volume_db, -120.0, 24.0);
}

}  // namespace driftwave
