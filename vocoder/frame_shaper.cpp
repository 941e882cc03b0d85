#include "vocoder/frame_shaper.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace driftwave {
namespace {

constexpr float kFollowSeconds = 0.02F;
constexpr float kLowestHz = 20.0F;
constexpr float kHighestHz = 5000.0F;
/// An attack takes this share of the time that a smeared sound takes to go.
constexpr double kAttackShare = 0.125;
/// Within this of the floor nothing is there to be tilted.
constexpr float kAboveNothing = 0.01F;
/// Freeze waits for sound above this, and then for so long for the sound to be there in full.
constexpr float kGatePower = 1e-6F;  // -60 dB
constexpr double kSettlingSeconds = 0.1;
/// Of the power of a voiced frame, what its harmonics have; the rest is breath.
constexpr float kVoicedShare = 0.9F;
/// Below, what is left of the harmonics loses its pitch too.
constexpr float kWhisper = 0.5F;
/// Notes above have harmonics that a mel shows one by one, those below have not.
constexpr float kResolvedHz = 100.0F;
constexpr float kUnresolvedHz = 60.0F;
/// The breath of a bass tone, and how much there is more of it the less it is a tone.
constexpr float kLeastBassBreath = 0.05F;
constexpr float kBassBreath = 3.0F;
constexpr float kNepersPerDb = std::numbers::ln10_v<float> / 20.0F;

void approach(float& value, float target, float share, float close_enough) {
  value = std::abs(target - value) <= close_enough ? target : value + share * (target - value);
}

float ratio_of(float semitones) {
  return std::exp2(semitones / 12.0F);
}

}  // namespace

FrameShaper::FrameShaper(const MelSettings& settings)
    : frames_per_second_(settings.frames_per_second()),
      ripple_(settings),
      lowest_(static_cast<float>(std::log(settings.floor))),
      held_{.mel = std::vector<float>(static_cast<std::size_t>(settings.mels))},
      envelope_(held_.mel.size()),
      fine_(held_.mel.size()),
      smeared_(held_.mel.size()) {
  for (const double hz : mel_centres_hz(settings))
    octaves_.push_back(static_cast<float>(std::clamp(std::log2(std::max(hz, 1.0) / 1000.0), -4.0, 4.5)));
  reset();
}

void FrameShaper::reset() noexcept {
  is_first_ = true;
  has_sounded_ = false;
  settling_frames_ = 0;
  was_robot_ = false;
  is_smearing_ = false;
}

void FrameShaper::follow(const LiveControls& target) noexcept {
  const auto share = static_cast<float>(1.0 - std::exp(-1.0 / (kFollowSeconds * frames_per_second_)));
  const LiveControls before = now_;
  now_ = target;
  if (std::exchange(is_first_, false)) return;
  const auto follow_one = [&](float LiveControls::*member, float close_enough) {
    now_.*member = before.*member;
    approach(now_.*member, target.*member, share, close_enough);
  };
  follow_one(&LiveControls::pitch_st, 1e-3F);
  follow_one(&LiveControls::formant_st, 1e-3F);
  follow_one(&LiveControls::tilt_db_per_octave, 1e-3F);
  follow_one(&LiveControls::smear_seconds, 1e-3F);
  follow_one(&LiveControls::morph, 1e-3F);
  follow_one(&LiveControls::tone, 1e-3F);
  follow_one(&LiveControls::strength, 1e-3F);
  follow_one(&LiveControls::harmonics, 1e-3F);
  follow_one(&LiveControls::breath, 1e-3F);
}

void FrameShaper::shape(ShapedFrame& frame, std::span<const float> side_mel,
                        const LiveControls& target) noexcept {
  follow(target);
  if (now_.morph > 0 && !side_mel.empty())
    for (std::size_t b = 0; b < frame.mel.size(); ++b)
      frame.mel[b] += now_.morph * (side_mel[b] - frame.mel[b]);
  freeze(frame);
  const float heard_hz = frame.f0_hz;
  const float heard_voicing = frame.voicing;
  set_pitch(frame);
  move_pitch_and_formant(frame.mel, heard_hz, heard_voicing > 0.5F ? frame.f0_hz / heard_hz : 0.0F);
  if (now_.tilt_db_per_octave != 0) tilt(frame.mel);
  set_gains(frame);
  clear_bass(frame);
  smear(frame.mel);
}

void FrameShaper::hold(const HeldFrame& frame) noexcept {
  if (frame.mel.size() != held_.mel.size()) return;
  std::ranges::copy(frame.mel, held_.mel.begin());
  held_.f0_hz = frame.f0_hz;
  held_.voicing = frame.voicing;
  held_.gain = frame.gain;
  is_held_ = is_given_ = true;
  settling_frames_ = 0;
  ++held_number_;
}

void FrameShaper::take_hold_of(const ShapedFrame& frame) noexcept {
  std::ranges::copy(frame.mel, held_.mel.begin());
  held_.f0_hz = frame.f0_hz;
  held_.voicing = frame.voicing;
  held_.gain = frame.gain;
  held_power_ = frame.power;
  is_held_ = true;
  ++held_number_;
}

void FrameShaper::freeze(ShapedFrame& frame) noexcept {
  const bool sounds = frame.power > kGatePower;
  const bool has_sounded = std::exchange(has_sounded_, sounds);
  if (!now_.freeze) {
    is_held_ = is_held_ && is_given_;
    return;
  }
  is_given_ = false;
  if (!is_held_) {
    // There is nothing to hold in silence; and the beginning of a sound is not yet what one wants to hear.
    if (!sounds) return;
    settling_frames_ = has_sounded ? 0 : static_cast<int>(kSettlingSeconds * frames_per_second_);
    return take_hold_of(frame);
  }
  if (settling_frames_ > 0) {
    --settling_frames_;
    if (frame.power > held_power_) return take_hold_of(frame);
  }
  std::ranges::copy(held_.mel, frame.mel.begin());
  frame.f0_hz = held_.f0_hz;
  frame.voicing = held_.voicing;
  frame.gain = held_.gain;
}

