#include "plugin/editor/panels.h"

#include <algorithm>
#include <cmath>

#include "plugin/editor/look.h"

namespace driftwave {
namespace {

constexpr int kTitleHeight = 30;
constexpr int kTabHeight = 28;
constexpr int kGap = 10;
constexpr int kPadding = 8;
constexpr int kMainWidth = 340;
constexpr int kPageRowHeight = 104;
constexpr float kSideFallDb = 1.0F;

std::unique_ptr<juce::Component> space() {
  auto empty = std::make_unique<juce::Component>();
  empty->setAccessible(false);
  return empty;
}

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
  const juce::Rectangle<int> area =
      getLocalBounds().withTrimmedTop(has_title_ ? kTitleHeight : 0).reduced(kPadding, 2);
  const int rows = (places_ + columns_ - 1) / columns_;
  const int width = area.getWidth() / columns_;
  const int height = area.getHeight() / std::max(rows, 1);
  // What is on a page is smaller than what one plays with.
  const int most = has_title_ ? height : kPageRowHeight;
  for (const Place& place : controls_)
    place.control->setBounds(juce::Rectangle<int>(area.getX() + place.first % columns_ * width,
                                                  area.getY() + place.first / columns_ * height,
                                                  place.count * width, height)
                                 .withSizeKeepingCentre(place.count * width, std::min(height, most)));
}

void Panel::paint(juce::Graphics& g) {
  if (!has_title_) return;
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

Panels::Panels(DriftwaveProcessor& processor, const ShowMenu& show_menu)
    : processor_(processor), show_menu_(show_menu) {
  using enum Parameter;
  static constexpr std::array kNames{"Sound", "Notes", "Motion", "Output"};
  static constexpr std::array kColumns{4, 8, 5, 4};
  for (const Parameter parameter : {kPitch, kFormant, kRegenerate, kMix}) {
    auto knob = std::make_unique<Knob>(processor_.state(), parameter, show_menu_, true);
    add(main_, parameter, std::move(knob), 2);
  }
  addAndMakeVisible(main_);
  for (std::size_t i = 0; i < kPages; ++i) {
    pages_[i] = std::make_unique<Panel>(kNames[i], kColumns[i]);
    pages_[i]->hide_title();
    addChildComponent(*pages_[i]);
    tabs_[i].setButtonText(kNames[i]);
    tabs_[i].setTitle(juce::String(kNames[i]) + " page");
    tabs_[i].setTooltip(juce::String("Shows the controls of ") + juce::String(kNames[i]).toLowerCase());
    tabs_[i].setConnectedEdges((i > 0 ? juce::Button::ConnectedOnLeft : 0) |
                               (i + 1 < kPages ? juce::Button::ConnectedOnRight : 0));
    tabs_[i].onClick = [this, i] { show_page(i); };
    addAndMakeVisible(tabs_[i]);
  }
  const auto page = [this](std::size_t i) -> Panel& { return *pages_[i]; };
  fill_sound(page(0));
  fill_notes(page(1));
  fill_motion(page(2));
  fill_output(page(3));
  show_page(0);
}

void Panels::add(Panel& panel, Parameter parameter, std::unique_ptr<juce::Component> control, int places) {
  controls_[static_cast<std::size_t>(parameter)] = control.get();
  panel.add(std::move(control), places);
}

Knob& Panels::add_knob(Panel& panel, Parameter parameter, bool is_large) {
  auto knob = std::make_unique<Knob>(processor_.state(), parameter, show_menu_, is_large);
  Knob& added = *knob;
  add(panel, parameter, std::move(knob));
  return added;
}

void Panels::fill_sound(Panel& page) {
  using enum Parameter;
  for (const Parameter parameter : {kHarmonics, kBreath, kTone, kAttacks, kTilt, kSmear})
    add_knob(page, parameter);
  morph_ = &add_knob(page, kMorph);
  auto freeze = std::make_unique<Switch>(processor_.state(), kFreeze);
  freeze_ = freeze.get();
  add(page, kFreeze, std::move(freeze));
}

void Panels::fill_notes(Panel& page) {
  using enum Parameter;
  juce::AudioProcessorValueTreeState& state = processor_.state();
  add(page, kRobot, std::make_unique<ChoiceRow>(state, kRobot), 2);
  add_knob(page, kRobotNote);
  add_knob(page, kGlide);
  add(page, kRelease, std::make_unique<ChoiceRow>(state, kRelease), 2);
  add_knob(page, kVelocity);
  add(page, kChords, std::make_unique<Switch>(state, kChords));
  add_knob(page, kRetune);
  add(page, kKey, std::make_unique<ChoiceMenu>(state, kKey));
  add(page, kScale, std::make_unique<ChoiceMenu>(state, kScale), 2);
  for (const Parameter parameter : {kVoice1, kVoice2, kVoice3, kVoicesLevel}) add_knob(page, parameter);
}

void Panels::fill_motion(Panel& page) {
  using enum Parameter;
  for (const Parameter parameter : {kWaveRate, kWavePitch, kWaveFormant, kWaveMorph, kWaveRegenerate})
    add_knob(page, parameter);
  add(page, kSync, std::make_unique<Switch>(processor_.state(), kSync));
  for (const Parameter parameter : {kLoudnessPitch, kLoudnessFormant, kLoudnessMorph, kLoudnessRegenerate})
    add_knob(page, parameter);
}

void Panels::fill_output(Panel& page) {
  using enum Parameter;
  juce::AudioProcessorValueTreeState& state = processor_.state();
  add_knob(page, kOutput);
  add_knob(page, kWidth);
  for (const Parameter parameter : {kMatch, kCeiling})
    add(page, parameter, std::make_unique<Switch>(state, parameter));
  add(page, kSteps,
      std::make_unique<ChoiceMenu>(state, kSteps,
                                   ChoiceMenu::Items{{"Auto", kAutoSteps},
                                                     {"Draft: 0 steps", 0},
                                                     {"1 step", 1},
                                                     {"2 steps", 2},
                                                     {"4 steps", 4},
                                                     {"8 steps", 8}}),
      2);
  add_knob(page, kSeed);
  page.add(space());
}

void Panels::show_page(std::size_t page) {
  for (std::size_t i = 0; i < kPages; ++i) {
    pages_[i]->setVisible(i == page);
    tabs_[i].setToggleState(i == page, juce::dontSendNotification);
  }
}

bool Panels::does_something(Parameter parameter) const {
  using enum Parameter;
  const auto value = [this](Parameter which) {
    return processor_.state().getRawParameterValue(info_of(which).id)->load();
  };
  const auto is_any = [&](std::initializer_list<Parameter> all) {
    return std::ranges::any_of(all, [&](Parameter which) { return value(which) != 0; });
  };
  const auto robot = static_cast<RobotMode>(static_cast<int>(value(kRobot)));
  const LiveEngine* const engine = processor_.engine();
  const bool has_side = engine != nullptr && engine->has_side_chain();
  const bool sings_along = is_any({kVoice1, kVoice2, kVoice3});
  switch (parameter) {
    case kRobotNote:
      return robot == RobotMode::kHold;
    case kGlide:
      return robot != RobotMode::kOff;
    case kRelease:
    case kVelocity:
    case kChords:
      return robot == RobotMode::kMidi;
    case kRetune:
      return robot == RobotMode::kOff;
    case kKey:
    case kScale:
      return sings_along || value(kRetune) != 0;
    case kVoicesLevel:
      return sings_along || (robot == RobotMode::kMidi && value(kChords) != 0);
    case kMorph:
    case kWaveMorph:
    case kLoudnessMorph:
      return has_side;
    case kWaveRate:
      return is_any({kWavePitch, kWaveFormant, kWaveMorph, kWaveRegenerate});
    case kWidth:
      return engine == nullptr || engine->channels() == 2;
    default:
      return true;
  }
}

juce::String Panels::side_chain_note() {
  LiveEngine* const engine = processor_.engine();
  if (engine == nullptr) return {};
  if (!engine->has_side_chain()) return "no side chain";
  const float peak = engine->side_level().take_peak(0);
  const float db = peak > 1e-5F ? 20 * std::log10(peak) : -100.0F;
  side_db_ = std::max(db, side_db_ - kSideFallDb);
  return side_db_ < -60 ? juce::String("side silent")
                        : "side " + juce::String(juce::roundToInt(side_db_)) + " dB";
}

void Panels::refresh() {
  const bool has_model = processor_.engine() == nullptr || processor_.engine()->readings() != nullptr;
  for (std::size_t i = 0; i < kParameters; ++i)
    if (controls_[i] != nullptr)
      controls_[i]->setEnabled(has_model && does_something(static_cast<Parameter>(i)));
  morph_->set_note(side_chain_note());
  const bool is_frozen = freeze_->button().getToggleState();
  const double now = juce::Time::getMillisecondCounterHiRes() / 1000;
  if (!is_frozen) frozen_since_ = 0;
  if (is_frozen && frozen_since_ == 0) frozen_since_ = now;
  const int held = static_cast<int>(now - frozen_since_);
  freeze_->button().setButtonText(is_frozen ? "Frozen " + juce::String(held / 60) + ":" +
                                                  juce::String(held % 60).paddedLeft('0', 2)
                                            : juce::String("Freeze"));
}

void Panels::resized() {
  juce::Rectangle<int> area = getLocalBounds();
  main_.setBounds(area.removeFromLeft(kMainWidth));
  area.removeFromLeft(kGap);
  juce::Rectangle<int> inside = area.reduced(kPadding, 6);
  juce::Rectangle<int> tabs = inside.removeFromTop(kTabHeight);
  for (juce::TextButton& tab : tabs_) tab.setBounds(tabs.removeFromLeft(96));
  inside.removeFromTop(4);
  for (const auto& page : pages_) page->setBounds(inside);
}

void Panels::paint(juce::Graphics& g) {
  const Palette& palette = Look::of(*this);
  const juce::Rectangle<float> area =
      getLocalBounds().withTrimmedLeft(kMainWidth + kGap).toFloat().reduced(0.5F);
  g.setColour(palette.panel);
  g.fillRoundedRectangle(area, 9.0F);
  g.setColour(palette.edge);
  g.drawRoundedRectangle(area, 9.0F, 1.0F);
}

}  // namespace driftwave
