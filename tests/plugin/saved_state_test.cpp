#include "plugin/saved_state.h"

#include <gtest/gtest.h>

#include <cmath>
#include <span>
#include <vector>

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
  EXPECT_EQ(value_of(processor, Parameter::kMatch), 0.0F);
  EXPECT_EQ(value_of(processor, Parameter::kCeiling), 0.0F);
  EXPECT_EQ(processor.model_status().wanted_hash, "0123456789ab");
  EXPECT_EQ(processor.preset(), preset_of("Wind Harp"));
}

// Written by to_xml() of version 2.
TEST(SavedState, OpensVersion2) {
  DriftwaveProcessor processor;
  give(processor, fixture("state_v2.xml"));
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), 11.5F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kSmear), 800.0F);
  EXPECT_EQ(processor.model_status().wanted_hash, "0123456789ab");
  EXPECT_EQ(processor.preset(), preset_of("Giant"));
  EXPECT_EQ(processor.side(), 1);
  EXPECT_FALSE(processor.editor_settings().is_dark);
  EXPECT_EQ(processor.editor_settings().width, 1620);
  EXPECT_EQ(processor.locked(), (std::vector{Parameter::kSteps, Parameter::kMix}));
  // It sounds as it did, on both sides and when presets are loaded.
  for (int side = 0; side < 2; ++side) {
    EXPECT_EQ(value_of(processor, Parameter::kMatch), 0.0F);
    EXPECT_EQ(value_of(processor, Parameter::kCeiling), 0.0F);
    processor.change_sides();
  }
  processor.load_preset(preset_of("Giant"));
  EXPECT_EQ(value_of(processor, Parameter::kMatch), 0.0F);
  processor.change_sides();
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), 7.0F);
}

// Written by to_xml() of version 3.
TEST(SavedState, OpensVersion3) {
  DriftwaveProcessor processor;
  EXPECT_EQ(value_of(processor, Parameter::kMatch), 1.0F);
  EXPECT_EQ(value_of(processor, Parameter::kCeiling), 1.0F);
  give(processor, fixture("state_v3.xml"));
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), 11.5F);
  EXPECT_EQ(value_of(processor, Parameter::kMatch), 0.0F);
  EXPECT_EQ(value_of(processor, Parameter::kCeiling), 1.0F);
  // What came later is as it was, not as it is by default.
  for (const Parameter later :
       {Parameter::kWidth, Parameter::kChords, Parameter::kRelease, Parameter::kVelocity}) {
    EXPECT_EQ(value_of(processor, later), 0.0F) << info_of(later).id;
    EXPECT_NE(processor.state().getParameter(info_of(later).id)->getDefaultValue(), 0.0F);
  }
}

TEST(SavedState, KeepsWhatCanBeUndone) {
  DriftwaveProcessor first;
  first.load_preset(preset_of("Giant"));
  first.load_preset(preset_of("Sprite"));
  EXPECT_TRUE(first.history().undo());
  juce::MemoryBlock saved;
  first.getStateInformation(saved);
  DriftwaveProcessor second;
  second.setStateInformation(saved.getData(), static_cast<int>(saved.getSize()));
  EXPECT_EQ(second.history().saved(), first.history().saved());
  EXPECT_TRUE(second.history().redo());
  EXPECT_FLOAT_EQ(value_of(second, Parameter::kPitch), 7.0F);
  EXPECT_TRUE(second.history().undo());
  EXPECT_TRUE(second.history().undo());
  EXPECT_FLOAT_EQ(value_of(second, Parameter::kPitch), 0.0F);
  EXPECT_FALSE(second.history().undo());
}

TEST(SavedState, LeavesOutChangesThatAreNone) {
  DriftwaveProcessor processor;
  give(processor,
       R"(<driftwave version="4"><history done="99"><step/><step><change id="later" before="0" after="1"/>)"
       R"(<change id="pitch" before="nan" after="1"/></step>)"
       R"(<step><change id="pitch" before="0.5" after="1"/></step></history></driftwave>)");
  EXPECT_TRUE(processor.history().undo());
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), 0.0F);
  EXPECT_FALSE(processor.history().can_undo());
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

/// Half a second of a tone through a processor offline, in blocks of 512. @return the left channel
std::vector<float> play(DriftwaveProcessor& processor, float amplitude = 0.3F, int samples = 44 * 512) {
  std::vector<float> out;
  juce::MidiBuffer midi;
  for (int done = 0; done < samples; done += 512) {
    juce::AudioBuffer<float> part(2, 512);
    for (int t = 0; t < 512; ++t)
      for (int c = 0; c < 2; ++c)
        part.setSample(c, t, amplitude * std::sin(0.03F * static_cast<float>(done + t)));
    processor.processBlock(part, midi);
    out.insert(out.end(), part.getReadPointer(0), part.getReadPointer(0) + 512);
  }
  return out;
}

