/// What the parameters and the keys played say together.
#include <array>
#include <cmath>

#include "engine/dsp/midi_note.h"
#include "plugin/parameters.h"

namespace driftwave {
namespace {

/// Vibrato of the modulation wheel at its end.
constexpr float kWheelSemitones = 1;

}  // namespace

ParameterReader::ParameterReader(const juce::AudioProcessorValueTreeState& state) : values_{} {
  for (std::size_t i = 0; i < kParameters; ++i)
    values_[i] = state.getRawParameterValue(parameter_infos()[i].id);
}

/// What is played takes the place of the input's pitch.
void ParameterReader::play(const HeldNotes& notes, EngineControls& controls) const noexcept {
  using enum Parameter;
  LiveControls& live = controls.worker.live;
  const auto robot = static_cast<RobotMode>(choice(kRobot));
  if (robot == RobotMode::kHold) live.robot_hz = midi_note_to_hz(value(kRobotNote));
  if (robot != RobotMode::kMidi) return;
  const auto release = static_cast<ReleaseMode>(choice(kRelease));
  const auto hz_of = [&](int note) { return midi_note_to_hz(static_cast<float>(note) + notes.bend_st()); };
  const bool is_played = notes.is_any_down() || (release == ReleaseMode::kHold && notes.sounding() >= 0);
  if (!is_played) {
    controls.levels.wet_gain = release == ReleaseMode::kSilence ? 0.0F : 1.0F;
    return;
  }
  controls.levels.wet_gain = 1.0F - share(kVelocity) * (1.0F - notes.velocity());
  const bool is_chord = value(kChords) > 0.5F && notes.chord(0) >= 0;
  live.robot_hz = hz_of(is_chord ? notes.chord(0) : notes.sounding());
  if (!is_chord) return;
  for (std::size_t i = 0; i < kHarmonyVoices; ++i)
    if (const int note = notes.chord(i + 1); note >= 0) live.harmony[i] = {.sings = true, .hz = hz_of(note)};
}

MotionControls ParameterReader::motion(const HeldNotes& notes, const Tempo& tempo) const noexcept {
  using enum Parameter;
  MotionControls motion{.wave_hz = value(kWaveRate),
                        .wave = {.pitch_st = value(kWavePitch),
                                 .formant_st = value(kWaveFormant),
                                 .morph = share(kWaveMorph),
                                 .strength = share(kWaveRegenerate)},
                        .loudness = {.pitch_st = value(kLoudnessPitch),
                                     .formant_st = value(kLoudnessFormant),
                                     .morph = share(kLoudnessMorph),
                                     .strength = share(kLoudnessRegenerate)},
                        .vibrato_st = kWheelSemitones * notes.wheel()};
  if (tempo.beats_per_minute > 0) {
    const double beats = nearest_note_beats(1.0 / motion.wave_hz, tempo);
    motion.wave_hz = static_cast<float>(tempo.beats_per_minute / 60 / beats);
    const double turns = tempo.start_beats / beats;
    motion.wave_start_turns = static_cast<float>(turns - std::floor(turns));
  }
  return motion;
}

EngineControls ParameterReader::controls(const HeldNotes& notes, const Tempo& song) const noexcept {
  using enum Parameter;
  const Tempo tempo = value(kSync) > 0.5F ? song : Tempo{};
  const auto seconds = [&](Parameter parameter) {
    return static_cast<float>(in_tempo(value(parameter) / 1000.0, tempo));
  };
  const float output_db = value(kOutput);
  EngineControls controls{
      .worker = {.live = {.pitch_st = value(kPitch),
                          .formant_st = value(kFormant),
                          .tilt_db_per_octave = value(kTilt),
                          .smear_seconds = seconds(kSmear),
                          .morph = share(kMorph),
                          .glide_seconds = seconds(kGlide),
                          .tone = share(kTone),
                          .strength = share(kRegenerate),
                          .harmonics = share(kHarmonics),
                          .breath = share(kBreath),
                          .retune = share(kRetune),
                          .scale = {.kind = static_cast<ScaleKind>(choice(kScale)), .root = choice(kKey)},
                          .harmony_gain = share(kVoicesLevel),
                          .motion = motion(notes, tempo),
                          .freeze = value(kFreeze) > 0.5F},
                 .steps = static_cast<int>(value(kSteps)),
                 .is_offline = false},
      .levels = {.mix = share(kMix),
                 .output_gain = output_db <= -59.99F ? 0.0F : std::pow(10.0F, output_db / 20.0F),
                 .is_bypassed = value(kBypass) > 0.5F,
                 .matches = value(kMatch) > 0.5F,
                 .has_ceiling = value(kCeiling) > 0.5F,
                 .width = share(kWidth),
                 .attacks = share(kAttacks)}};
  constexpr std::array kVoices{kVoice1, kVoice2, kVoice3};
  for (std::size_t i = 0; i < kVoices.size(); ++i)
    if (const int steps = choice(kVoices[i]); steps != 0)
      controls.worker.live.harmony[i] = {.sings = true, .steps = steps};
  play(notes, controls);
  return controls;
}

}  // namespace driftwave
