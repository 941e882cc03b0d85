#include "plugin/editor/panels.h"

#include <algorithm>

#include "plugin/editor/look.h"

namespace driftwave {
namespace {

constexpr int kTitleHeight = 30;
constexpr int kGap = 10;
constexpr int kPadding = 8;

}  // namespace

Panel::Panel(const juce::String& title, int columns) : title_(title), columns_(columns) {
  setTitle(title);
  setFocusContainerType(FocusContainerType::focusContainer);
}

void Panel::add(std::unique_ptr<juce::Component> control, int places) {
  addAndMakeVisible(*control);
  controls_.push_back({std::move(control), places_, places});
  places_ += places;
}

void Panel::resized() {
  const juce::Rectangle<int> area = getLocalBounds().withTrimmedTop(kTitleHeight).reduced(kPadding, 2);
  const int rows = (places_ + columns_ - 1) / columns_;
  const int width = area.getWidth() / columns_;
  const int height = area.getHeight() / std::max(rows, 1);
  for (const Place& place : controls_)
    place.control->setBounds(area.getX() + place.first % columns_ * width,
                             area.getY() + place.first / columns_ * height, place.count * width, height);
}

void Panel::paint(juce::Graphics& g) {
  const Palette& palette = Look::of(*this);
  const juce::Rectangle<float> area = getLocalBounds().toFloat().reduced(0.5F);
  g.setColour(palette.panel);
  g.fillRoundedRectangle(area, 9.0F);
  g.setColour(palette.edge);
  g.drawRoundedRectangle(area, 9.0F, 1.0F);
  g.setColour(palette.accent);
  g.fillRoundedRectangle(14.0F, 11.0F, 3.0F, 12.0F, 1.5F);
  g.setColour(palette.text);
  g.setFont(typeface(14.0F, Weight::kBold));
  g.drawText(title_, 24, 5, getWidth() - 30, 24, juce::Justification::centredLeft);
}

Panels::Panels(juce::AudioProcessorValueTreeState& state) {
  using enum Parameter;
  const auto add_knobs = [&](Panel& panel, std::initializer_list<Parameter> parameters) {
    for (const Parameter parameter : parameters) panel.add(std::make_unique<Knob>(state, parameter));
  };
  add_knobs(source_, {kRegenerate, kHarmonics, kBreath, kSteps, kTone, kSeed});
  add_knobs(shape_, {kPitch, kFormant, kTilt, kMorph});
  shape_.add(std::make_unique<ChoiceRow>(state, kRobot), 2);
  add_knobs(shape_, {kRobotNote, kGlide});
  add_knobs(time_, {kSmear});
  time_.add(std::make_unique<Switch>(state, kFreeze));
  add_knobs(mix_, {kMix, kOutput});
  for (const Parameter parameter : {kMatch, kCeiling}) mix_.add(std::make_unique<Switch>(state, parameter));
  for (Panel* panel : {&source_, &shape_, &time_, &mix_}) addAndMakeVisible(panel);
}

void Panels::resized() {
  juce::Rectangle<int> area = getLocalBounds();
  // By columns of knobs.
  const int column = (area.getWidth() - 3 * kGap) / 10;
  source_.setBounds(area.removeFromLeft(3 * column));
  area.removeFromLeft(kGap);
  shape_.setBounds(area.removeFromLeft(4 * column));
  area.removeFromLeft(kGap);
  time_.setBounds(area.removeFromLeft(column));
  area.removeFromLeft(kGap);
  mix_.setBounds(area);
}

}  // namespace driftwave
