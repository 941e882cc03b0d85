#pragma once
/// A parameter each, with its name, value, tooltip and what a screen reader says.
#include <juce_audio_processors/juce_audio_processors.h>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "plugin/parameters.h"

namespace driftwave {

/// What a control's own menu is asked for: a right click, or the menu key.
using ShowMenu = std::function<void(Parameter, juce::Component&)>;

/// A slider that gives its menu to somebody else.
class MenuSlider final : public juce::Slider {
 public:
  using juce::Slider::Slider;
  std::function<void()> on_menu;
  void mouseDown(const juce::MouseEvent& event) override;
  bool keyPressed(const juce::KeyPress& key) override;
};

/// A knob with its name above and its value, to type into, below.
class Knob final : public juce::Component {
 public:
  /// @param is_large its name is as large as a title
  Knob(juce::AudioProcessorValueTreeState& state, Parameter parameter, const ShowMenu& show_menu,
       bool is_large = false);
  void resized() override;
  void paint(juce::Graphics& g) override;
  [[nodiscard]] juce::Slider& slider() noexcept { return slider_; }
  /// Said beside the name; empty: nothing.
  void set_note(const juce::String& note);
  void enablementChanged() override { slider_.setEnabled(isEnabled()); }

 private:
  [[nodiscard]] int name_height() const noexcept;

  juce::String name_;
  juce::String note_;
  bool is_large_;
  MenuSlider slider_{juce::Slider::RotaryHorizontalVerticalDrag, juce::Slider::TextBoxBelow};
  juce::AudioProcessorValueTreeState::SliderAttachment attachment_;
};

/// A row of buttons, of which one is on.
class ChoiceRow final : public juce::Component {
 public:
  ChoiceRow(juce::AudioProcessorValueTreeState& state, Parameter parameter);
  void resized() override;
  void paint(juce::Graphics& g) override;
  void enablementChanged() override;

 private:
  juce::String name_;
  juce::OwnedArray<juce::TextButton> buttons_;
  juce::ParameterAttachment attachment_;
};

/// A list to choose from, with its name above.
class ChoiceMenu final : public juce::Component {
 public:
  using Items = std::vector<std::pair<juce::String, float>>;  ///< names and the parameter's values
  ChoiceMenu(juce::AudioProcessorValueTreeState& state, Parameter parameter, Items items);
  /// The parameter's own choices.
  ChoiceMenu(juce::AudioProcessorValueTreeState& state, Parameter parameter);
  void resized() override;
  void paint(juce::Graphics& g) override;
  void enablementChanged() override { menu_.setEnabled(isEnabled()); }

 private:
  juce::String name_;
  Items items_;
  juce::ComboBox menu_;
  juce::ParameterAttachment attachment_;
};

/// A button that stays down.
class Switch final : public juce::Component {
 public:
  Switch(juce::AudioProcessorValueTreeState& state, Parameter parameter);
  void resized() override { button_.setBounds(getLocalBounds().withSizeKeepingCentre(getWidth() - 12, 44)); }
  [[nodiscard]] juce::TextButton& button() noexcept { return button_; }
  void enablementChanged() override { button_.setEnabled(isEnabled()); }

 private:
  juce::TextButton button_;
  juce::AudioProcessorValueTreeState::ButtonAttachment attachment_;
};

}  // namespace driftwave