void prepare(DriftwaveProcessor& processor) {
  processor.setRateAndBufferSizeDetails(48000, 512);
  processor.setNonRealtime(true);
  processor.prepareToPlay(48000, 512);
}

TEST(SavedState, PlaysWithTheModelThatIsThereAndSaysSo) {
  DriftwaveProcessor fresh;
  prepare(fresh);
  const std::vector<float> want = play(fresh);
  for (const bool is_prepared : {false, true}) {
    DriftwaveProcessor processor;
    if (is_prepared) prepare(processor);
    give(processor, R"(<driftwave version="3" model="feedfeedfeed"/>)");
    prepare(processor);
    EXPECT_EQ(processor.model_status().state, ModelStatus::State::kChanged);
    EXPECT_NE(processor.model_status().message.find("feedfeedfeed"), std::string::npos);
    EXPECT_EQ(play(processor), want);
    // The saved state still asks for the model that it was made with, until the player keeps this one.
    juce::MemoryBlock saved;
    processor.getStateInformation(saved);
    EXPECT_TRUE(saved.toString().contains("feedfeedfeed"));
    processor.accept_model();
    EXPECT_EQ(processor.model_status().state, ModelStatus::State::kReady);
    processor.getStateInformation(saved);
    EXPECT_FALSE(saved.toString().contains("feedfeedfeed"));
  }
}

/// Of the last samples.
double level_db(const std::vector<float>& audio, std::size_t samples) {
  double sum = 1e-20;
  for (const float value : std::span(audio).last(samples)) sum += static_cast<double>(value) * value;
  return 10 * std::log10(sum / static_cast<double>(samples));
}

TEST(SavedState, KeepsWhatFreezeHolds) {
  DriftwaveProcessor first;
  prepare(first);
  (void)play(first);
  first.state().getParameter("freeze")->setValueNotifyingHost(1.0F);
  (void)play(first);
  const double held_db = level_db(play(first, 0.0F), 10000);
  ASSERT_GT(held_db, -40.0);
  // Another sample rate is another engine.
  first.setRateAndBufferSizeDetails(44100, 512);
  first.prepareToPlay(44100, 512);
  EXPECT_NEAR(level_db(play(first, 0.0F), 10000), held_db, 1.0);
  juce::MemoryBlock saved;
  first.getStateInformation(saved);
  for (const bool is_prepared : {false, true}) {
    DriftwaveProcessor second;
    if (is_prepared) {
      prepare(second);
      (void)play(second, 0.0F);
    }
    second.setStateInformation(saved.getData(), static_cast<int>(saved.getSize()));
    if (!is_prepared) prepare(second);
    EXPECT_NEAR(level_db(play(second, 0.0F), 10000), held_db, 1.0) << is_prepared;
    juce::MemoryBlock again;
    second.getStateInformation(again);
    EXPECT_EQ(again.toString(), saved.toString()) << is_prepared;
    // Let go, it is forgotten.
    second.state().getParameter("freeze")->setValueNotifyingHost(0.0F);
    EXPECT_LT(level_db(play(second, 0.0F), 1000), -100.0);
  }
}

TEST(SavedState, SoundsAsItDidUntilAPresetIsLoaded) {
  const juce::String parameters = R"(<parameter id="harmonics" value="0"/><parameter id="steps" value="1"/>)";
  const auto sound_of = [&](const juce::String& version, bool is_saved_again, bool loads) {
    DriftwaveProcessor processor;
    give(processor,
         "<driftwave version=\"" + version + "\">" + parameters +
             R"(<parameter id="match" value="0"/><parameter id="ceiling" value="0"/></driftwave>)");
    if (is_saved_again) {
      juce::MemoryBlock saved;
      processor.getStateInformation(saved);
      give(processor, "<driftwave version=\"3\"/>");
      processor.setStateInformation(saved.getData(), static_cast<int>(saved.getSize()));
    }
    if (loads) processor.load_preset(preset_of("Small Hours"));
    prepare(processor);
    return play(processor);
  };
  const std::vector<float> former = sound_of("2", false, false);
  const std::vector<float> now = sound_of("3", false, false);
  EXPECT_NE(former, now);
  EXPECT_EQ(sound_of("2", true, false), former);
  EXPECT_EQ(sound_of("3", true, false), now);
  EXPECT_EQ(sound_of("2", false, true), sound_of("3", false, true));
}

