#include "plugin/presets.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "plugin/processor.h"
#include "tests/engine/dsp/voices.h"

namespace driftwave {
namespace {

TEST(Presets, AreAtLeastTwentyFourInGroupsWithNamesOfTheirOwn) {
  std::map<std::string, int> groups;
  std::set<std::string> names;
  for (const Preset& preset : factory_presets()) {
    ++groups[preset.group];
    EXPECT_TRUE(names.insert(preset.name).second) << preset.name;
    EXPECT_GT(std::string(preset.hint).size(), 10U) << preset.name;
  }
  EXPECT_GE(names.size(), 24U);
  for (const char* group : {"Voice", "Drums", "Pads", "Textures"}) EXPECT_GE(groups[group], 5) << group;
}

TEST(Presets, LieWithinTheirParametersAndLeaveBypassAlone) {
  DriftwaveProcessor processor;
  for (const Preset& preset : factory_presets())
    for (const auto& [parameter, value] : preset.values) {
      EXPECT_NE(parameter, Parameter::kBypass) << preset.name;
      const auto range = processor.state().getParameterRange(info_of(parameter).id);
      EXPECT_GE(value, range.start) << preset.name << " " << info_of(parameter).id;
      EXPECT_LE(value, range.end) << preset.name << " " << info_of(parameter).id;
    }
}

TEST(Presets, AreFoundByName) {
  EXPECT_EQ(preset_of("resynthesis"), 0);
  EXPECT_GT(preset_of("Wind Harp"), 0);
  EXPECT_EQ(preset_of("no such"), -1);
}

TEST(Presets, LeaveAloneWhatIsThePlayers) {
  DriftwaveProcessor processor;
  const auto value = [&](Parameter parameter) {
    return processor.state().getRawParameterValue(info_of(parameter).id)->load();
  };
  const auto set = [&](Parameter parameter, float to) {
    juce::RangedAudioParameter& one = *processor.state().getParameter(info_of(parameter).id);
    one.setValueNotifyingHost(one.convertTo0to1(to));
  };
  set(Parameter::kOutput, -12);
  set(Parameter::kSteps, 1);
  set(Parameter::kSeed, 3);
  processor.load_preset(preset_of("Close Double"));
  EXPECT_FLOAT_EQ(value(Parameter::kOutput), -12.0F);
  EXPECT_EQ(value(Parameter::kSteps), 1.0F);
  EXPECT_EQ(value(Parameter::kSeed), 7.0F);
  EXPECT_FLOAT_EQ(value(Parameter::kMix), 42.0F);
  processor.lock(Parameter::kMix, true);
  processor.lock(Parameter::kOutput, false);
  processor.load_preset(preset_of("Giant"));
  EXPECT_FLOAT_EQ(value(Parameter::kMix), 42.0F);
  EXPECT_FLOAT_EQ(value(Parameter::kOutput), 0.0F);
  EXPECT_FLOAT_EQ(value(Parameter::kPitch), -7.0F);
}

/// A word sung and a hit, through a preset. @return the level of the last half second in dB, or NaN.
double level_of(const Preset& preset) {
  DriftwaveProcessor processor;
  give_settings(settings_of(preset), processor.state());
  processor.setRateAndBufferSizeDetails(44100, 512);
  processor.setNonRealtime(true);
  processor.prepareToPlay(44100, 512);
  const auto voice = test::sing(test::difficult_voices().front(), 44100, 44100).audio;
  double sum = 0;
  int counted = 0;
  for (int done = 0; done + 512 <= 44100; done += 512) {
    juce::AudioBuffer<float> part(2, 512);
    juce::MidiBuffer midi;
    if (done == 0) midi.addEvent(juce::MidiMessage::noteOn(1, 52, 0.8F), 100);
    for (int c = 0; c < 2; ++c) part.copyFrom(c, 0, voice.data() + done, 512);
    processor.processBlock(part, midi);
    for (int t = 0; t < 512; ++t) {
      if (!std::isfinite(part.getSample(0, t))) return std::nan("");
      if (done < 22050) continue;
      sum += std::pow(part.getSample(0, t), 2.0);
      ++counted;
    }
  }
  return 10 * std::log10(sum / counted + 1e-20);
}

TEST(Presets, SoundAtSensibleLevels) {
  for (const Preset& preset : factory_presets()) {
    const bool needs_side_chain = std::string(preset.name) == "Spoken Synth";
    const double level = level_of(preset);
    EXPECT_LT(level, -6.0) << preset.name;
    EXPECT_GT(level, needs_side_chain ? -200.0 : -45.0) << preset.name;
  }
}

}  // namespace
}  // namespace driftwave
