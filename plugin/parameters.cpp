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
      {kTone, kSource, "tone", "Tone", "Gives a pitch to what has none: drums, consonants, noise"},
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
  }};
  return infos;
}

Layout parameter_layout() {
  using enum Parameter;
  Layout layout;
  const auto semitones = [](float value) { return signed_number(value, 2) + " st"; };
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
  return layout;
}

float note_hz(float note) noexcept {
  return 440.0F * std::exp2((note - 69.0F) / 12.0F);
}

ParameterReader::ParameterReader(const juce::AudioProcessorValueTreeState& state) : values_{} {
  for (std::size_t i = 0; i < kParameters; ++i)
    values_[i] = state.getRawParameterValue(parameter_infos()[i].id);
}

EngineControls ParameterReader::controls(float midi_hz) const noexcept {
  using enum Parameter;
  const auto share = [&](Parameter parameter) { return value(parameter) / 100.0F; };
  const auto seconds = [&](Parameter parameter) { return value(parameter) / 1000.0F; };
  const auto robot = static_cast<RobotMode>(static_cast<int>(value(kRobot)));
  float robot_hz = 0;
  if (robot == RobotMode::kHold) robot_hz = note_hz(value(kRobotNote));
  if (robot == RobotMode::kMidi) robot_hz = midi_hz;
  const float output_db = value(kOutput);
  return {.worker = {.live = {.pitch_st = value(kPitch),
                              .formant_st = value(kFormant),
                              .tilt_db_per_octave = value(kTilt),
                              .smear_seconds = seconds(kSmear),
                              .morph = share(kMorph),
                              .robot_hz = robot_hz,
                              .glide_seconds = seconds(kGlide),
                              .tone = share(kTone),
                              .strength = share(kRegenerate),
                              .harmonics = share(kHarmonics),
                              .breath = share(kBreath),
                              .freeze = value(kFreeze) > 0.5F},
                     .steps = static_cast<int>(value(kSteps)),
                     .is_offline = false},
          .levels = {.mix = share(kMix),
                     .output_gain = output_db <= -59.99F ? 0.0F : std::pow(10.0F, output_db / 20.0F),
                     .is_bypassed = value(kBypass) > 0.5F,
                     .matches = value(kMatch) > 0.5F,
                     .has_ceiling = value(kCeiling) > 0.5F}};
}

}  // namespace driftwave
