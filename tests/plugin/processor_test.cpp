#include "plugin/processor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <random>

#include "tests/engine/core/allocation_counter.h"
#include "tests/engine/core/lock_counter.h"
#include "tests/engine/dsp/voices.h"

namespace driftwave {
namespace {

void prepare(DriftwaveProcessor& processor, double rate_hz, int block, bool is_offline) {
  processor.setNonRealtime(is_offline);
  processor.setRateAndBufferSizeDetails(rate_hz, block);
  processor.prepareToPlay(rate_hz, block);
}

TEST(Processor, ReadsTheTextThatItShows) {
  DriftwaveProcessor processor;
  for (const ParameterInfo& info : parameter_infos()) {
    juce::RangedAudioParameter& parameter = *processor.state().getParameter(info.id);
    for (int i = 0; i <= 20; ++i) {
      const float value = parameter.convertFrom0to1(static_cast<float>(i) / 20);
      const juce::String text = parameter.getText(parameter.convertTo0to1(value), 64);
      EXPECT_FALSE(text.isEmpty()) << info.id;
      const float read = parameter.convertFrom0to1(parameter.getValueForText(text));
      // Shown to about three digits.
      EXPECT_NEAR(read, value, 0.006 * std::abs(value) + 0.51) << info.id << " " << text;
    }
  }
  const auto typed = [&](Parameter which, const char* text) {
    juce::RangedAudioParameter& parameter = *processor.state().getParameter(info_of(which).id);
    return parameter.convertFrom0to1(parameter.getValueForText(text));
  };
  EXPECT_FLOAT_EQ(typed(Parameter::kPitch, "-5 st"), -5.0F);
  EXPECT_FLOAT_EQ(typed(Parameter::kSmear, "1.5 s"), 1500.0F);
  EXPECT_FLOAT_EQ(typed(Parameter::kSmear, "off"), 0.0F);
  EXPECT_FLOAT_EQ(typed(Parameter::kRobotNote, "A4"), 69.0F);
  EXPECT_FLOAT_EQ(typed(Parameter::kRobotNote, "c#3"), 49.0F);
  EXPECT_FLOAT_EQ(typed(Parameter::kRobotNote, "Bb2"), 46.0F);
  EXPECT_FLOAT_EQ(typed(Parameter::kOutput, "-inf"), -60.0F);
  EXPECT_FLOAT_EQ(typed(Parameter::kSteps, "4"), 4.0F);
  EXPECT_FLOAT_EQ(typed(Parameter::kSteps, "auto"), -1.0F);
}

TEST(Processor, LeavesAloneWhatATextThatCannotBeReadIsFor) {
  DriftwaveProcessor processor;
  const auto set_to = [&](Parameter which, float value) {
    juce::RangedAudioParameter& parameter = *processor.state().getParameter(info_of(which).id);
    parameter.setValueNotifyingHost(parameter.convertTo0to1(value));
  };
  const auto typed = [&](Parameter which, const char* text) {
    juce::RangedAudioParameter& parameter = *processor.state().getParameter(info_of(which).id);
    return parameter.convertFrom0to1(parameter.getValueForText(text));
  };
  set_to(Parameter::kRobotNote, 50);
  for (const char* text : {"H4", "a", "x", "", "#4", "C#", "Bb", "C-", "4 A"})
    EXPECT_FLOAT_EQ(typed(Parameter::kRobotNote, text), *text == '4' ? 24.0F : 50.0F) << text;
  set_to(Parameter::kPitch, 3);
  set_to(Parameter::kSmear, 700);
  set_to(Parameter::kOutput, -3);
  set_to(Parameter::kSteps, 5);
  set_to(Parameter::kSeed, 12);
  for (const char* text : {"", "x", "loud", "-"}) {
    EXPECT_FLOAT_EQ(typed(Parameter::kPitch, text), 3.0F) << text;
    EXPECT_NEAR(typed(Parameter::kSmear, text), 700.0F, 0.1F) << text;
    EXPECT_NEAR(typed(Parameter::kOutput, text), -3.0F, 0.01F) << text;
    EXPECT_FLOAT_EQ(typed(Parameter::kSteps, text), 5.0F) << text;
    EXPECT_FLOAT_EQ(typed(Parameter::kSeed, text), 12.0F) << text;
  }
}

TEST(Processor, HasNoGainInTheMiddleOfTheOutputKnob) {
  DriftwaveProcessor processor;
  const juce::RangedAudioParameter& output = *processor.state().getParameter("output");
  EXPECT_NEAR(output.convertTo0to1(0.0F), 0.5F, 1e-3F);
  EXPECT_NEAR(output.convertFrom0to1(0.75F), 6.75F, 0.1F);
}

TEST(Processor, TakesMonoAndStereoWithOrWithoutASideChain) {
  DriftwaveProcessor processor;
  const auto mono = juce::AudioChannelSet::mono();
  const auto stereo = juce::AudioChannelSet::stereo();
  const auto none = juce::AudioChannelSet::disabled();
  EXPECT_TRUE(processor.checkBusesLayoutSupported({{stereo, none}, {stereo}}));
  EXPECT_TRUE(processor.checkBusesLayoutSupported({{mono, stereo}, {mono}}));
  EXPECT_TRUE(processor.checkBusesLayoutSupported({{stereo, mono}, {stereo}}));
  EXPECT_FALSE(processor.checkBusesLayoutSupported({{mono, none}, {stereo}}));
  EXPECT_FALSE(processor.checkBusesLayoutSupported(
      {{juce::AudioChannelSet::create5point1(), none}, {juce::AudioChannelSet::create5point1()}}));
}

/// A voice through the processor offline. @return the left channel
std::vector<float> play(DriftwaveProcessor& processor, std::span<const float> voice,
                        const juce::MidiBuffer& midi = {}) {
  std::vector<float> out(voice.begin(), voice.end());
  for (std::size_t done = 0; done + 512 <= out.size(); done += 512) {
    juce::AudioBuffer<float> part(2, 512);
    for (int c = 0; c < 2; ++c) part.copyFrom(c, 0, out.data() + done, 512);
    juce::MidiBuffer events;
    events.addEvents(midi, static_cast<int>(done), 512, -static_cast<int>(done));
    processor.processBlock(part, events);
    std::copy_n(part.getReadPointer(0), 512, out.begin() + static_cast<std::ptrdiff_t>(done));
  }
  return out;
}

/// The strongest period of a stretch, as a frequency.
double pitch_hz(std::span<const float> audio, double rate_hz) {
  double best = 0;
  int best_lag = 1;
  for (int lag = static_cast<int>(rate_hz / 800); lag < static_cast<int>(rate_hz / 60); ++lag) {
    double sum = 0;
    double power = 1e-9;
    for (std::size_t t = static_cast<std::size_t>(lag); t < audio.size(); ++t) {
      sum += static_cast<double>(audio[t]) * audio[t - static_cast<std::size_t>(lag)];
      power += static_cast<double>(audio[t]) * audio[t];
    }
    // The first of equals: multiples of the period fit as well.
    if (sum / power > best + 0.02) {
      best = sum / power;
      best_lag = lag;
    }
  }
  return rate_hz / best_lag;
}

void set(DriftwaveProcessor& processor, Parameter which, float value) {
  juce::RangedAudioParameter& parameter = *processor.state().getParameter(info_of(which).id);
  parameter.setValueNotifyingHost(parameter.convertTo0to1(value));
}

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

double level_db(std::span<const float> audio) {
  double sum = 1e-20;
  for (const float x : audio) sum += static_cast<double>(x) * x;
  return 10 * std::log10(sum / static_cast<double>(audio.size()));
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
    const double weighted = static_cast<double>(audio[t]) * (0.5 - 0.5 * std::cos(2 * M_PI * place));
    re += weighted * std::cos(2 * M_PI * hz * static_cast<double>(t) / 44100);
    im += weighted * std::sin(2 * M_PI * hz * static_cast<double>(t) / 44100);
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

struct PlayHead final : juce::AudioPlayHead {
  juce::Optional<PositionInfo> getPosition() const override {
    PositionInfo info;
    info.setIsPlaying(is_playing);
    if (bpm > 0) info.setBpm(bpm);
    if (bpm > 0) info.setPpqPosition(beats);
    return info;
  }
  bool is_playing = false;
  double bpm = 0;
  double beats = 0;
};

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

TEST(Processor, HoldsWhatIsFrozenThroughStartsOfPlayback) {
  const auto voice = test::sing(test::difficult_voices().front(), 44100, 66 * 512).audio;
  const std::vector<float> silence(66 * 512);
  PlayHead head;
  DriftwaveProcessor processor;
  processor.setPlayHead(&head);
  prepare(processor, 44100, 512, true);
  head.is_playing = true;
  (void)play(processor, voice);
  set(processor, Parameter::kFreeze, 1);
  (void)play(processor, silence);
  const auto level_db = [&] {
    double sum = 1e-20;
    const std::vector<float> out = play(processor, silence);
    for (const float x : std::span(out).last(16000)) sum += static_cast<double>(x) * x;
    return 10 * std::log10(sum / 16000);
  };
  const double held_db = level_db();
  ASSERT_GT(held_db, -40.0);
  head.is_playing = false;
  EXPECT_NEAR(level_db(), held_db, 1.0);
  head.is_playing = true;
  EXPECT_NEAR(level_db(), held_db, 1.0);
  processor.reset();
  EXPECT_NEAR(level_db(), held_db, 1.0);
  processor.setPlayHead(nullptr);
}

TEST(Processor, StartsTheSameSoundWithEachStartOfPlayback) {
  const auto voice = test::sing(test::difficult_voices().front(), 44100, 33 * 512).audio;
  PlayHead head;
  DriftwaveProcessor processor;
  processor.setPlayHead(&head);
  prepare(processor, 44100, 512, true);
  std::vector<std::vector<float>> takes;
  for (int take = 0; take < 3; ++take) {
    head.is_playing = false;
    (void)play(processor, std::vector<float>(static_cast<std::size_t>(512 * (20 + take)), 0.0F));
    head.is_playing = true;
    if (take == 2) set(processor, Parameter::kSeed, 5);
    takes.push_back(play(processor, voice));
  }
  EXPECT_EQ(takes[0], takes[1]);
  EXPECT_NE(takes[0], takes[2]);
  processor.setPlayHead(nullptr);
}

TEST(Processor, NeitherAllocatesNorLocksOnTheAudioThread) {
  DriftwaveProcessor processor;
  prepare(processor, 48000, 512, false);
  juce::AudioBuffer<float> audio(2, 512);
  juce::MidiBuffer midi;
  midi.addEvent(juce::MidiMessage::noteOn(1, 60, 0.5F), 100);
  midi.addEvent(juce::MidiMessage::noteOff(1, 60), 300);
  std::mt19937 generator(1);
  std::uniform_real_distribution<float> uniform(0.0F, 1.0F);
  const auto noise = test::white_noise(512, 4);
  std::size_t allocations = 0;
  std::size_t locks = 0;
  for (int block = 0; block < 10000; ++block) {
    // Automation is the host's doing, before the block.
    for (int change = 0; change < 3; ++change)
      processor.getParameters()[static_cast<int>(generator() % kParameters)]->setValue(uniform(generator));
    for (int c = 0; c < 2; ++c) audio.copyFrom(c, 0, noise.data(), 512);
    if (block % 1000 == 0) processor.reset();
    juce::AudioBuffer<float> part(audio.getArrayOfWritePointers(), 2, 0,
                                  1 + static_cast<int>(generator() % 512));
    const test::AllocationCounter allocation_counter;
    const test::LockCounter lock_counter;
    processor.processBlock(part, midi);
    allocations += allocation_counter.count();
    locks += lock_counter.count();
  }
  EXPECT_EQ(allocations, 0U);
  EXPECT_EQ(locks, 0U);
}

TEST(Processor, SaysWhatIsMissingAndPassesTheSound) {
  DriftwaveProcessor processor("no-such-voice");
  prepare(processor, 48000, 512, false);
  EXPECT_EQ(processor.model_status().state, ModelStatus::State::kMissing);
  EXPECT_NE(processor.model_status().message.find("no-such-voice"), std::string::npos);
  EXPECT_EQ(processor.getLatencySamples(), 0);
  const auto voice = test::white_noise(5120, 3);
  EXPECT_EQ(play(processor, voice), voice);
}

}  // namespace
}  // namespace driftwave
