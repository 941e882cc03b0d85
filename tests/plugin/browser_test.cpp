/// What the window shows beside knobs: levels, what does nothing, presets, and less of itself.
#include "plugin/editor/browser.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>

#include "plugin/editor/editor.h"
#include "plugin/presets.h"

namespace driftwave {
namespace {

template <typename Kind>
Kind* find(juce::Component& root, const juce::String& title) {
  for (juce::Component* child : root.getChildren()) {
    auto* const one = dynamic_cast<Kind*>(child);
    if (one != nullptr && child->getTitle() == title) return one;
    if (Kind* const below = find<Kind>(*child, title)) return below;
  }
  return nullptr;
}

void set(DriftwaveProcessor& processor, Parameter which, float value) {
  juce::RangedAudioParameter& parameter = *processor.state().getParameter(info_of(which).id);
  parameter.setValueNotifyingHost(parameter.convertTo0to1(value));
}

void prepare(DriftwaveProcessor& processor) {
  processor.setRateAndBufferSizeDetails(44100, 512);
  processor.setNonRealtime(true);
  processor.prepareToPlay(44100, 512);
}

void play(DriftwaveProcessor& processor, float level) {
  juce::AudioBuffer<float> block(2, 512);
  for (int c = 0; c < 2; ++c)
    for (int t = 0; t < 512; ++t) block.setSample(c, t, t % 100 == 0 ? level : 0.0F);
  juce::MidiBuffer midi;
  processor.processBlock(block, midi);
}

TEST(LevelBars, ShowPeaksAndKeepTheLightOnUntilItIsClicked) {
  DriftwaveProcessor processor;
  prepare(processor);
  DriftwaveEditor editor(processor);
  LevelBars* const input = find<LevelBars>(editor, "Input level");
  LevelBars* const output = find<LevelBars>(editor, "Output level");
  ASSERT_TRUE(input != nullptr && output != nullptr);
  play(processor, 0.5F);
  editor.advance();
  EXPECT_NEAR(input->held_db(), -6.0F, 0.1F);
  EXPECT_FALSE(input->has_clipped());
  play(processor, 1.5F);
  editor.advance();
  play(processor, 0.1F);
  editor.advance();
  EXPECT_NEAR(input->held_db(), 3.5F, 0.1F);
  EXPECT_TRUE(input->has_clipped());
  EXPECT_TRUE(input->getDescription().contains("full scale was passed")) << input->getDescription();
  const auto source = juce::Desktop::getInstance().getMainMouseSource();
  input->mouseDown(juce::MouseEvent(source, {}, {}, 0, 0, 0, 0, 0, input, input, {}, {}, {}, 1, false));
  editor.advance();
  EXPECT_FALSE(input->has_clipped());
  for (int i = 0; i < 100; ++i) editor.advance();
  EXPECT_LT(input->held_db(), -40.0F);
}

TEST(Panels, DimWhatDoesNothing) {
  DriftwaveProcessor processor;
  prepare(processor);
  DriftwaveEditor editor(processor);
  const auto is_on = [&](const char* title) {
    editor.advance();
    return find<juce::Slider>(editor, title)->isEnabled();
  };
  EXPECT_FALSE(is_on("Note"));
  EXPECT_FALSE(is_on("Glide"));
  EXPECT_TRUE(is_on("Retune"));
  set(processor, Parameter::kRobot, 1);
  EXPECT_TRUE(is_on("Note"));
  EXPECT_TRUE(is_on("Glide"));
  EXPECT_FALSE(is_on("Velocity"));
  EXPECT_FALSE(is_on("Retune"));
  set(processor, Parameter::kRobot, 2);
  EXPECT_FALSE(is_on("Note"));
  EXPECT_TRUE(is_on("Velocity"));
  EXPECT_FALSE(is_on("Rate"));
  set(processor, Parameter::kWavePitch, 1);
  EXPECT_TRUE(is_on("Rate"));
  EXPECT_FALSE(is_on("Morph"));
  EXPECT_TRUE(find<juce::Slider>(editor, "Morph")->getDescription().contains("no side chain"));
}

TEST(Panels, OfferStepsAsAListWithAutoFirst) {
  DriftwaveProcessor processor;
  DriftwaveEditor editor(processor);
  juce::ComboBox* const steps = find<juce::ComboBox>(editor, "Steps");
  ASSERT_NE(steps, nullptr);
  EXPECT_EQ(steps->getText(), "Auto");
  steps->setSelectedItemIndex(3, juce::sendNotificationSync);
  EXPECT_EQ(processor.state().getRawParameterValue("steps")->load(), 2.0F);
  EXPECT_TRUE(processor.history().can_undo());
  set(processor, Parameter::kSteps, kAutoSteps);
  EXPECT_EQ(steps->getText(), "Auto");
}

TEST(Panels, TellASideChainThatIsSilentFromOneThatIsNotThere) {
  DriftwaveProcessor processor;
  processor.setBusesLayout(
      {{juce::AudioChannelSet::stereo(), juce::AudioChannelSet::mono()}, {juce::AudioChannelSet::stereo()}});
  prepare(processor);
  DriftwaveEditor editor(processor);
  const auto note = [&](float level) {
    juce::AudioBuffer<float> block(3, 512);
    block.clear();
    block.setSample(2, 10, level);
    juce::MidiBuffer midi;
    processor.processBlock(block, midi);
    editor.advance();
    EXPECT_TRUE(find<juce::Slider>(editor, "Morph")->isEnabled());
    return find<juce::Slider>(editor, "Morph")->getDescription();
  };
  EXPECT_TRUE(note(0.0F).contains("side silent")) << note(0.0F);
  EXPECT_TRUE(note(0.1F).contains("side -20 dB")) << note(0.1F);
}

class BrowserTest : public testing::Test {
 protected:
  BrowserTest() : folder_(juce::File(testing::TempDir()).getChildFile("browser presets")) {
    folder_.deleteRecursively();
    ::setenv("DRIFTWAVE_PRESETS", folder_.getFullPathName().toRawUTF8(), 1);
  }
  ~BrowserTest() override {
    ::unsetenv("DRIFTWAVE_PRESETS");
    folder_.deleteRecursively();
  }
  juce::File folder_;
};

TEST_F(BrowserTest, SearchesLoadsKeepsAndMarks) {
  DriftwaveProcessor processor;
  Browser browser(processor);
  EXPECT_EQ(browser.shown().size(), factory_presets().size());
  browser.search("under water", 0);
  ASSERT_EQ(browser.shown().size(), 1U);
  browser.load_row(0);
  EXPECT_EQ(processor.preset_name(), "Under Water");
  EXPECT_EQ(processor.state().getRawParameterValue("smear")->load(), 900.0F);
  set(processor, Parameter::kPitch, -3);
  browser.save_as("Deep End", "Wet");
  EXPECT_TRUE(folder_.getChildFile("Wet/Deep End.driftwave").existsAsFile());
  EXPECT_EQ(processor.preset_name(), "Deep End");
  EXPECT_EQ(processor.preset(), -1);
  EXPECT_FALSE(processor.is_preset_edited());
  // It is found by its folder, starred, loaded again, and is the only favourite.
  browser.search("wet deep", 0);
  ASSERT_EQ(browser.shown().size(), 1U);
  browser.toggle_favourite(0);
  processor.load_preset(0);
  browser.search({}, 1);
  ASSERT_EQ(browser.shown().size(), 1U);
  browser.load_row(0);
  EXPECT_EQ(processor.state().getRawParameterValue("pitch")->load(), -3.0F);
  // What has no name is not kept, and the window says so.
  const auto files = folder_.getNumberOfChildFiles(juce::File::findFilesAndDirectories);
  browser.save_as("  ", "");
  EXPECT_EQ(folder_.getNumberOfChildFiles(juce::File::findFilesAndDirectories), files);
}

TEST(Editor, FoldsTheSpectrogramsAway) {
  DriftwaveProcessor processor;
  prepare(processor);
  DriftwaveEditor editor(processor);
  editor.setSize(1080, 700);
  editor.set_compact(true);
  EXPECT_EQ(editor.getWidth(), 1080);
  EXPECT_EQ(editor.getHeight(), DriftwaveEditor::kCompactHeight);
  EXPECT_FALSE(find<ScrollingSpectrum>(editor, "In spectrogram")->isVisible());
  juce::MemoryBlock saved;
  processor.getStateInformation(saved);
  editor.set_compact(false);
  EXPECT_EQ(editor.getHeight(), 700);
  // As a project has it.
  processor.setStateInformation(saved.getData(), static_cast<int>(saved.getSize()));
  editor.advance();
  EXPECT_EQ(editor.getHeight(), DriftwaveEditor::kCompactHeight);
}

TEST(ScrollingSpectrum, ReadsWhatIsUnderThePointer) {
  ScrollingSpectrum spectrum("In");
  spectrum.setSize(700, 200);
  EXPECT_TRUE(spectrum.reading_at({5, 100}).isEmpty());
  EXPECT_TRUE(spectrum.reading_at({300, 199}).startsWith("51 Hz")) << spectrum.reading_at({300, 199});
  // The middle by ratio of 50 and 16,000 Hz.
  EXPECT_TRUE(spectrum.reading_at({300, 100}).startsWith("894 Hz  A5")) << spectrum.reading_at({300, 100});
}

}  // namespace
}  // namespace driftwave
