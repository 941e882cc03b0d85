#include "plugin/editor/editor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <thread>

#include "plugin/presets.h"
#include "plugin/processor.h"
#include "tests/engine/dsp/voices.h"

namespace driftwave {
namespace {

void each_component(juce::Component& root, const std::function<void(juce::Component&)>& visit) {
  visit(root);
  for (juce::Component* child : root.getChildren()) each_component(*child, visit);
}

template <typename Kind>
Kind* find(juce::Component& root, const juce::String& title) {
  Kind* found = nullptr;
  each_component(root, [&](juce::Component& component) {
    auto* const one = dynamic_cast<Kind*>(&component);
    if (one != nullptr && component.getTitle() == title) found = one;
  });
  return found;
}

float value_of(DriftwaveProcessor& processor, Parameter parameter) {
  return processor.state().getRawParameterValue(info_of(parameter).id)->load();
}

TEST(Editor, NamesEveryControlForScreenReadersAndShowsATooltip) {
  DriftwaveProcessor processor;
  DriftwaveEditor editor(processor);
  std::set<juce::String> titles;
  each_component(editor, [&](juce::Component& component) {
    const bool is_control = dynamic_cast<juce::Slider*>(&component) != nullptr ||
                            dynamic_cast<juce::TextButton*>(&component) != nullptr ||
                            dynamic_cast<juce::ComboBox*>(&component) != nullptr;
    if (!is_control) return;
    EXPECT_FALSE(component.getTitle().isEmpty()) << component.getBounds().toString();
    EXPECT_TRUE(component.getWantsKeyboardFocus() || !component.isEnabled()) << component.getTitle();
    titles.insert(component.getTitle());
  });
  for (const ParameterInfo& info : parameter_infos()) {
    const char* first = info.name;
    if (info.parameter == Parameter::kRobot) first = "Robot Off";
    if (info.parameter == Parameter::kRelease) first = "Release Hold";
    EXPECT_TRUE(titles.contains(first)) << info.name;
    EXPECT_GT(juce::String(info.tooltip).length(), 10) << info.name;
  }
}

TEST(Editor, TurnsParametersAndFollowsThem) {
  DriftwaveProcessor processor;
  DriftwaveEditor editor(processor);
  juce::Slider* const pitch = find<juce::Slider>(editor, "Pitch");
  ASSERT_NE(pitch, nullptr);
  pitch->setValue(5.0, juce::sendNotificationSync);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), 5.0F);
  processor.state().getParameter("pitch")->setValueNotifyingHost(0.0F);
  EXPECT_DOUBLE_EQ(pitch->getValue(), -24.0);
  find<juce::TextButton>(editor, "Robot MIDI")->onClick();
  EXPECT_EQ(value_of(processor, Parameter::kRobot), 2.0F);
}

TEST(Editor, TakesChangesBackAndMakesThemAgain) {
  DriftwaveProcessor processor;
  DriftwaveEditor editor(processor);
  processor.load_preset(preset_of("Giant"));
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), -7.0F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kFormant), -5.0F);
  EXPECT_TRUE(editor.keyPressed(juce::KeyPress('z', juce::ModifierKeys::commandModifier, 0)));
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), 0.0F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kFormant), 0.0F);
  EXPECT_TRUE(editor.keyPressed(
      juce::KeyPress('z', juce::ModifierKeys::commandModifier | juce::ModifierKeys::shiftModifier, 0)));
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), -7.0F);
}

