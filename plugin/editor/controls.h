#pragma once
/// A parameter each, with its name, value, tooltip and what a screen reader says.
#include <juce_audio_processors/juce_audio_processors.h>

#include <memory>

#include "plugin/parameters.h"

namespace driftwave {

/// A knob with its name above and its value, to type into, below.
class Knob final : public juce::Component {
 public:
  Knob(juce::AudioProcessorValueTreeState& state, Parameter parameter);
  void resized() override;
  void paint(juce::Graphics& g) override;
  [[nodiscard]] juce::Slider& slider() noexcept { return slider_; }
  void enablementChanged() override { slider_.setEnabled(isEnabled()); }

 private:
  juce::String name_;
  juce::Slider slider_{juce::Slider::RotaryHorizontalVerticalDrag, juce::Slider::TextBoxBelow};
  juce::AudioProcessorValueTreeState::SliderAttachment attachment_;
};

/// A row of buttons, of which one is on.
class ChoiceRow final : public juce::Component {
 public:
  ChoiceRow(juce::AudioProcessorValueTreeState& state, Parameter parameter);
  void resized() override;
  void paint(juce::Graphics& g) override;

 private:
  juce::String name_;
  juce::OwnedArray<juce::TextButton> buttons_;
  juce::ParameterAttachment attachment_;
};

/// A button that stays down.
class Switch final : public juce::Component {
 public:
  Switch(juce::AudioProcessorValueTreeState& state, Parameter parameter);
  void resized() override { button_.setBounds(getLocalBounds().withSizeKeepingCentre(getWidth() - 12, 44)); }

 private:
  juce::TextButton button_;
  juce::AudioProcessorValueTreeState::ButtonAttachment attachment_;
};

}  // namespace driftwave
