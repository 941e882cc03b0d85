#include "tts/singing/sung_mel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "vocoder/frame_shaper.h"

namespace driftwave {
namespace {

/// A gain of a decibel tilts the spectrum by so many decibels an octave.
constexpr float kTiltPerDb = 0.12F;
constexpr float kMostBreath = 4.0F;
constexpr float kNepersPerDb = std::numbers::ln10_v<float> / 20.0F;

bool sounds_through(const TimedPhone& phone) {
  return phone.is_vowel || phone.kind == PhoneClass::kVowel || phone.kind == PhoneClass::kGlide ||
         phone.kind == PhoneClass::kLiquid || phone.kind == PhoneClass::kNasal;
}

}  // namespace

std::vector<float> sung_voicing(const PhraseTiming& timing, std::span<const float> spoken) {
  std::vector<float> voicing(spoken.begin(), spoken.end());
  for (const TimedPhone& phone : timing.phones) {
    if (!sounds_through(phone)) continue;
    for (std::size_t f = phone.first_frame; f < phone.end_frame && f < voicing.size(); ++f) voicing[f] = 1.0F;
  }
  return voicing;
}

void shape_sung(VocoderInput& features, std::span<const float> gain_db, const SungMelOptions& options) {
  FrameShaper shaper(options.mel);
  features.breath.assign(features.mel.rows(), options.noise);
  const auto lowest = static_cast<float>(std::log(options.mel.floor));
  LiveControls controls;
  const auto breathiness = static_cast<float>(options.breathiness);
  controls.formant_st = static_cast<float>(options.formant_st);
  controls.harmonics = 1.0F - breathiness;
  controls.breath = 1.0F + (kMostBreath - 1.0F) * breathiness;
  for (std::size_t f = 0; f < features.mel.rows(); ++f) {
    controls.tilt_db_per_octave = std::clamp(kTiltPerDb * gain_db[f], -3.0F, 3.0F);
    ShapedFrame frame{.mel = features.mel.row(f), .f0_hz = features.f0_hz[f], .voicing = features.voicing[f]};
    shaper.shape(frame, {}, controls);
    features.voicing[f] = frame.voicing;
    features.breath[f] *= frame.breath;
    for (float& value : frame.mel) value = std::max(value + kNepersPerDb * gain_db[f], lowest);
  }
}

}  // namespace driftwave
