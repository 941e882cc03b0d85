#include "plugin/editor/controls.h"

#include <algorithm>
#include <cmath>

#include "plugin/editor/look.h"

namespace driftwave {
namespace {

constexpr int kNameHeight = 18;
constexpr int kLargeNameHeight = 24;
constexpr int kValueHeight = 20;

void describe(juce::Component& component, const ParameterInfo& info) {
  component.setTitle(info.name);
  component.setDescription(info.tooltip);
  component.setHelpText(info.tooltip);
  component.setWantsKeyboardFocus(true);
}

void paint_name(juce::Graphics& g, const juce::Component& component, const juce::String& name,
                bool is_large = false) {
  const Palette& palette = Look::of(component);
  g.setColour(
      (is_large ? palette.text : palette.dim_text).withMultipliedAlpha(component.isEnabled() ? 1.0F : 0.5F));
  g.setFont(is_large ? typeface(15.0F, Weight::kBold) : typeface(12.5F));
  g.drawFittedText(name, component.getLocalBounds().removeFromTop(is_large ? kLargeNameHeight : kNameHeight),
                   juce::Justification::centred, 1);
}

ChoiceMenu::Items choices_of(const juce::AudioProcessorValueTreeState& state, Parameter parameter) {
  ChoiceMenu::Items items;
  for (const juce::String& name : state.getParameter(info_of(parameter).id)->getAllValueStrings())
    items.emplace_back(name, static_cast<float>(items.size()));
  return items;
}

}  // namespace

void MenuSlider::mouseDown(const juce::MouseEvent& event) {
  if (event.mods.isPopupMenu() && on_menu) return on_menu();
  juce::Slider::mouseDown(event);
}

bool MenuSlider::keyPressed(const juce::KeyPress& key) {
  const bool wants_menu = key == juce::KeyPress(juce::KeyPress::F10Key, juce::ModifierKeys::shiftModifier, 0);
  if (!wants_menu || !on_menu) return juce::Slider::keyPressed(key);
  on_menu();
  return true;
}

Knob::Knob(juce::AudioProcessorValueTreeState& state, Parameter parameter, const ShowMenu& show_menu,
           bool is_large)
    : name_(info_of(parameter).name),
      is_large_(is_large),
      attachment_(state, info_of(parameter).id, slider_) {
  describe(slider_, info_of(parameter));
  slider_.setTooltip(info_of(parameter).tooltip);
  slider_.setTextBoxStyle(juce::Slider::TextBoxBelow, false, 84, kValueHeight);
  juce::RangedAudioParameter& target = *state.getParameter(info_of(parameter).id);
  slider_.setDoubleClickReturnValue(true, target.convertFrom0to1(target.getDefaultValue()));
  slider_.on_menu = [this, show_menu, parameter] { show_menu(parameter, slider_); };
  addAndMakeVisible(slider_);
}

int Knob::name_height() const noexcept {
  return is_large_ ? kLargeNameHeight : kNameHeight;
}

void Knob::set_note(const juce::String& note) {
  if (note == note_) return;
  note_ = note;
  slider_.setDescription(note);
  repaint();
}

void Knob::resized() {
  slider_.setBounds(getLocalBounds().withTrimmedTop(name_height()));
}

void Knob::paint(juce::Graphics& g) {
  paint_name(g, *this, note_.isEmpty() ? name_ : name_ + ": " + note_, is_large_);
}

ChoiceMenu::ChoiceMenu(juce::AudioProcessorValueTreeState& state, Parameter parameter, Items items)
    : name_(info_of(parameter).name),
      items_(std::move(items)),
      attachment_(*state.getParameter(info_of(parameter).id), [this](float value) {
        const auto nearest = std::ranges::min_element(
            items_, {}, [value](const auto& item) { return std::abs(item.second - value); });
        menu_.setSelectedItemIndex(static_cast<int>(nearest - items_.begin()), juce::dontSendNotification);
      }) {
  for (const auto& [name, value] : items_) menu_.addItem(name, menu_.getNumItems() + 1);
  describe(menu_, info_of(parameter));
  menu_.setTooltip(info_of(parameter).tooltip);
  menu_.onChange = [this] {
    const int chosen = menu_.getSelectedItemIndex();
    if (chosen >= 0) attachment_.setValueAsCompleteGesture(items_[static_cast<std::size_t>(chosen)].second);
  };
  addAndMakeVisible(menu_);
  attachment_.sendInitialUpdate();
}

ChoiceMenu::ChoiceMenu(juce::AudioProcessorValueTreeState& state, Parameter parameter)
    : ChoiceMenu(state, parameter, choices_of(state, parameter)) {}

void ChoiceMenu::resized() {
  menu_.setBounds(getLocalBounds().withTrimmedTop(kNameHeight + 12).removeFromTop(28).reduced(4, 0));
}

void ChoiceMenu::paint(juce::Graphics& g) {
  paint_name(g, *this, name_);
}

ChoiceRow::ChoiceRow(juce::AudioProcessorValueTreeState& state, Parameter parameter)
    : name_(info_of(parameter).name),
      attachment_(*state.getParameter(info_of(parameter).id), [this](float value) {
        for (int i = 0; i < buttons_.size(); ++i)
          buttons_[i]->setToggleState(i == juce::roundToInt(value), juce::dontSendNotification);
      }) {
  const juce::StringArray choices = state.getParameter(info_of(parameter).id)->getAllValueStrings();
  for (int i = 0; i < choices.size(); ++i) {
    juce::TextButton* const button = buttons_.add(new juce::TextButton(choices[i]));
    describe(*button, info_of(parameter));
    button->setTitle(name_ + " " + choices[i]);
    button->setTooltip(info_of(parameter).tooltip);
    button->setConnectedEdges((i > 0 ? juce::Button::ConnectedOnLeft : 0) |
                              (i + 1 < choices.size() ? juce::Button::ConnectedOnRight : 0));
    button->onClick = [this, i] { attachment_.setValueAsCompleteGesture(static_cast<float>(i)); };
    addAndMakeVisible(button);
  }
  attachment_.sendInitialUpdate();
}

void ChoiceRow::enablementChanged() {
  for (juce::TextButton* const button : buttons_) button->setEnabled(isEnabled());
}

void ChoiceRow::resized() {
  juce::Rectangle<int> area = getLocalBounds().withTrimmedTop(kNameHeight + 12).removeFromTop(28);
  for (int i = 0; i < buttons_.size(); ++i)
    buttons_[i]->setBounds(area.removeFromLeft(area.getWidth() / (buttons_.size() - i)));
}

void ChoiceRow::paint(juce::Graphics& g) {
  paint_name(g, *this, name_);
}

Switch::Switch(juce::AudioProcessorValueTreeState& state, Parameter parameter)
    : button_(info_of(parameter).name), attachment_(state, info_of(parameter).id, button_) {
  button_.setClickingTogglesState(true);
  describe(button_, info_of(parameter));
  button_.setTooltip(info_of(parameter).tooltip);
  addAndMakeVisible(button_);
}

}  // namespace driftwave