void FrameShaper::set_pitch(ShapedFrame& frame) noexcept {
  if (now_.robot_hz > 0) {
    const float target = std::log(now_.robot_hz);
    if (!std::exchange(was_robot_, true))
      robot_log_hz_ = now_.glide_seconds > 0 ? std::log(frame.f0_hz) : target;
    const auto share =
        now_.glide_seconds > 0
            ? static_cast<float>(1.0 - std::exp(-3.0 / (now_.glide_seconds * frames_per_second_)))
            : 1.0F;
    approach(robot_log_hz_, target, share, 1e-5F);
    frame.f0_hz = std::exp(robot_log_hz_);
  } else {
    was_robot_ = false;
  }
  if (now_.pitch_st != 0) frame.f0_hz *= ratio_of(now_.pitch_st);
  frame.f0_hz = std::clamp(frame.f0_hz, kLowestHz, kHighestHz);
  frame.voicing = std::max(frame.voicing, now_.tone);
}

/// @param pitch_ratio new over old pitch; 0: the frame has none, and its ripple goes with the envelope.
void FrameShaper::move_pitch_and_formant(std::span<float> mel, float f0_hz, float pitch_ratio) noexcept {
  const float formant_ratio = ratio_of(now_.formant_st);
  if (pitch_ratio == 0) pitch_ratio = formant_ratio;
  if (pitch_ratio == 1 && formant_ratio == 1) return;
  ripple_.split(mel, f0_hz, envelope_, fine_);
  for (std::size_t b = 0; b < mel.size(); ++b)
    mel[b] = std::max(
        ripple_.stretched(envelope_, b, formant_ratio) + ripple_.stretched(fine_, b, pitch_ratio), lowest_);
}

void FrameShaper::tilt(std::span<float> mel) const noexcept {
  const float nepers = now_.tilt_db_per_octave * kNepersPerDb;
  for (std::size_t b = 0; b < mel.size(); ++b)
    if (mel[b] > lowest_ + kAboveNothing) mel[b] = std::max(mel[b] + nepers * octaves_[b], lowest_);
}

/// Harmonics and breath as gains on what is wanted, not on where the steps begin: those follow the mel, and
/// read a pitch from its ripple.
void FrameShaper::set_gains(ShapedFrame& frame) noexcept {
  frame.harmonics = now_.harmonics;
  frame.breath = now_.breath;
  if (now_.is_first_generation || (now_.harmonics == 1 && now_.breath == 1)) return;
  const auto share_of = [](float voicing) { return kVoicedShare * voicing * voicing; };
  const float before = share_of(frame.voicing);
  frame.voicing *= std::min(now_.harmonics / kWhisper, 1.0F);
  const float after = share_of(frame.voicing);
  const float pitched = before * now_.harmonics * now_.harmonics;
  const float power = pitched + (1 - before) * now_.breath * now_.breath;
  if (power <= 0) {
    std::ranges::fill(frame.mel, lowest_);
    return;
  }
  frame.harmonics = after > 0 ? std::sqrt(pitched / (after * power)) : 0.0F;
  frame.breath = now_.breath * std::sqrt((1 - before) / ((1 - after) * power));
  const float kept = before > 0 ? std::min(pitched / (before * power), 1.0F) : 1.0F;
  if (kept < 1) ripple_.split(frame.mel, frame.f0_hz, envelope_, fine_);
  const float nepers = 0.5F * std::log(power);
  for (std::size_t b = 0; b < frame.mel.size(); ++b) {
    if (frame.mel[b] <= lowest_ + kAboveNothing) continue;
    const float ripple = kept < 1 ? (1 - kept) * fine_[b] : 0.0F;
    frame.mel[b] = std::max(frame.mel[b] - ripple + nepers, lowest_);
  }
}

/// Where harmonics lie closer than a frame resolves, models take a tone for half noise.
void FrameShaper::clear_bass(ShapedFrame& frame) const noexcept {
  if (now_.is_first_generation || now_.freeze || frame.voicing < 0.5F) return;
  const float unresolved =
      std::clamp((kResolvedHz - frame.f0_hz) / (kResolvedHz - kUnresolvedHz), 0.0F, 1.0F);
  const float noise = std::min(1.0F, kLeastBassBreath + kBassBreath * frame.aperiodicity);
  frame.breath *= 1.0F - unresolved * (1.0F - noise);
}

void FrameShaper::smear(std::span<float> mel) noexcept {
  if (now_.smear_seconds <= 0) {
    is_smearing_ = false;
    return;
  }
  if (!std::exchange(is_smearing_, true))
    std::ranges::transform(mel, smeared_.begin(), [](float x) { return std::exp(2 * x); });
  const double fall = 6.0 * std::numbers::ln10 / (now_.smear_seconds * frames_per_second_);
  const auto down = static_cast<float>(1.0 - std::exp(-fall));
  const auto up = static_cast<float>(1.0 - std::exp(-fall / kAttackShare));
  for (std::size_t b = 0; b < mel.size(); ++b) {
    const float power = std::exp(2 * mel[b]);
    smeared_[b] += (power > smeared_[b] ? up : down) * (power - smeared_[b]);
    mel[b] = std::max(0.5F * std::log(smeared_[b]), lowest_);
  }
}

}  // namespace driftwave
