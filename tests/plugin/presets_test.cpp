#include "plugin/presets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "plugin/processor.h"
#include "tests/engine/dsp/voices.h"

namespace driftwave {
namespace {

TEST(Presets, AreAtLeastFortyInGroupsWithNamesOfTheirOwnAndSayWhatTheyWant) {
  std::map<std::string, int> groups;
  std::set<std::string> names;
  for (const Preset& preset : factory_presets()) {
    ++groups[preset.group];
    EXPECT_TRUE(names.insert(preset.name).second) << preset.name;
    EXPECT_GT(std::string(preset.hint).size(), 10U) << preset.name;
    EXPECT_FALSE(std::string(preset.wants).empty()) << preset.name;
  }
  EXPECT_GE(names.size(), 40U);
  EXPECT_GE(groups["Drums"], 10);
  for (const char* group : {"Voice", "Drums", "Pads", "Textures"}) EXPECT_GE(groups[group], 5) << group;
}

TEST(Presets, LieWithinTheirParametersAndNameNothingOfThePlayers) {
  DriftwaveProcessor processor;
  for (const Preset& preset : factory_presets())
    for (const auto& [parameter, value] : preset.values) {
      for (const Parameter own : kPlayersOwn) EXPECT_NE(parameter, own) << preset.name;
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
  set(Parameter::kMatch, 0);
  processor.load_preset(preset_of("Close Double"));
  EXPECT_FLOAT_EQ(value(Parameter::kOutput), -12.0F);
  EXPECT_EQ(value(Parameter::kSteps), 1.0F);
  EXPECT_EQ(value(Parameter::kSeed), 7.0F);
  EXPECT_EQ(value(Parameter::kMatch), 0.0F);
  EXPECT_FLOAT_EQ(value(Parameter::kMix), 42.0F);
  processor.lock(Parameter::kMix, true);
  processor.lock(Parameter::kOutput, false);
  processor.load_preset(preset_of("Giant"));
  EXPECT_FLOAT_EQ(value(Parameter::kMix), 42.0F);
  EXPECT_FLOAT_EQ(value(Parameter::kOutput), 0.0F);
  EXPECT_FLOAT_EQ(value(Parameter::kPitch), -7.0F);
}

struct Heard {
  double in_db = 0;
  double out_db = 0;  ///< of the last two seconds; NaN: a sample was no number
  float peak = 0;
};

/// Four seconds of a voice or of hits through a preset, offline.
Heard heard_through(const Preset& preset, const std::vector<float>& sound) {
  DriftwaveProcessor processor;
  give_settings(settings_of(preset), processor.state());
  const auto block = std::size_t{512};
  processor.setRateAndBufferSizeDetails(44100, block);
  processor.setNonRealtime(true);
  processor.prepareToPlay(44100, block);
  Heard heard;
  double in = 1e-20;
  double out = 1e-20;
  for (std::size_t done = 0; done + block <= sound.size(); done += block) {
    juce::AudioBuffer<float> part(2, static_cast<int>(block));
    juce::MidiBuffer midi;
    if (done == 0) midi.addEvent(juce::MidiMessage::noteOn(1, 52, 0.8F), 100);
    for (int c = 0; c < 2; ++c) part.copyFrom(c, 0, sound.data() + done, static_cast<int>(block));
    processor.processBlock(part, midi);
    for (std::size_t t = 0; t < block; ++t) {
      const float value = part.getSample(0, static_cast<int>(t));
      heard.peak = std::max(heard.peak, std::abs(value));
      if (done < sound.size() / 2) continue;
      out += static_cast<double>(value) * value;
      in += static_cast<double>(sound[done + t]) * sound[done + t];
    }
  }
  const double samples = static_cast<double>(sound.size()) / 2;
  heard.in_db = 10 * std::log10(in / samples);
  heard.out_db = 10 * std::log10(out / samples);
  return heard;
}

std::vector<float> hits() {
  std::vector<float> out = test::white_noise(4 * 44100, 5, 0.3F);
  for (std::size_t t = 0; t < out.size(); ++t) out[t] *= std::exp(-static_cast<float>(t % 11025) / 1500);
  return out;
}

TEST(Presets, KeepTheInputsLevelAndStayUnderTheCeiling) {
  const std::vector<float> voice = test::sing(test::difficult_voices()[2], 44100, 4 * 44100).audio;
  const std::vector<float> drums = hits();
  for (const Preset& preset : factory_presets()) {
    const std::string name = preset.name;
    const Heard heard = heard_through(preset, std::string(preset.group) == "Drums" ? drums : voice);
    EXPECT_LE(heard.peak, 0.945F) << name;
    EXPECT_TRUE(std::isfinite(heard.out_db)) << name;
    // What is frozen has the level that it was held at; with no side chain, Morph leads to silence.
    if (name == "Stopped Clock") continue;
    // Loudness is weighted, and this is not.
    EXPECT_NEAR(heard.out_db, heard.in_db, 4.0) << name;
  }
}

}  // namespace
}  // namespace driftwave
