#include "plugin/editor/header.h"

#include <algorithm>
#include <cmath>

#include "plugin/editor/look.h"
#include "plugin/presets.h"

namespace driftwave {
namespace {

/// Among the items of the menu of presets: behind them.
constexpr int kFirstLock = 10000;

}  // namespace

Header::Header(DriftwaveProcessor& processor, Actions actions)
    : processor_(processor),
      actions_(std::move(actions)),
      bypass_attachment_(processor.state(), info_of(Parameter::kBypass).id, bypass_) {
  add_button(previous_, "The preset before", [this] { step_preset(-1); });
  add_button(preset_, "Choose a preset", [this] {
    preset_menu().showMenuAsync(juce::PopupMenu::Options().withTargetComponent(preset_).withMinimumWidth(260),
                                [this](int chosen) { choose_from_menu(chosen); });
  });
  add_button(next_, "The next preset", [this] { step_preset(1); });
  add_button(browse_, "Search presets, keep your own, import and export",
             [this] { actions_.show_browser(); });
  add_button(dice_, "Another sound at random; what presets leave alone stays as it is", [this] {
    processor_.roll(static_cast<std::uint64_t>(juce::Random::getSystemRandom().nextInt64()));
    refresh();
  });
  add_button(a_, "Hear settings A", [this] { choose_side(0); });
  add_button(b_, "Hear settings B", [this] { choose_side(1); });
  add_button(copy_, "Give these settings to the other side too", [this] { processor_.copy_to_other_side(); });
  add_button(undo_, "Take the last change back", [this] { (void)processor_.history().undo(); });
  add_button(redo_, "Make it again", [this] { (void)processor_.history().redo(); });
  add_button(theme_, "Dark or light", [this] { actions_.toggle_theme(); });
  add_button(about_, "The model's card, version and licence", [this] { actions_.show_about(); });
  add_button(bypass_, info_of(Parameter::kBypass).tooltip, {});
  bypass_.setClickingTogglesState(true);
  preset_.setTitle("Preset");
  previous_.setTitle("Previous preset");
  next_.setTitle("Next preset");
  a_.setTitle("Settings A");
  b_.setTitle("Settings B");
  copy_.setTitle("Copy to the other side");
  a_.setConnectedEdges(juce::Button::ConnectedOnRight);
  b_.setConnectedEdges(juce::Button::ConnectedOnLeft);
  undo_.setConnectedEdges(juce::Button::ConnectedOnRight);
  redo_.setConnectedEdges(juce::Button::ConnectedOnLeft);
  refresh();
}

void Header::add_button(juce::TextButton& button, const char* tooltip, std::function<void()> on_click) {
  button.setTooltip(tooltip);
  button.setTitle(button.getButtonText());
  button.setDescription(tooltip);
  if (on_click) button.onClick = std::move(on_click);
  addAndMakeVisible(button);
}

juce::PopupMenu Header::preset_menu() const {
  juce::PopupMenu menu;
  juce::String group;
  const std::span<const PresetEntry> presets = processor_.library().all();
  const std::string loaded = processor_.preset_name();
  for (std::size_t i = 0; i < presets.size(); ++i) {
    const juce::String folder = juce::String::fromUTF8(presets[i].folder.c_str());
    if (group != folder) menu.addSectionHeader(group = folder);
    const bool is_loaded = presets[i].is_own() == (processor_.preset() < 0) && presets[i].name == loaded;
    menu.addItem(static_cast<int>(i) + 1, juce::String::fromUTF8(presets[i].name.c_str()), true, is_loaded);
  }
  menu.addSectionHeader("Presets leave alone");
  for (const Parameter parameter : kLockable)
    menu.addItem(kFirstLock + static_cast<int>(parameter), info_of(parameter).name, true,
                 std::ranges::find(processor_.locked(), parameter) != processor_.locked().end());
  return menu;
}

void Header::choose_from_menu(int item) {
  if (item >= kFirstLock) {
    const auto parameter = static_cast<Parameter>(item - kFirstLock);
    const bool is_locked = std::ranges::find(processor_.locked(), parameter) != processor_.locked().end();
    processor_.lock(parameter, !is_locked);
  } else if (item > 0) {
    choose_preset(item - 1);
  }
}

void Header::choose_preset(int index) {
  processor_.load(processor_.library().all()[static_cast<std::size_t>(index)]);
  refresh();
}

int Header::loaded_place() const {
  const std::span<const PresetEntry> presets = processor_.library().all();
  const std::string loaded = processor_.preset_name();
  const auto place = std::ranges::find_if(presets, [&](const PresetEntry& entry) {
    return entry.is_own() == (processor_.preset() < 0) && entry.name == loaded;
  });
  return place == presets.end() ? -1 : static_cast<int>(place - presets.begin());
}

void Header::step_preset(int by) {
  const int count = static_cast<int>(processor_.library().all().size());
  choose_preset((std::max(loaded_place(), 0) + by + count) % count);
}

void Header::choose_side(int side) {
  if (side != processor_.side()) processor_.change_sides();
  refresh();
}

void Header::refresh() {
  const int place = loaded_place();
  const PresetEntry unknown{.name = processor_.preset_name()};
  const PresetEntry& preset =
      place < 0 ? unknown : processor_.library().all()[static_cast<std::size_t>(place)];
  const auto text = [](const std::string& utf8) { return juce::String::fromUTF8(utf8.c_str()); };
  const juce::String group =
      preset.folder.empty() ? juce::String() : text(preset.folder) + juce::String::fromUTF8("  \xc2\xb7  ");
  preset_.setButtonText(group + text(preset.name) + (processor_.is_preset_edited() ? " *" : ""));
  preset_.setTooltip(text(preset.hint) + (preset.wants.empty() ? "" : ". Wants: " + text(preset.wants)));
  const int side = processor_.side();
  a_.setToggleState(side == 0, juce::dontSendNotification);
  b_.setToggleState(side == 1, juce::dontSendNotification);
  copy_.setButtonText(side == 0 ? "Copy to B" : "Copy to A");
  undo_.setEnabled(processor_.history().can_undo());
  redo_.setEnabled(processor_.history().can_redo());
  const bool is_dark = Look::of(*this).background.getBrightness() < 0.5F;
  theme_.setButtonText(is_dark ? "Light" : "Dark");
}

void Header::resized() {
  juce::Rectangle<int> area = getLocalBounds().reduced(0, 9);
  area.removeFromLeft(166);
  const auto place = [&](juce::TextButton& button, int width, int gap) {
    button.setBounds(area.removeFromLeft(width));
    area.removeFromLeft(gap);
  };
  place(previous_, 30, 4);
  place(preset_, 196, 4);
  place(next_, 30, 4);
  place(browse_, 62, 4);
  place(dice_, 44, 10);
  place(a_, 34, 0);
  place(b_, 34, 6);
  place(copy_, 76, 10);
  place(undo_, 56, 0);
  place(redo_, 56, 0);
  bypass_.setBounds(area.removeFromRight(74));
  area.removeFromRight(8);
  about_.setBounds(area.removeFromRight(62));
  area.removeFromRight(6);
  theme_.setBounds(area.removeFromRight(58));
}

void Header::paint(juce::Graphics& g) {
  const Palette& palette = Look::of(*this);
  // A wave that becomes dots: sound, and what it is made of.
  const float middle = static_cast<float>(getHeight()) / 2;
  juce::Path wave;
  for (int i = 0; i <= 24; ++i) {
    const auto x = static_cast<float>(i);
    const float y = middle - 9.0F * std::sin(x * 0.42F) * std::exp(-x * 0.03F);
    if (i == 0) {
      wave.startNewSubPath(2 + x, y);
    } else {
      wave.lineTo(2 + x, y);
    }
  }
  g.setGradientFill(juce::ColourGradient(palette.accent, 2, middle, palette.second, 40, middle, false));
  g.strokePath(wave, juce::PathStrokeType(2.6F, juce::PathStrokeType::curved, juce::PathStrokeType::rounded));
  g.setColour(palette.second);
  for (int i = 0; i < 3; ++i) {
    const float x = 30.0F + 5.0F * static_cast<float>(i);
    const float y = middle - 9.0F * std::sin((x - 2) * 0.42F) * std::exp(-(x - 2) * 0.03F);
    const float size = 3.2F - 0.7F * static_cast<float>(i);
    g.fillEllipse(juce::Rectangle<float>(size, size).withCentre({x, y}));
  }
  g.setColour(palette.text);
  g.setFont(typeface(21.0F, Weight::kBold));
  g.drawText("Driftwave", 52, 0, 120, getHeight(), juce::Justification::centredLeft);
}

}  // namespace driftwave
