#include "plugin/parameters.h"

#include <cmath>
#include <functional>
#include <optional>

namespace driftwave {
namespace {

using Layout = juce::AudioProcessorValueTreeState::ParameterLayout;
using Text = std::function<juce::String(float)>;
/// Nothing: the text cannot be read.
using Reading = std::function<std::optional<float>(const juce::String&)>;

constexpr int kVersionHint = 1;
constexpr int kMostVoiceSteps = 7;

juce::String signed_number(float value, int decimals) {
  const juce::String text(value, decimals);
  return value > 0 ? "+" + text : text;
}

juce::String with_unit(float value, int decimals, const char* unit) {
  return juce::String(value, decimals) + " " + unit;
}

juce::String time_text(float ms) {
  if (ms < 0.5F) return "Off";
  return ms < 1000 ? with_unit(ms, 0, "ms") : with_unit(ms / 1000, 2, "s");
}

std::optional<float> number_of(const juce::String& text) {
  const juce::String number = text.trim();
  const int first = number.indexOfAnyOf("0123456789");
  const bool is_number = first >= 0 && number.substring(0, first).containsOnly("+-.");
  return is_number ? std::optional(number.getFloatValue()) : std::nullopt;
}

std::optional<float> time_of(const juce::String& text) {
  const juce::String lower = text.trim().toLowerCase();
  if (lower.startsWith("off")) return 0.0F;
  const std::optional<float> number = number_of(lower);
  return number && lower.endsWith("s") && !lower.endsWith("ms") ? 1000 * *number : number;
}

std::optional<float> decibels_of(const juce::String& text) {
  return text.containsIgnoreCase("inf") ? -60.0F : number_of(text);
}

juce::String note_text(float note) {
  return juce::MidiMessage::getMidiNoteName(juce::roundToInt(note), true, true, 4);
}

/// "A4", "c#3", "Bb2" or a number.
std::optional<float> note_of(const juce::String& text) {
  const juce::String name = text.trim().toUpperCase();
  if (name.isEmpty() || !juce::CharacterFunctions::isLetter(name[0])) return number_of(name);
  const int in_scale = juce::String("C D EF G A B").indexOfChar(name[0]);
  const int raised = name[1] == '#' ? 1 : (name[1] == 'B' ? -1 : 0);
  const juce::String octave = name.substring(raised == 0 ? 1 : 2);
  const bool is_octave =
      octave.isNotEmpty() && octave.trimCharactersAtStart("-").containsOnly("0123456789") && octave != "-";
  if (in_scale < 0 || !is_octave) return std::nullopt;
  return static_cast<float>(12 * (octave.getIntValue() + 1) + in_scale + raised);
}

struct Range {
  float low = 0;
  float high = 1;
  float step = 0;
  float initial = 0;
  std::optional<float> middle = {};  ///< of the knob's way, when it is not linear
};

void add_float(Layout& layout, Parameter which, const Range& range, Text text, Reading reading) {
  const ParameterInfo& info = info_of(which);
  juce::NormalisableRange<float> values(range.low, range.high, range.step);
  if (range.middle) values.setSkewForCentre(*range.middle);
  // The parameter itself is there when a text is read, and keeps its value where there is none.
  const auto self = std::make_shared<const juce::AudioParameterFloat*>(nullptr);
  auto parameter = std::make_unique<juce::AudioParameterFloat>(
      juce::ParameterID(info.id, kVersionHint), info.name, values, range.initial,
      juce::AudioParameterFloatAttributes()
          .withStringFromValueFunction([text = std::move(text)](float value, int) { return text(value); })
          .withValueFromStringFunction([self, reading = std::move(reading)](const juce::String& typed) {
            return reading(typed).value_or((*self)->get());
          }));
  *self = parameter.get();
  layout.add(std::move(parameter));
}

void add_percent(Layout& layout, Parameter which, float high, float initial) {
  add_float(
      layout, which, {.high = high, .step = 0.1F, .initial = initial},
      [](float value) { return with_unit(value, value < 10 ? 1 : 0, "%"); }, number_of);
}

void add_choice(Layout& layout, Parameter which, const juce::StringArray& choices, int initial) {
  const ParameterInfo& info = info_of(which);
  layout.add(std::make_unique<juce::AudioParameterChoice>(juce::ParameterID(info.id, kVersionHint), info.name,
                                                          choices, initial));
}

struct IntRange {
  int low = 0;
  int high = 1;
  int initial = 0;
};

void add_int(Layout& layout, Parameter which, const IntRange& range, Text text, Reading reading) {
  const ParameterInfo& info = info_of(which);
  const auto self = std::make_shared<const juce::AudioParameterInt*>(nullptr);
  auto parameter = std::make_unique<juce::AudioParameterInt>(
      juce::ParameterID(info.id, kVersionHint), info.name, range.low, range.high, range.initial,
      juce::AudioParameterIntAttributes()
          .withStringFromValueFunction(
              [text = std::move(text)](int value, int) { return text(static_cast<float>(value)); })
          .withValueFromStringFunction([self, reading = std::move(reading)](const juce::String& typed) {
            return juce::roundToInt(reading(typed).value_or(static_cast<float>((*self)->get())));
          }));
  *self = parameter.get();
  layout.add(std::move(parameter));
}

juce::String whole_text(float value) {
  return juce::String(juce::roundToInt(value));
}

/// A number, and not a choice, for LV2 hosts: JUCE writes a choice's names beside numbers it does not have.
void add_steps(Layout& layout) {
  add_int(
      layout, Parameter::kSteps, {.low = kAutoSteps, .high = kMostSteps, .initial = kAutoSteps},
      [](float steps) { return steps == kAutoSteps ? juce::String("Auto") : whole_text(steps); },
      [](const juce::String& text) {
        return text.trim().startsWithIgnoreCase("auto") ? std::optional<float>(kAutoSteps) : number_of(text);
      });
}

void add_switch(Layout& layout, Parameter which, bool initial) {
  const ParameterInfo& info = info_of(which);
  layout.add(std::make_unique<juce::AudioParameterBool>(juce::ParameterID(info.id, kVersionHint), info.name,
                                                        initial));
}

juce::String signed_semitones(float value) {
  return signed_number(value, 2) + " st";
}

juce::String voice_text(float value) {
  const int steps = juce::roundToInt(value);
  if (steps == 0) return "Off";
  static const juce::StringArray names{"2nd", "3rd", "4th", "5th", "6th", "7th", "octave"};
  return names[std::abs(steps) - 1] + (steps > 0 ? " up" : " down");
}

/// "3rd up", "octave down", "Off" or steps of the scale.
std::optional<float> voice_of(const juce::String& text) {
  for (int steps = -kMostVoiceSteps; steps <= kMostVoiceSteps; ++steps)
    if (text.trim().equalsIgnoreCase(voice_text(static_cast<float>(steps)))) return static_cast<float>(steps);
  return number_of(text);
}

void add_notes(Layout& layout) {
  using enum Parameter;
  add_percent(layout, kRetune, 100, 0);
  add_choice(layout, kKey, {"C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"}, 0);
  add_choice(layout, kScale, {"Chromatic", "Major", "Minor", "Harmonic minor", "Dorian", "Mixolydian"}, 1);
  for (const Parameter voice : {kVoice1, kVoice2, kVoice3})
    add_int(layout, voice, {.low = -kMostVoiceSteps, .high = kMostVoiceSteps}, voice_text, voice_of);
  add_percent(layout, kVoicesLevel, 100, 80);
  add_switch(layout, kChords, true);
  add_choice(layout, kRelease, {"Hold", "Input", "Silence"}, static_cast<int>(ReleaseMode::kInput));
  add_percent(layout, kVelocity, 100, 50);
}

void add_motion(Layout& layout) {
  using enum Parameter;
  add_switch(layout, kSync, false);
  add_float(
      layout, kWaveRate, {.low = 0.05F, .high = 20, .step = 0.01F, .initial = 1, .middle = 2},
      [](float value) { return with_unit(value, 2, "Hz"); }, number_of);
  const auto add_depth = [&](Parameter which, float most, const Text& text) {
    add_float(layout, which, {.low = -most, .high = most, .step = 0.01F}, text, number_of);
  };
  const auto percent = [](float value) { return signed_number(value, 0) + " %"; };
  for (const Parameter which : {kWavePitch, kWaveFormant, kLoudnessPitch, kLoudnessFormant})
    add_depth(which, 12, signed_semitones);
  for (const Parameter which : {kWaveMorph, kWaveRegenerate, kLoudnessMorph, kLoudnessRegenerate})
    add_depth(which, 100, percent);
}

}  // namespace

const std::array<ParameterInfo, kParameters>& parameter_infos() {
  using enum Parameter;
  using enum ParameterGroup;
  static const std::array<ParameterInfo, kParameters> infos{{
      {kSteps, kSource, "steps", "Steps",
       "Denoising steps. Auto takes as many as the model is best with and there is time for; more cost "
       "time and sound no better"},
      {kRegenerate, kSource, "regenerate", "Regenerate",
       "How much is made anew: 0 % keeps the input's own sound and phase, 100 % hears only its mel and "
       "pitch"},
      {kHarmonics, kSource, "harmonics", "Harmonics", "Level of the pitched part"},
      {kBreath, kSource, "breath", "Breath", "Level of the noise part"},
      {kTone, kSource, "tone", "Voice noise", "Gives a pitch to what has none: drums, consonants, noise"},
      {kSeed, kSource, "seed", "Seed",
       "Another seed, other noise; the same seed, the same sound. Counts from the next start of playback"},
      {kPitch, kShape, "pitch", "Pitch", "Moves the pitch; the colour stays"},
      {kFormant, kShape, "formant", "Formant", "Moves the colour, larger or smaller; the pitch stays"},
      {kTilt, kShape, "tilt", "Tilt", "Darker or brighter, around 1 kHz"},
      {kMorph, kShape, "morph", "Morph", "From the input's colour to the side chain's"},
      {kRobot, kShape, "robot", "Robot", "Hold sings one note, MIDI what is played"},
      {kRobotNote, kShape, "robot_note", "Note", "The note that Robot holds"},
      {kGlide, kShape, "glide", "Glide", "Time from one note of Robot to the next"},
      {kFreeze, kTime, "freeze", "Freeze", "Holds this moment's colour and pitch"},
      {kSmear, kTime, "smear", "Smear", "How long colours linger"},
      {kMix, kLevel, "mix", "Mix", "From dry to resynthesised"},
      {kOutput, kLevel, "output", "Output", "Level of what comes out"},
      {kBypass, kLevel, "bypass", "Bypass", "The dry sound, as late as the resynthesis would be"},
      {kMatch, kLevel, "match", "Match",
       "Brings the resynthesis to the input's loudness, or to the side chain's with Morph, and mixes without "
       "a "
       "dip"},
      {kCeiling, kLevel, "ceiling", "Ceiling",
       "Lets no peak past -0.5 dB, between the samples either; the input's own sound passes as it is"},
      {kAttacks, kSource, "attacks", "Attacks",
       "Keeps the input's own attacks, so that hits stay sharp; for drums and what is plucked"},
      {kWidth, kLevel, "width", "Width",
       "How far left and right differ: 100 % as much as in the input, 0 % by their levels only"},
      {kRetune, kNotes, "retune", "Retune", "Draws the pitch to the notes of the scale"},
      {kKey, kNotes, "key", "Key", "The scale's first note"},
      {kScale, kNotes, "scale", "Scale", "The notes that Retune draws to and harmony voices sing"},
      {kVoice1, kNotes, "voice1", "Voice 2", "Sings along, so many notes of the scale above or below"},
      {kVoice2, kNotes, "voice2", "Voice 3", "Sings along, so many notes of the scale above or below"},
      {kVoice3, kNotes, "voice3", "Voice 4", "Sings along, so many notes of the scale above or below"},
      {kVoicesLevel, kNotes, "voices_level", "Harmony", "Level of the voices that sing along"},
      {kChords, kNotes, "chords", "Chords", "Robot on MIDI sings up to four keys at once"},
      {kRelease, kNotes, "release", "Release",
       "When all keys are up: the note goes on, the input's own pitch comes back, or silence"},
      {kVelocity, kNotes, "velocity", "Velocity", "How much softer soft keys are"},
      {kSync, kMotion, "sync", "Sync",
       "Wave, Smear and Glide take the nearest note length of the host's tempo"},
      {kWaveRate, kMotion, "wave_rate", "Rate", "How fast the wave goes up and down"},
      {kWavePitch, kMotion, "wave_pitch", "Wave to Pitch", "How far the wave moves Pitch"},
      {kWaveFormant, kMotion, "wave_formant", "Wave to Formant", "How far the wave moves Formant"},
      {kWaveMorph, kMotion, "wave_morph", "Wave to Morph", "How far the wave moves Morph"},
      {kWaveRegenerate, kMotion, "wave_regenerate", "Wave to Regenerate",
       "How far the wave moves Regenerate"},
      {kLoudnessPitch, kMotion, "loudness_pitch", "Loudness to Pitch",
       "How far the loudest input moves Pitch"},
      {kLoudnessFormant, kMotion, "loudness_formant", "Loudness to Formant",
       "How far the loudest input moves Formant"},
      {kLoudnessMorph, kMotion, "loudness_morph", "Loudness to Morph",
       "How far the loudest input moves Morph"},
      {kLoudnessRegenerate, kMotion, "loudness_regenerate", "Loudness to Regenerate",
       "How far the loudest input moves Regenerate"},
  }};
  return infos;
}

Layout parameter_layout() {
  using enum Parameter;
  Layout layout;
  const auto semitones = [](float value) { return signed_semitones(value); };
  add_steps(layout);
  add_percent(layout, kRegenerate, 100, 100);
  add_percent(layout, kHarmonics, 200, 100);
  add_percent(layout, kBreath, 200, 100);
  add_percent(layout, kTone, 100, 0);
  add_int(layout, kSeed, {.high = 9999}, whole_text, number_of);
  add_float(layout, kPitch, {.low = -24, .high = 24, .step = 0.01F}, semitones, number_of);
  add_float(layout, kFormant, {.low = -12, .high = 12, .step = 0.01F}, semitones, number_of);
  add_float(
      layout, kTilt, {.low = -6, .high = 6, .step = 0.01F},
      [](float value) { return signed_number(value, 2) + " dB/oct"; }, number_of);
  add_percent(layout, kMorph, 100, 0);
  add_choice(layout, kRobot, {"Off", "Hold", "MIDI"}, 0);
  add_float(layout, kRobotNote, {.low = 24, .high = 96, .step = 1, .initial = 45}, note_text, note_of);
  add_float(layout, kGlide, {.high = 2000, .step = 0.1F, .initial = 40, .middle = 250}, time_text, time_of);
  add_switch(layout, kFreeze, false);
  add_float(layout, kSmear, {.high = 10000, .step = 0.1F, .middle = 1500}, time_text, time_of);
  add_percent(layout, kMix, 100, 100);
  add_float(
      layout, kOutput, {.low = -60, .high = 12, .step = 0.01F, .middle = 0},
      [](float value) {
        return value <= -59.99F ? juce::String("-inf dB") : signed_number(value, 1) + " dB";
      },
      decibels_of);
  add_switch(layout, kBypass, false);
  add_switch(layout, kMatch, true);
  add_switch(layout, kCeiling, true);
  add_percent(layout, kAttacks, 100, 0);
  add_percent(layout, kWidth, 100, 100);
  add_notes(layout);
  add_motion(layout);
  return layout;
}

}  // namespace driftwave