TEST(SavedState, KeepsBothSidesLocksAndTheWindow) {
  DriftwaveProcessor first;
  first.load_preset(preset_of("Giant"));
  first.change_sides();
  first.load_preset(preset_of("Sprite"));
  first.lock(Parameter::kMix, true);
  first.editor_settings() = {.is_dark = false, .width = 1620};
  juce::MemoryBlock saved;
  first.getStateInformation(saved);
  DriftwaveProcessor second;
  second.setStateInformation(saved.getData(), static_cast<int>(saved.getSize()));
  EXPECT_EQ(second.side(), 1);
  EXPECT_EQ(second.locked(), first.locked());
  EXPECT_FALSE(second.editor_settings().is_dark);
  EXPECT_EQ(second.editor_settings().width, 1620);
  EXPECT_FLOAT_EQ(value_of(second, Parameter::kPitch), 7.0F);
  EXPECT_EQ(second.preset(), preset_of("Sprite"));
  second.change_sides();
  EXPECT_FLOAT_EQ(value_of(second, Parameter::kPitch), -7.0F);
  EXPECT_EQ(second.preset(), preset_of("Giant"));
}

TEST(SavedState, KeepsThePlayersOwnPresetByNameAndAsItWas) {
  DriftwaveProcessor first;
  first.load({.folder = "Own",
              .name = "Dusk",
              .settings = {.preset = "Dusk", .values = {{"pitch", -2.0F}}},
              .file = juce::File::getCurrentWorkingDirectory().getChildFile("Dusk.driftwave")});
  EXPECT_EQ(first.preset(), -1);
  EXPECT_FALSE(first.is_preset_edited());
  juce::MemoryBlock saved;
  first.getStateInformation(saved);
  DriftwaveProcessor second;
  second.setStateInformation(saved.getData(), static_cast<int>(saved.getSize()));
  EXPECT_EQ(second.preset_name(), "Dusk");
  EXPECT_FALSE(second.is_preset_edited());
  second.state().getParameter("pitch")->setValueNotifyingHost(0.9F);
  EXPECT_TRUE(second.is_preset_edited());
}

TEST(SavedState, KeepsTheVoice) {
  const std::string folder = std::string(DRIFTWAVE_MODELS) + "/kathleen";
  DriftwaveProcessor first;
  prepare(first);
  EXPECT_NE(first.choose_voice("/no/such/folder"), "");
  EXPECT_EQ(first.model_status().state, ModelStatus::State::kReady);
  EXPECT_EQ(first.choose_voice(folder), "");
  EXPECT_EQ(first.model_status().state, ModelStatus::State::kReady);
  juce::MemoryBlock saved;
  first.getStateInformation(saved);
  EXPECT_TRUE(saved.toString().contains(juce::String(folder)));
  for (const bool was_prepared : {false, true}) {
    DriftwaveProcessor second("no-such-voice");
    if (was_prepared) prepare(second);
    second.setStateInformation(saved.getData(), static_cast<int>(saved.getSize()));
    if (!was_prepared) prepare(second);
    EXPECT_EQ(second.model_status().state, ModelStatus::State::kReady) << was_prepared;
  }
}

TEST(SavedState, IsNoPlayingOfTheKnobs) {
  struct Listener final : juce::AudioProcessorListener {
    void audioProcessorParameterChanged(juce::AudioProcessor*, int, float) override {}
    void audioProcessorChanged(juce::AudioProcessor*, const ChangeDetails&) override {}
    void audioProcessorParameterChangeGestureBegin(juce::AudioProcessor*, int) override { ++gestures; }
    void audioProcessorParameterChangeGestureEnd(juce::AudioProcessor*, int) override { ++gestures; }
    int gestures = 0;
  };
  DriftwaveProcessor processor;
  Listener listener;
  processor.addListener(&listener);
  give(processor, fixture("state_v1.xml"));
  EXPECT_EQ(listener.gestures, 0);
  // A player's choice is: hosts write it down.
  processor.load_preset(preset_of("Giant"));
  EXPECT_GT(listener.gestures, 0);
  processor.removeListener(&listener);
}

TEST(SavedState, SurvivesAHeldFrameThatIsNone) {
  for (const char* held : {"<held/>", "<held f0_hz=\"nan\" voicing=\"1\" gain=\"1\" mel=\"1 2\"/>",
                           "<held f0_hz=\"100\" voicing=\"1\" gain=\"1\" mel=\"1 2\"/>",
                           "<held f0_hz=\"100\" voicing=\"1\" gain=\"1\" mel=\"1 2 1e30\"/>"}) {
    DriftwaveProcessor processor;
    give(processor, juce::String(R"(<driftwave version="2"><parameter id="freeze" value="1"/>)") + held +
                        "</driftwave>");
    prepare(processor);
    EXPECT_GT(level_db(play(processor), 10000), -40.0) << held;
  }
}

}  // namespace
}  // namespace driftwave