TEST(Editor, TakesBackWhatThePlayerDidAndNotTheHost) {
  DriftwaveProcessor processor;
  DriftwaveEditor editor(processor);
  juce::RangedAudioParameter& pitch = *processor.state().getParameter("pitch");
  const juce::String state = R"(<driftwave version="1"><parameter id="pitch" value="-5"/></driftwave>)";
  processor.setStateInformation(state.toRawUTF8(), static_cast<int>(state.getNumBytesAsUTF8()));
  pitch.setValueNotifyingHost(pitch.convertTo0to1(5));
  (void)processor.state().copyState();
  EXPECT_FALSE(processor.history().can_undo());
  find<juce::TextButton>(editor, "Freeze")->setToggleState(true, juce::sendNotificationSync);
  EXPECT_EQ(value_of(processor, Parameter::kFreeze), 1.0F);
  pitch.setValueNotifyingHost(pitch.convertTo0to1(7));
  EXPECT_TRUE(processor.history().undo());
  EXPECT_EQ(value_of(processor, Parameter::kFreeze), 0.0F);
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), 7.0F);
  EXPECT_FALSE(processor.history().undo());
  EXPECT_TRUE(processor.history().redo());
  EXPECT_EQ(value_of(processor, Parameter::kFreeze), 1.0F);
  // A drag is one step, however many values it passes.
  pitch.beginChangeGesture();
  for (const float st : {1.0F, 2.0F, 3.0F}) pitch.setValueNotifyingHost(pitch.convertTo0to1(st));
  pitch.endChangeGesture();
  EXPECT_TRUE(processor.history().undo());
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), 7.0F);
}

TEST(Editor, MarksAPresetThatWasChanged) {
  DriftwaveProcessor processor;
  DriftwaveEditor editor(processor);
  const juce::TextButton* const preset = find<juce::TextButton>(editor, "Preset");
  for (std::size_t i = 0; i < factory_presets().size(); ++i) {
    processor.load_preset(static_cast<int>(i));
    editor.advance();
    EXPECT_TRUE(preset->getButtonText().endsWith(factory_presets()[i].name)) << preset->getButtonText();
  }
  processor.load_preset(preset_of("Giant"));
  juce::RangedAudioParameter& output = *processor.state().getParameter("output");
  output.setValueNotifyingHost(output.convertTo0to1(-6));
  EXPECT_FALSE(processor.is_preset_edited());
  juce::RangedAudioParameter& pitch = *processor.state().getParameter("pitch");
  pitch.setValueNotifyingHost(pitch.convertTo0to1(11.5F));
  editor.advance();
  EXPECT_TRUE(preset->getButtonText().endsWith("Giant *")) << preset->getButtonText();
  EXPECT_TRUE(processor.history().undo());
}

TEST(Editor, LocksParametersInTheMenuOfPresets) {
  DriftwaveProcessor processor;
  Header header(processor, {.toggle_theme = [] {}, .show_about = [] {}});
  const auto item = [&](const juce::String& name) {
    const juce::PopupMenu menu = header.preset_menu();
    for (juce::PopupMenu::MenuItemIterator items(menu); items.next();)
      if (items.getItem().text == name && !items.getItem().isSectionHeader) return items.getItem();
    return juce::PopupMenu::Item();
  };
  EXPECT_TRUE(item("Output").isTicked);
  EXPECT_FALSE(item("Mix").isTicked);
  header.choose_from_menu(item("Mix").itemID);
  header.choose_from_menu(item("Output").itemID);
  EXPECT_FALSE(item("Output").isTicked);
  EXPECT_TRUE(item("Mix").isTicked);
}

TEST(Editor, ComparesTwoSettings) {
  DriftwaveProcessor processor;
  DriftwaveEditor editor(processor);
  processor.load_preset(preset_of("Giant"));
  find<juce::TextButton>(editor, "Settings B")->onClick();
  processor.load_preset(preset_of("Sprite"));
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), 7.0F);
  find<juce::TextButton>(editor, "Settings A")->onClick();
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), -7.0F);
  find<juce::TextButton>(editor, "Settings B")->onClick();
  EXPECT_FLOAT_EQ(value_of(processor, Parameter::kPitch), 7.0F);
  EXPECT_EQ(processor.preset(), preset_of("Sprite"));
  // Bypass is on or off for both.
  processor.state().getParameter("bypass")->setValueNotifyingHost(1.0F);
  find<juce::TextButton>(editor, "Settings A")->onClick();
  EXPECT_EQ(value_of(processor, Parameter::kBypass), 1.0F);
  EXPECT_EQ(processor.preset(), preset_of("Giant"));
}

