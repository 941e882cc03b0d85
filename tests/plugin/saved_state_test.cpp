#include "plugin/saved_state.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "plugin/parameters.h"
#include "plugin/presets.h"
#include "plugin/processor.h"

namespace driftwave {
namespace {

juce::String fixture(const std::string& name) {
  return juce::File(DRIFTWAVE_FIXTURES).getChildFile(name).loadFileAsString();
}

void give(DriftwaveProcessor& processor, const juce::String& text) {
  processor.setStateInformation(text.toRawUTF8(), static_cast<int>(text.getNumBytesAsUTF8()));
}

float value_of(DriftwaveProcessor& processor, Parameter parameter) {
  return processor.state().getRawParameterValue(info_of(parameter).id)->load();
}

// Written by to_xml() of version 1, by hand set to values away from the defaults.
TEST(SavedState, OpensVersion1) {
  DriftwaveProcessor processor;
  give(processor, fixture("state_v1.xml"));
  EXPECT_EQ(value_of(processor, Parameter::kSteps), 5.0F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kRegenerate), 62.5F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kHarmonics), 80.0F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kBreath), 140.1F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kTone), 12.0F);
  EXPECT_EQ(value_of(processor, Parameter::kSeed), 4711.0F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), -7.25F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kFormant), 3.5F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kTilt), -1.5F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kMorph), 25.0F);
  EXPECT_EQ(value_of(processor, Parameter::kRobot), 1.0F);
  EXPECT_EQ(value_of(processor, Parameter::kRobotNote), 57.0F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kGlide), 120.0F);
  EXPECT_EQ(value_of(processor, Parameter::kFreeze), 1.0F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kSmear), 800.0F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kMix), 75.0F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kOutput), -3.5F);
  EXPECT_EQ(value_of(processor, Parameter::kBypass), 0.0F);
  EXPECT_EQ(processor.model_status().wanted_hash, "0123456789ab");
  EXPECT_EQ(processor.preset(), preset_of("Wind Harp"));
}

TEST(SavedState, ComesBackToTheByte) {
  DriftwaveProcessor first;
  give(first, fixture("state_v1.xml"));
  juce::MemoryBlock saved;
  first.getStateInformation(saved);
  DriftwaveProcessor second;
  second.setStateInformation(saved.getData(), static_cast<int>(saved.getSize()));
  juce::MemoryBlock again;
  second.getStateInformation(again);
  EXPECT_EQ(saved.toString(), again.toString());
}

TEST(SavedState, TakesDefaultsForWhatIsNotThereAndLeavesWhatIsUnknown) {
  DriftwaveProcessor processor;
  give(processor, fixture("state_v1.xml"));
  give(
      processor,
      R"(<driftwave version="9"><parameter id="pitch" value="5"/><parameter id="later" value="1"/></driftwave>)");
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), 5.0F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kMix), 100.0F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kSmear), 0.0F);
}

TEST(SavedState, IgnoresWhatIsNoState) {
  DriftwaveProcessor processor;
  give(processor, R"(<driftwave version="1"><parameter id="pitch" value="5"/></driftwave>)");
  for (const char* text : {"", "<", "<other version=\"1\"/>", "<driftwave/>", "\xff\xfe\x01",
                           "<driftwave version=\"0\"><parameter id=\"pitch\" value=\"1\"/></driftwave>"})
    give(processor, juce::String::fromUTF8(text));
  processor.setStateInformation(nullptr, 0);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), 5.0F);
  // Values that no parameter has.
  give(
      processor,
      R"(<driftwave version="1"><parameter id="pitch" value="nan"/><parameter id="mix" value="1e30"/></driftwave>)");
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), 0.0F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kMix), 100.0F);
}

TEST(SavedState, PassesTheSoundWhenTheModelIsAnother) {
  DriftwaveProcessor processor;
  give(processor, R"(<driftwave version="1" model="feedfeedfeed"/>)");
  processor.setRateAndBufferSizeDetails(48000, 512);
  processor.setNonRealtime(true);
  processor.prepareToPlay(48000, 512);
  EXPECT_EQ(processor.model_status().state, ModelStatus::State::kChanged);
  const int latency = processor.getLatencySamples();
  const auto play = [&] {
    juce::AudioBuffer<float> audio(2, 2 * latency / 512 * 512);
    juce::MidiBuffer midi;
    audio.clear();
    for (int t = 0; t < audio.getNumSamples(); ++t)
      for (int c = 0; c < 2; ++c) audio.setSample(c, t, 0.3F * std::sin(0.05F * static_cast<float>(t)));
    for (int done = 0; done < audio.getNumSamples(); done += 512) {
      juce::AudioBuffer<float> part(audio.getArrayOfWritePointers(), 2, done, 512);
      processor.processBlock(part, midi);
    }
    return audio;
  };
  const auto passed = play();
  for (int t = latency; t < passed.getNumSamples(); ++t)
    ASSERT_EQ(passed.getSample(0, t), 0.3F * std::sin(0.05F * static_cast<float>(t - latency)));
  // The saved state still asks for the model that it was made with, until the player takes this one.
  juce::MemoryBlock saved;
  processor.getStateInformation(saved);
  EXPECT_TRUE(saved.toString().contains("feedfeedfeed"));
  processor.accept_model();
  EXPECT_EQ(processor.model_status().state, ModelStatus::State::kReady);
  const auto made = play();
  int same = 0;
  for (int t = latency; t < made.getNumSamples(); ++t)
    same += made.getSample(0, t) == passed.getSample(0, t) ? 1 : 0;
  EXPECT_LT(same, made.getNumSamples() / 10);
}

}  // namespace
}  // namespace driftwave
