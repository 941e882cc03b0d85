#include "plugin/editor/look.h"

#include <cmath>

namespace driftwave {
namespace {

constexpr float kCorner = 6.0F;

juce::TextLayout tooltip_layout(const juce::String& text, juce::Colour colour) {
  juce::AttributedString attributed;
  attributed.append(text, typeface(13.0F), colour);
  juce::TextLayout layout;
  layout.createLayout(attributed, 300.0F);
  return layout;
}

void stroke_arc(juce::Graphics& g, juce::Point<float> centre, float radius, juce::Range<float> angles,
                float width) {
  juce::Path arc;
  arc.addCentredArc(centre.x, centre.y, radius, radius, 0, angles.getStart(), angles.getEnd(), true);
  g.strokePath(arc, juce::PathStrokeType(width, juce::PathStrokeType::curved, juce::PathStrokeType::rounded));
}

}  // namespace

Look::Look() {
  use(dark_palette());
}

void Look::use(const Palette& palette) {
  palette_ = &palette;
  const auto set = [this](int id, juce::Colour colour) { setColour(id, colour); };
  set(juce::ResizableWindow::backgroundColourId, palette.background);
  set(juce::PopupMenu::backgroundColourId, palette.panel);
  set(juce::PopupMenu::textColourId, palette.text);
  set(juce::PopupMenu::headerTextColourId, palette.dim_text);
  set(juce::PopupMenu::highlightedBackgroundColourId, palette.accent.withAlpha(0.22F));
  set(juce::PopupMenu::highlightedTextColourId, palette.text);
  set(juce::Label::textColourId, palette.text);
  set(juce::Label::outlineWhenEditingColourId, palette.accent);
  set(juce::TextEditor::textColourId, palette.text);
  set(juce::TextEditor::backgroundColourId, palette.well);
  set(juce::TextEditor::outlineColourId, palette.edge);
  set(juce::TextEditor::focusedOutlineColourId, palette.accent);
  set(juce::TextEditor::highlightColourId, palette.accent.withAlpha(0.35F));
  set(juce::TextEditor::highlightedTextColourId, palette.text);
  set(juce::CaretComponent::caretColourId, palette.accent);
  set(juce::ListBox::backgroundColourId, palette.well);
  set(juce::ComboBox::backgroundColourId, palette.panel.interpolatedWith(palette.track, 0.45F));
  set(juce::ComboBox::textColourId, palette.text);
  set(juce::ComboBox::outlineColourId, palette.edge);
  set(juce::ComboBox::focusedOutlineColourId, palette.accent);
  set(juce::ComboBox::arrowColourId, palette.text);
  set(juce::ScrollBar::thumbColourId, palette.track);
  set(juce::Slider::textBoxTextColourId, palette.text);
  set(juce::Slider::textBoxOutlineColourId, juce::Colours::transparentBlack);
  set(juce::Slider::textBoxBackgroundColourId, juce::Colours::transparentBlack);
  set(juce::Slider::textBoxHighlightColourId, palette.accent.withAlpha(0.35F));
}

const Palette& Look::of(const juce::Component& component) {
  const auto* const look = dynamic_cast<const Look*>(&component.getLookAndFeel());
  return look != nullptr ? look->palette() : dark_palette();
}

void Look::drawRotarySlider(juce::Graphics& g, int x, int y, int width, int height, float place, float start,
                            float end, juce::Slider& slider) {
  const juce::Rectangle<float> area = juce::Rectangle<int>(x, y, width, height).toFloat().reduced(5.0F);
  const float radius = std::min(area.getWidth(), area.getHeight()) / 2 - 2.0F;
  const juce::Point<float> centre = area.getCentre();
  const auto angle_of = [&](double share) { return start + static_cast<float>(share) * (end - start); };
  const float angle = angle_of(place);
  const bool is_lively = slider.isMouseOverOrDragging() || slider.hasKeyboardFocus(true);

  g.setColour(palette_->track);
  stroke_arc(g, centre, radius, {start, end}, 3.6F);
  // From where it does nothing: the middle of what goes both ways, else the beginning. Steps has a word at
  // -1.
  const bool goes_both_ways = slider.getMinimum() < -1 && slider.getMaximum() > 0;
  const float from = angle_of(goes_both_ways ? slider.valueToProportionOfLength(0.0) : 0.0);
  g.setColour(slider.isEnabled() ? palette_->accent : palette_->dim_text);
  if (std::abs(angle - from) > 0.01F)
    stroke_arc(g, centre, radius, juce::Range<float>::between(from, angle), 3.6F);

  const float body = radius - 7.0F;
  g.setGradientFill(juce::ColourGradient(palette_->track.brighter(0.12F), centre.x, centre.y - body,
                                         palette_->panel.darker(0.04F), centre.x, centre.y + body, false));
  g.fillEllipse(juce::Rectangle<float>(2 * body, 2 * body).withCentre(centre));
  g.setColour(is_lively ? palette_->accent : palette_->edge.brighter(0.15F));
  g.drawEllipse(juce::Rectangle<float>(2 * body, 2 * body).withCentre(centre), is_lively ? 1.6F : 1.0F);
  const juce::Point<float> tip = centre.getPointOnCircumference(body - 3.0F, angle);
  const juce::Point<float> root = centre.getPointOnCircumference(body * 0.45F, angle);
  g.setColour(palette_->text);
  g.drawLine({root, tip}, 2.4F);
}

void Look::drawButtonBackground(juce::Graphics& g, juce::Button& button, const juce::Colour&, bool is_over,
                                bool is_down) {
  const juce::Rectangle<float> area = button.getLocalBounds().toFloat().reduced(0.5F);
  const bool is_on = button.getToggleState();
  juce::Colour fill = is_on ? palette_->accent : palette_->panel.interpolatedWith(palette_->track, 0.45F);
  if (is_over) fill = fill.interpolatedWith(palette_->text, 0.08F);
  if (is_down) fill = fill.interpolatedWith(palette_->background, 0.2F);
  // Neighbours in a row of choices share an edge.
  juce::Path shape;
  shape.addRoundedRectangle(area.getX(), area.getY(), area.getWidth(), area.getHeight(), kCorner, kCorner,
                            !button.isConnectedOnLeft(), !button.isConnectedOnRight(),
                            !button.isConnectedOnLeft(), !button.isConnectedOnRight());
  g.setColour(fill);
  g.fillPath(shape);
  g.setColour(button.hasKeyboardFocus(true) ? palette_->accent : palette_->edge);
  g.strokePath(shape, juce::PathStrokeType(button.hasKeyboardFocus(true) ? 1.8F : 1.0F));
}

void Look::drawButtonText(juce::Graphics& g, juce::TextButton& button, bool, bool) {
  const juce::Colour on =
      palette_->background.getBrightness() < 0.5F ? palette_->background : juce::Colours::white;
  g.setColour(
      (button.getToggleState() ? on : palette_->text).withMultipliedAlpha(button.isEnabled() ? 1.0F : 0.4F));
  g.setFont(getTextButtonFont(button, button.getHeight()));
  g.drawFittedText(button.getButtonText(), button.getLocalBounds().reduced(4, 0),
                   juce::Justification::centred, 1);
}

juce::Font Look::getTextButtonFont(juce::TextButton& button, int) {
  return typeface(13.5F, button.getToggleState() ? Weight::kBold : Weight::kRegular);
}

juce::Font Look::getComboBoxFont(juce::ComboBox&) {
  return typeface(13.5F);
}

juce::Font Look::getLabelFont(juce::Label& label) {
  return typeface(label.getFont().getHeight());
}

void Look::drawCornerResizer(juce::Graphics& g, int width, int height, bool is_over, bool is_dragging) {
  const auto right = static_cast<float>(width) - 4.0F;
  const auto bottom = static_cast<float>(height) - 4.0F;
  g.setColour(is_over || is_dragging ? palette_->accent : palette_->dim_text.withAlpha(0.6F));
  for (const float size : {4.0F, 8.0F}) g.drawLine(right - size, bottom, right, bottom - size, 1.3F);
}

juce::Label* Look::createSliderTextBox(juce::Slider& slider) {
  juce::Label* const label = LookAndFeel_V4::createSliderTextBox(slider);
  label->setFont(typeface(13.0F));
  label->setJustificationType(juce::Justification::centred);
  return label;
}

juce::Rectangle<int> Look::getTooltipBounds(const juce::String& text, juce::Point<int> position,
                                            juce::Rectangle<int> area) {
  const juce::TextLayout layout = tooltip_layout(text, palette_->text);
  const auto width = static_cast<int>(layout.getWidth() + 20.0F);
  const auto height = static_cast<int>(layout.getHeight() + 14.0F);
  return juce::Rectangle<int>(position.x > area.getCentreX() ? position.x - (width + 12) : position.x + 18,
                              position.y > area.getCentreY() ? position.y - (height + 6) : position.y + 16,
                              width, height)
      .constrainedWithin(area);
}

void Look::drawTooltip(juce::Graphics& g, const juce::String& text, int width, int height) {
  const juce::Rectangle<float> area(static_cast<float>(width), static_cast<float>(height));
  g.setColour(palette_->panel);
  g.fillRect(area);
  g.setColour(palette_->edge);
  g.drawRect(area, 1.0F);
  tooltip_layout(text, palette_->text).draw(g, area.reduced(10.0F, 7.0F));
}

}  // namespace driftwave
