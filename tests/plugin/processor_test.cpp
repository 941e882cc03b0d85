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
#include "tests/plugin/played.h"

namespace driftwave {
namespace {

using test::play;
using test::prepare;
using test::set;

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
