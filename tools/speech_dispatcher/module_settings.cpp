#include "tools/speech_dispatcher/module_settings.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace driftwave {
namespace {

constexpr double kMost = 100.0;

bool set_number(const std::string& value, double& number) {
  int read = 0;
  const char* const end = value.data() + value.size();
  const auto [stopped, error] = std::from_chars(value.data(), end, read);
  if (error != std::errc() || stopped != end || std::abs(read) > kMost) return false;
  number = read;
  return true;
}

template <typename Value, std::size_t Count>
bool set_choice(const std::string& value, const std::array<std::pair<std::string_view, Value>, Count>& all,
                Value& chosen) {
  for (const auto& [name, meant] : all) {
    if (name != value) continue;
    chosen = meant;
    return true;
  }
  return false;
}

bool set_name(const std::string& value, std::string& name) {
  name = value == "NULL" ? "" : value;
  return true;
}

}  // namespace

bool apply_setting(std::string_view key, const std::string& value, ModuleSettings& settings) {
  static constexpr std::array<std::pair<std::string_view, Punctuation>, 4> kPunctuations = {
      {{"none", Punctuation::kNone},
       {"some", Punctuation::kSome},
       {"most", Punctuation::kMost},
       {"all", Punctuation::kAll}}};
  static constexpr std::array<std::pair<std::string_view, Capitals>, 3> kCapitals = {
      {{"none", Capitals::kNone}, {"spell", Capitals::kSpell}, {"icon", Capitals::kIcon}}};
  static constexpr std::array<std::pair<std::string_view, bool>, 2> kSwitch = {
      {{"on", true}, {"off", false}}};
  if (key == "rate") return set_number(value, settings.rate);
  if (key == "pitch") return set_number(value, settings.pitch);
  if (key == "pitch_range") return set_number(value, settings.pitch_range);
  if (key == "volume") return set_number(value, settings.volume);
  if (key == "punctuation_mode") return set_choice(value, kPunctuations, settings.punctuation);
  if (key == "spelling_mode") return set_choice(value, kSwitch, settings.spells);
  if (key == "cap_let_recogn") return set_choice(value, kCapitals, settings.capitals);
  if (key == "language") return set_name(value, settings.language);
  if (key == "synthesis_voice") return set_name(value, settings.voice);
  return key == "voice";
}

SpeechOptions speech_options(const ModuleSettings& settings) {
  constexpr double kFastest = 4.0;
  constexpr double kHighestSt = 12.0;
  SpeechOptions options;
  options.speed = std::pow(kFastest, settings.rate / kMost);
  options.pitch_st = kHighestSt * settings.pitch / kMost;
  options.pitch_range = 1.0 + settings.pitch_range / kMost;
  return options;
}

float gain_of(const ModuleSettings& settings) {
  return static_cast<float>((settings.volume + kMost) / (2.0 * kMost));
}

}  // namespace driftwave
