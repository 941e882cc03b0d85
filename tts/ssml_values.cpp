#include "tts/ssml_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

namespace driftwave {
namespace {

/// A number and the unit behind it, without space between.
struct Quantity {
  double number = 0.0;
  std::string_view unit;
  bool is_signed = false;
};

std::optional<Quantity> quantity(std::string_view value) {
  Quantity q;
  q.is_signed = value.starts_with('+') || value.starts_with('-');
  if (value.starts_with('+')) {
    value.remove_prefix(1);
    if (value.starts_with('-')) return std::nullopt;
  }
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), q.number);
  if (error != std::errc() || !std::isfinite(q.number)) return std::nullopt;
  q.unit = value.substr(static_cast<std::size_t>(end - value.data()));
  return q;
}

bool is_hertz(std::string_view unit) {
  return unit == "Hz" || unit == "hz";
}

std::optional<double> keyword(const std::map<std::string_view, double>& words, std::string_view value) {
  const auto found = words.find(value);
  return found == words.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

std::optional<double> ssml_seconds(const std::string& value) {
  const auto q = quantity(value);
  if (!q || (q->unit != "s" && q->unit != "ms")) return std::nullopt;
  const double seconds = q->unit == "ms" ? q->number / 1000.0 : q->number;
  if (seconds < 0.0 || seconds > 60.0) return std::nullopt;
  return seconds;
}

std::optional<double> ssml_break_strength(const std::string& value) {
  static const std::map<std::string_view, double> kWords{{"none", 0.0},   {"x-weak", 0.1}, {"weak", 0.2},
                                                         {"medium", 0.4}, {"strong", 0.7}, {"x-strong", 1.2}};
  return keyword(kWords, value);
}

std::optional<double> ssml_rate(const std::string& value) {
  static const std::map<std::string_view, double> kWords{{"x-slow", 0.5}, {"slow", 0.75},  {"medium", 1.0},
                                                         {"fast", 1.33},  {"x-fast", 1.8}, {"default", 1.0}};
  if (const auto word = keyword(kWords, value)) return word;
  const auto q = quantity(value);
  if (!q) return std::nullopt;
  double factor = q->number;
  if (q->unit == "%") {
    factor = (q->is_signed ? 100.0 + q->number : q->number) / 100.0;
  } else if (!q->unit.empty()) {
    return std::nullopt;
  }
  if (!(factor > 0.0)) return std::nullopt;
  return factor;
}

std::optional<double> ssml_pitch_st(const std::string& value) {
  static const std::map<std::string_view, double> kWords{{"x-low", -5.0}, {"low", -2.5},   {"medium", 0.0},
                                                         {"high", 2.5},   {"x-high", 5.0}, {"default", 0.0}};
  if (const auto word = keyword(kWords, value)) return word;
  const auto q = quantity(value);
  if (!q || !q->is_signed) return std::nullopt;
  if (q->unit == "st") return q->number;
  if (q->unit == "%" && q->number > -100.0) return 12.0 * std::log2(1.0 + q->number / 100.0);
  if (is_hertz(q->unit) && q->number > -kVoicePitchHz)
    return 12.0 * std::log2(1.0 + q->number / kVoicePitchHz);
  return std::nullopt;
}

std::optional<double> ssml_absolute_pitch_st(const std::string& value) {
  const auto q = quantity(value);
  if (!q || q->is_signed || !is_hertz(q->unit) || !(q->number > 0.0)) return std::nullopt;
  return 12.0 * std::log2(q->number / kVoicePitchHz);
}

std::optional<double> ssml_pitch_range(const std::string& value) {
  static const std::map<std::string_view, double> kWords{{"x-low", 0.4}, {"low", 0.7},    {"medium", 1.0},
                                                         {"high", 1.4},  {"x-high", 1.8}, {"default", 1.0}};
  if (const auto word = keyword(kWords, value)) return word;
  const auto q = quantity(value);
  if (!q || q->unit != "%" || (q->is_signed && q->number < -100.0) || (!q->is_signed && q->number < 0.0))
    return std::nullopt;
  return (q->is_signed ? 100.0 + q->number : q->number) / 100.0;
}

std::optional<std::vector<PitchPoint>> ssml_contour(const std::string& value) {
  std::vector<PitchPoint> points;
  std::size_t at = value.find_first_not_of(" \t\r\n");
  while (at != std::string::npos) {
    const std::size_t comma = value.find(',', at);
    const std::size_t close = value.find(')', at);
    if (value[at] != '(' || close == std::string::npos || comma >= close) return std::nullopt;
    const std::string place = value.substr(at + 1, comma - at - 1);
    std::string target = value.substr(comma + 1, close - comma - 1);
    target.erase(0, target.find_first_not_of(' '));
    const auto position = quantity(place);
    if (!position || position->unit != "%" || position->number < 0.0 || position->number > 100.0)
      return std::nullopt;
    auto pitch = ssml_pitch_st(target);
    if (!pitch) pitch = ssml_absolute_pitch_st(target);
    if (!pitch || (!points.empty() && points.back().position > position->number / 100.0)) return std::nullopt;
    points.push_back({.position = position->number / 100.0, .pitch_st = std::clamp(*pitch, -24.0, 24.0)});
    at = value.find_first_not_of(" \t\r\n", close + 1);
  }
  return points.empty() ? std::nullopt : std::optional(std::move(points));
}

std::optional<double> ssml_absolute_volume_db(const std::string& value) {
  const auto q = quantity(value);
  if (!q || q->is_signed || !q->unit.empty() || !(q->number >= 0.0 && q->number <= 100.0))
    return std::nullopt;
  return q->number == 0.0 ? -120.0 : 20.0 * std::log10(q->number / 100.0);
}

std::optional<double> ssml_volume_db(const std::string& value) {
  static const std::map<std::string_view, double> kWords{
      {"silent", -120.0}, {"x-soft", -12.0}, {"soft", -6.0},  {"medium", 0.0},
      {"loud", 6.0},      {"x-loud", 10.0},  {"default", 0.0}};
  if (const auto word = keyword(kWords, value)) return word;
  const auto q = quantity(value);
  if (!q) return std::nullopt;
  if (q->unit == "dB" || q->unit == "db") return q->number;
  const bool percent = q->unit == "%" || (q->unit.empty() && q->is_signed);
  if (percent && q->is_signed && q->number > -100.0) return 20.0 * std::log10(1.0 + q->number / 100.0);
  return std::nullopt;
}

}  // namespace driftwave