TEST(Editor, LooksAsTheProjectThatIsOpenedHasIt) {
  DriftwaveProcessor processor;
  DriftwaveEditor editor(processor);
  const juce::String state = R"(<driftwave version="2" dark="0" width="1620" side="1"/>)";
  processor.setStateInformation(state.toRawUTF8(), static_cast<int>(state.getNumBytesAsUTF8()));
  editor.advance();
  EXPECT_EQ(editor.getWidth(), 1620);
  EXPECT_GT(editor.createComponentSnapshot(editor.getLocalBounds()).getPixelAt(2, 2).getBrightness(), 0.5F);
  EXPECT_TRUE(find<juce::TextButton>(editor, "Settings B")->getToggleState());
}

TEST(Editor, StepsThroughThePresetsByKey) {
  DriftwaveProcessor processor;
  DriftwaveEditor editor(processor);
  const int count = static_cast<int>(factory_presets().size());
  for (int i = 1; i <= count; ++i) {
    EXPECT_TRUE(editor.keyPressed(juce::KeyPress(juce::KeyPress::pageDownKey)));
    EXPECT_EQ(processor.preset(), i % count);
  }
  EXPECT_TRUE(editor.keyPressed(juce::KeyPress(juce::KeyPress::pageUpKey)));
  EXPECT_EQ(processor.preset(), count - 1);
}

/// How many pixels of a part of the picture differ from their left neighbours.
int busy_pixels(const juce::Image& image, juce::Rectangle<int> part) {
  int busy = 0;
  for (int y = part.getY(); y < part.getBottom(); ++y)
    for (int x = part.getX() + 1; x < part.getRight(); ++x)
      busy += image.getPixelAt(x, y) != image.getPixelAt(x - 1, y) ? 1 : 0;
  return busy;
}

TEST(Editor, ShowsWhatItHearsAtAnySizeAndInBothThemes) {
  DriftwaveProcessor processor;
  processor.setRateAndBufferSizeDetails(48000, 480);
  processor.setNonRealtime(true);
  processor.prepareToPlay(48000, 480);
  DriftwaveEditor editor(processor);
  EXPECT_EQ(editor.getWidth(), DriftwaveEditor::kWidth);
  const auto picture = [&] { return editor.createComponentSnapshot(editor.getLocalBounds()); };
  const juce::Rectangle<int> spectra(200, 70, 800, 280);
  const int before = busy_pixels(picture(), spectra);
  const auto voice = test::sing(test::difficult_voices().front(), 48000, 4 * 48000).audio;
  for (std::size_t done = 0; done + 480 <= voice.size(); done += 480) {
    juce::AudioBuffer<float> block(2, 480);
    for (int c = 0; c < 2; ++c) block.copyFrom(c, 0, voice.data() + done, 480);
    juce::MidiBuffer midi;
    processor.processBlock(block, midi);
    editor.advance();
  }
  EXPECT_GT(busy_pixels(picture(), spectra), before + 20000);
  const juce::Colour dark = picture().getPixelAt(2, 2);
  editor.set_dark(false);
  EXPECT_GT(picture().getPixelAt(2, 2).getBrightness(), dark.getBrightness() + 0.5F);
  editor.setSize(540, 350);
  EXPECT_EQ(picture().getWidth(), 540);
  EXPECT_GT(busy_pixels(picture(), {200, 35, 300, 140}), 3000);
  // Opened again, it is as it was left.
  DriftwaveEditor again(processor);
  EXPECT_EQ(again.getWidth(), 540);
}

