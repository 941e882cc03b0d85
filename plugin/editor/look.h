#pragma once
#include <juce_gui_basics/juce_gui_basics.h>

#include "plugin/editor/palette.h"

namespace driftwave {

/// How the editor's controls are drawn.
class Look final : public juce::LookAndFeel_V4 {
 public:
  Look();
  void use(const Palette& palette);
  [[nodiscard]] const Palette& palette() const noexcept { return *palette_; }
  /// That of the component's look.
  [[nodiscard]] static const Palette& of(const juce::Component& component);

  void drawRotarySlider(juce::Graphics& g, int x, int y, int width, int height, float place, float start,
                        float end, juce::Slider& slider) override;
  void drawButtonBackground(juce::Graphics& g, juce::Button& button, const juce::Colour& colour, bool is_over,
                            bool is_down) override;
  void drawButtonText(juce::Graphics& g, juce::TextButton& button, bool is_over, bool is_down) override;
  juce::Font getTextButtonFont(juce::TextButton& button, int height) override;
  juce::Font getComboBoxFont(juce::ComboBox& box) override;
  juce::Font getLabelFont(juce::Label& label) override;
  juce::Font getPopupMenuFont() override { return typeface(14.0F); }
  void drawTooltip(juce::Graphics& g, const juce::String& text, int width, int height) override;
  juce::Rectangle<int> getTooltipBounds(const juce::String& text, juce::Point<int> position,
                                        juce::Rectangle<int> area) override;
  void drawCornerResizer(juce::Graphics& g, int width, int height, bool is_over, bool is_dragging) override;
  juce::Label* createSliderTextBox(juce::Slider& slider) override;

 private:
  const Palette* palette_ = nullptr;
};

}  // namespace driftwave
