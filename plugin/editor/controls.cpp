#include "plugin/editor/controls.h"

#include <cmath>

#include "plugin/editor/look.h"

namespace driftwave {
namespace {

constexpr int kNameHeight = 18;
constexpr int kValueHeight = 20;

void describe(juce::Component& component, const ParameterInfo& info) {
  component.setTitle(info.name);
  component.setDescription(info.tooltip);
  component.setHelpText(info.tooltip);
  component.setWantsKeyboardFocus(true);
}

void paint_name(juce::Graphics& g, const juce::Component& component, const juce::String& name) {
  g.setColour(Look::of(component).dim_text);
  g.setFont(typeface(12.5F));
  g.drawText(name, component.getLocalBounds().removeFromTop(kNameHeight), juce::Justification::centred);
}

}  // namespace

Knob::Knob(juce::AudioProcessorValueTreeState& state, Parameter parameter)
    : name_(info_of(parameter).name), attachment_(state, info_of(parameter).id, slider_) {
  describe(slider_, info_of(parameter));
  slider_.setTooltip(info_of(parameter).tooltip);
  slider_.setTextBoxStyle(juce::Slider::TextBoxBelow, false, 84, kValueHeight);
  juce::RangedAudioParameter& target = *state.getParameter(info_of(parameter).id);
  slider_.setDoubleClickReturnValue(true, target.convertFrom0to1(target.getDefaultValue()));
  addAndMakeVisible(slider_);
}

void Knob::resized() {
  slider_.setBounds(getLocalBounds().withTrimmedTop(kNameHeight));
}

void Knob::paint(juce::Graphics& g) {
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