void play(DriftwaveProcessor& processor, DriftwaveEditor& editor, double rate_hz) {
  processor.setRateAndBufferSizeDetails(rate_hz, 512);
  processor.prepareToPlay(rate_hz, 512);
  const auto voice = test::sing(test::difficult_voices().front(), static_cast<int>(rate_hz), 65536).audio;
  for (std::size_t done = 0; done + 512 <= voice.size(); done += 512) {
    juce::AudioBuffer<float> block(2, 512);
    for (int c = 0; c < 2; ++c) block.copyFrom(c, 0, voice.data() + done, 512);
    juce::MidiBuffer midi;
    processor.processBlock(block, midi);
    editor.advance();
  }
}

TEST(Editor, BeginsItsSpectrogramsAnewWithAnotherRate) {
  DriftwaveProcessor processor;
  processor.setNonRealtime(true);
  DriftwaveEditor editor(processor);
  const juce::Rectangle<int> spectra(200, 70, 800, 280);
  const auto busy = [&] {
    return busy_pixels(editor.createComponentSnapshot(editor.getLocalBounds()), spectra);
  };
  const int before = busy();
  // The new engine often takes the memory of the old one.
  for (const double rate_hz : {44100.0, 96000.0, 44100.0, 48000.0}) {
    play(processor, editor, rate_hz);
    EXPECT_GT(busy(), before + 1000);
    processor.setRateAndBufferSizeDetails(2 * rate_hz, 512);
    processor.prepareToPlay(2 * rate_hz, 512);
    editor.advance();
    EXPECT_LT(busy(), before + 1000) << rate_hz;
  }
}

TEST(Editor, WaitsForTheEngineWhenItCloses) {
  DriftwaveProcessor processor;
  processor.setRateAndBufferSizeDetails(48000, 512);
  processor.prepareToPlay(48000, 512);
  auto editor = std::make_unique<DriftwaveEditor>(processor);
  std::atomic<bool> is_held{false};
  std::atomic<bool> is_released{false};
  // As a host that prepares again on another thread.
  std::thread host([&] {
    const juce::ScopedLock lock(processor.engine_lock());
    is_held = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    is_released = true;
  });
  while (!is_held) std::this_thread::yield();
  editor.reset();
  EXPECT_TRUE(is_released);
  host.join();
  EXPECT_FALSE(processor.engine()->is_watched());
}

TEST(Editor, ShowsTheModelsCardWithoutItsMarks) {
  DriftwaveProcessor processor;
  processor.setRateAndBufferSizeDetails(48000, 512);
  processor.prepareToPlay(48000, 512);
  DriftwaveEditor editor(processor);
  editor.show_about(true);
  const auto* const card = find<juce::TextEditor>(editor, "Model card");
  ASSERT_NE(card, nullptr);
  EXPECT_TRUE(card->getText().contains(juce::String(processor.model_status().loaded_hash)));
  EXPECT_TRUE(card->getText().contains("KATHLEEN"));
  for (const char* mark : {"](", "|---", "**", "# "}) EXPECT_FALSE(card->getText().contains(mark)) << mark;
}

TEST(Editor, SaysWhatIsMissingAndStaysWhenTheEngineIsMadeAnew) {
  DriftwaveProcessor processor("no-such-voice");
  DriftwaveEditor editor(processor);
  const juce::Component* const action = find<juce::TextButton>(editor, "Look again");
  ASSERT_NE(action, nullptr);
  EXPECT_FALSE(action->getParentComponent()->isVisible());
  for (const double rate : {44100.0, 96000.0}) {
    processor.setRateAndBufferSizeDetails(rate, 256);
    processor.prepareToPlay(rate, 256);
    editor.advance();
    EXPECT_TRUE(action->getParentComponent()->isVisible());
    EXPECT_TRUE(action->getParentComponent()->getDescription().contains("no-such-voice"));
  }
  editor.show_about(true);
  (void)editor.createComponentSnapshot(editor.getLocalBounds());
}

}  // namespace
}  // namespace driftwave
