/// The plugin as an instrument: keys, wheels, tempo and the seed, heard.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "plugin/held_notes.h"
#include "plugin/parameters.h"
#include "plugin/processor.h"
#include "plugin/tempo.h"
#include "tests/engine/dsp/voices.h"
#include "tests/plugin/played.h"

namespace driftwave {
namespace {

using test::level_db;
using test::pitch_hz;
using test::play;
using test::prepare;
using test::set;

TEST(Processor, SingsTheNotesThatArePlayedFromTheSampleOn) {
  const auto voice = test::glide({.from_hz = 150, .to_hz = 150}, 88200).audio;
  juce::MidiBuffer midi;
  midi.addEvent(juce::MidiMessage::noteOn(1, 57, 0.8F), 10);
  midi.addEvent(juce::MidiMessage::noteOn(1, 64, 0.8F), 44110);
  DriftwaveProcessor processor;
  set(processor, Parameter::kRobot, 2);
  set(processor, Parameter::kChords, 0);
  set(processor, Parameter::kGlide, 0);
  prepare(processor, 44100, 512, true);
  const auto out = play(processor, voice, midi);
  const auto late = static_cast<std::size_t>(processor.getLatencySamples());
  EXPECT_NEAR(pitch_hz(std::span(out).subspan(late + 30000, 8000), 44100), 220.0, 3.0);
  EXPECT_NEAR(pitch_hz(std::span(out).subspan(late + 44110 + 3000, 8000), 44100), 329.6, 5.0);
}

TEST(Processor, FollowsTheBendAndTheSustainPedal) {
  const auto voice = test::glide({.from_hz = 150, .to_hz = 150}, 3 * 44100).audio;
  juce::MidiBuffer midi;
  midi.addEvent(juce::MidiMessage::noteOn(1, 57, 0.8F), 10);
  midi.addEvent(juce::MidiMessage::pitchWheel(1, 16383), 44110);
  // Held by the pedal, the upper note outlives its key.
  midi.addEvent(juce::MidiMessage::pitchWheel(1, 8192), 88200);
  midi.addEvent(juce::MidiMessage::controllerEvent(1, 64, 127), 88200);
  midi.addEvent(juce::MidiMessage::noteOn(1, 64, 0.8F), 88300);
  midi.addEvent(juce::MidiMessage::noteOff(1, 64), 88400);
  midi.addEvent(juce::MidiMessage::controllerEvent(1, 64, 0), 110000);
  DriftwaveProcessor processor;
  set(processor, Parameter::kRobot, 2);
  set(processor, Parameter::kChords, 0);
  set(processor, Parameter::kGlide, 0);
  set(processor, Parameter::kSteps, 1);
  prepare(processor, 44100, 512, true);
  const auto out = play(processor, voice, midi);
  const auto late = static_cast<std::size_t>(processor.getLatencySamples());
  const auto hz_at = [&](std::size_t at) { return pitch_hz(std::span(out).subspan(late + at, 6000), 44100); };
  EXPECT_NEAR(hz_at(30000), 220.0, 3.0);
  EXPECT_NEAR(hz_at(60000), 246.9, 3.5);
  EXPECT_NEAR(hz_at(98000), 329.6, 5.0);
  EXPECT_NEAR(hz_at(116000), 220.0, 3.0);
}

TEST(Processor, LetsANoteGoAsReleaseSays) {
  const auto voice = test::glide({.from_hz = 150, .to_hz = 150}, 2 * 44100).audio;
  juce::MidiBuffer midi;
  midi.addEvent(juce::MidiMessage::noteOn(1, 57, 0.8F), 10);
  midi.addEvent(juce::MidiMessage::noteOff(1, 57), 44100);
  const auto released = [&](ReleaseMode release) {
    DriftwaveProcessor processor;
    set(processor, Parameter::kRobot, 2);
    set(processor, Parameter::kGlide, 0);
    set(processor, Parameter::kSteps, 1);
    set(processor, Parameter::kRelease, static_cast<float>(release));
    prepare(processor, 44100, 512, true);
    const auto out = play(processor, voice, midi);
    const auto late = static_cast<std::size_t>(processor.getLatencySamples());
    return std::vector<float>(out.begin() + static_cast<std::ptrdiff_t>(late) + 44100 + 10000,
                              out.begin() + static_cast<std::ptrdiff_t>(late) + 44100 + 18000);
  };
  EXPECT_NEAR(pitch_hz(released(ReleaseMode::kHold), 44100), 220.0, 3.0);
  EXPECT_NEAR(pitch_hz(released(ReleaseMode::kInput), 44100), 150.0, 3.0);
  EXPECT_LT(level_db(released(ReleaseMode::kSilence)), level_db(released(ReleaseMode::kInput)) - 60);
}

TEST(Processor, PlaysSoftKeysSofter) {
  const auto voice = test::glide({.from_hz = 150, .to_hz = 150}, 86 * 512).audio;
  const auto level = [&](float velocity, float amount) {
    juce::MidiBuffer midi;
    midi.addEvent(juce::MidiMessage::noteOn(1, 57, velocity), 10);
    DriftwaveProcessor processor;
    set(processor, Parameter::kRobot, 2);
    set(processor, Parameter::kSteps, 1);
    set(processor, Parameter::kVelocity, amount);
    set(processor, Parameter::kCeiling, 0);
    prepare(processor, 44100, 512, true);
    return level_db(std::span<const float>(play(processor, voice, midi)).last(16000));
  };
  EXPECT_NEAR(level(0.1F, 100) - level(1.0F, 100), -20, 1.5);
  EXPECT_NEAR(level(0.1F, 0), level(1.0F, 0), 0.1);
}

/// Level of a sine.
double level_at(std::span<const float> audio, double hz) {
  double re = 0;
  double im = 0;
  for (std::size_t t = 0; t < audio.size(); ++t) {
    const double place = static_cast<double>(t) / static_cast<double>(audio.size());
    const double weighted =
        static_cast<double>(audio[t]) * (0.5 - 0.5 * std::cos(2 * std::numbers::pi * place));
    re += weighted * std::cos(2 * std::numbers::pi * hz * static_cast<double>(t) / 44100);
    im += weighted * std::sin(2 * std::numbers::pi * hz * static_cast<double>(t) / 44100);
  }
  return 20 * std::log10(4 * std::hypot(re, im) / static_cast<double>(audio.size()) + 1e-9);
}

TEST(Processor, SingsChordsOfTheKeysThatAreHeld) {
  const auto voice = test::glide({.from_hz = 150, .to_hz = 150}, 44100).audio;
  juce::MidiBuffer midi;
  for (const int note : {60, 64, 67}) midi.addEvent(juce::MidiMessage::noteOn(1, note, 0.8F), 10);
  const auto levels = [&](float chords) {
    DriftwaveProcessor processor;
    set(processor, Parameter::kRobot, 2);
    set(processor, Parameter::kGlide, 0);
    set(processor, Parameter::kSteps, 1);
    set(processor, Parameter::kChords, chords);
    prepare(processor, 44100, 512, true);
    const auto out = play(processor, voice, midi);
    const auto end = std::span<const float>(out).last(20000);
    return std::array{level_at(end, 261.63), level_at(end, 329.63), level_at(end, 392.0)};
  };
  const auto chord = levels(1);
  const auto single = levels(0);
  for (const double one : chord) EXPECT_GT(one, *std::ranges::max_element(chord) - 15);
  // One voice takes the last key.
  EXPECT_LT(single[0], single[2] - 18);
  EXPECT_LT(single[1], single[2] - 18);
}

TEST(HeldNotes, KeepTheirVoicesWhileOthersComeAndGo) {
  HeldNotes notes;
  for (const int note : {60, 64, 67}) notes.press(note);
  notes.release(64);
  EXPECT_EQ(notes.chord(0), 60);
  EXPECT_EQ(notes.chord(1), -1);
  EXPECT_EQ(notes.chord(2), 67);
  notes.press(65);
  EXPECT_EQ(notes.chord(1), 65);
  notes.press(72);
  notes.press(76);
  // The oldest key gives its voice to the newest.
  EXPECT_EQ(notes.chord(0), 76);
  for (const int note : {76, 65, 72}) notes.release(note);
  EXPECT_EQ(notes.chord(0), 67);
  notes.release(67);
  notes.release(60);
  EXPECT_FALSE(notes.is_any_down());
  EXPECT_EQ(notes.chord(0), -1);
  EXPECT_EQ(notes.sounding(), 60);
}

TEST(Processor, VibratesWithTheModulationWheel) {
  const auto voice = test::glide({.from_hz = 220, .to_hz = 220}, 2 * 44100).audio;
  const auto with = [&](int wheel) {
    juce::MidiBuffer midi;
    midi.addEvent(juce::MidiMessage::controllerEvent(1, 1, wheel), 10);
    DriftwaveProcessor processor;
    set(processor, Parameter::kSteps, 1);
    prepare(processor, 44100, 512, true);
    const auto out = play(processor, voice, midi);
    double lowest = 1000;
    double highest = 0;
    for (std::size_t at = 44100; at + 2000 < out.size(); at += 1000) {
      const double hz = pitch_hz(std::span<const float>(out).subspan(at, 2000), 44100);
      lowest = std::min(lowest, hz);
      highest = std::max(highest, hz);
    }
    return highest / lowest;
  };
  EXPECT_LT(with(0), 1.02);
  EXPECT_GT(with(127), 1.06);
}

TEST(Processor, TakesAnotherSeedWhileItPlays) {
  const auto voice = test::white_noise(44100, 3, 0.1F);
  const auto with = [&](bool turns) {
    DriftwaveProcessor processor;
    set(processor, Parameter::kSteps, 0);
    prepare(processor, 44100, 512, true);
    const std::vector<float> first = play(processor, std::span(voice).first(20480));
    if (turns) set(processor, Parameter::kSeed, 7);
    std::vector<float> all(first);
    const std::vector<float> second = play(processor, std::span(voice).subspan(20480, 20480));
    all.insert(all.end(), second.begin(), second.end());
    return all;
  };
  const auto still = with(false);
  const auto turned = with(true);
  EXPECT_TRUE(std::equal(still.begin(), still.begin() + 20480, turned.begin()));
  double difference = 0;
  for (std::size_t t = 30000; t < still.size(); ++t) difference += std::abs(still[t] - turned[t]);
  EXPECT_GT(difference / static_cast<double>(still.size() - 30000), 0.01);
  // No gap: the level stays.
  for (std::size_t t = 20480; t + 2048 < turned.size(); t += 2048)
    EXPECT_NEAR(level_db(std::span<const float>(turned).subspan(t, 2048)), -20, 4) << t;
}

TEST(Tempo, TakesTheNearestNoteLength) {
  EXPECT_DOUBLE_EQ(in_tempo(0.46, {.beats_per_minute = 120}), 0.5);
  EXPECT_DOUBLE_EQ(in_tempo(0.4, {.beats_per_minute = 120}), 0.375);
  EXPECT_DOUBLE_EQ(in_tempo(0.26, {.beats_per_minute = 120}), 0.25);
  EXPECT_DOUBLE_EQ(in_tempo(100, {.beats_per_minute = 120}), 8.0);
  EXPECT_DOUBLE_EQ(in_tempo(0, {.beats_per_minute = 120}), 0.0);
  EXPECT_DOUBLE_EQ(in_tempo(0.4, {}), 0.4);
}

TEST(ParameterReader, GivesTimesAndTheWaveInTempoWhereTheyAreSynced) {
  DriftwaveProcessor processor;
  set(processor, Parameter::kSmear, 900);
  set(processor, Parameter::kWaveRate, 1.1F);
  const ParameterReader reader(processor.state());
  const HeldNotes none;
  const Tempo tempo{.beats_per_minute = 90, .start_beats = 5.5};
  EXPECT_NEAR(reader.controls(none, tempo).worker.live.smear_seconds, 0.9, 1e-3);
  set(processor, Parameter::kSync, 1);
  const LiveControls synced = reader.controls(none, tempo).worker.live;
  EXPECT_NEAR(synced.smear_seconds, 1.0, 1e-3);   // a dotted quarter
  EXPECT_NEAR(synced.motion.wave_hz, 1.0, 1e-3);  // the same
  EXPECT_NEAR(synced.motion.wave_start_turns, 5.5 / 1.5 - 3, 1e-4);
  EXPECT_NEAR(reader.controls(none, {}).worker.live.smear_seconds, 0.9, 1e-3);
}

}  // namespace
}  // namespace driftwave
