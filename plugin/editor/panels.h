#pragma once
/// The parameters, grouped as a player thinks.
#include <memory>
#include <vector>

#include "plugin/editor/controls.h"

namespace driftwave {

/// A titled box of controls in a grid.
class Panel final : public juce::Component {
 public:
  /// @param columns controls side by side.
  Panel(const juce::String& title, int columns);
  /// The next place of the grid. @param places that it takes.
  void add(std::unique_ptr<juce::Component> control, int places = 1);
  void resized() override;
  void paint(juce::Graphics& g) override;

 private:
  struct Place {
    std::unique_ptr<juce::Component> control;
    int first = 0;
    int count = 1;
  };
  juce::String title_;
  int columns_;
  int places_ = 0;
  std::vector<Place> controls_;
};

/// Source, Shape, Time and Mix.
class Panels final : public juce::Component {
 public:
  explicit Panels(juce::AudioProcessorValueTreeState& state);
  void resized() override;

 private:
  Panel source_{"Source", 3};
  Panel shape_{"Shape", 4};
  Panel time_{"Time", 1};
  Panel mix_{"Mix", 2};
};

}  // namespace driftwave
