#pragma once
/// The controls: what one plays with, large, and the rest behind it in pages.
#include <juce_audio_processors/juce_audio_processors.h>

#include <array>
#include <memory>
#include <vector>

#include "plugin/editor/controls.h"
#include "plugin/processor.h"

namespace driftwave {

/// Controls in rows under a title.
class Panel final : public juce::Component {
 public:
  Panel(const juce::String& title, int columns);
  /// @param places columns that it takes
  void add(std::unique_ptr<juce::Component> control, int places = 1);
  /// Without a frame and a title, as the page of another one.
  void hide_title() { has_title_ = false; }
  void resized() override;
  void paint(juce::Graphics& g) override;

 private:
  struct Place {
    std::unique_ptr<juce::Component> control;
    int first;
    int count;
  };
  juce::String title_;
  int columns_;
  int places_ = 0;
  bool has_title_ = true;
  std::vector<Place> controls_;
};

class Panels final : public juce::Component {
 public:
  Panels(DriftwaveProcessor& processor, const ShowMenu& show_menu);
  /// Dims what does nothing now, and says why.
  void refresh();
  void resized() override;
  void paint(juce::Graphics& g) override;

 private:
  static constexpr std::size_t kPages = 4;

  Knob& add_knob(Panel& panel, Parameter parameter, bool is_large = false);
  void add(Panel& panel, Parameter parameter, std::unique_ptr<juce::Component> control, int places = 1);
  void fill_sound(Panel& page);
  void fill_notes(Panel& page);
  void fill_motion(Panel& page);
  void fill_output(Panel& page);
  void show_page(std::size_t page);
  [[nodiscard]] bool does_something(Parameter parameter) const;
  [[nodiscard]] juce::String side_chain_note();

  DriftwaveProcessor& processor_;
  ShowMenu show_menu_;
  std::array<juce::Component*, kParameters> controls_{};
  Knob* morph_ = nullptr;
  Switch* freeze_ = nullptr;
  double frozen_since_ = 0;  ///< seconds of the system's clock; 0: not frozen
  Panel main_{"Play", 4};
  std::array<juce::TextButton, kPages> tabs_;
  std::array<std::unique_ptr<Panel>, kPages> pages_;
  float side_db_ = -100;
};

}  // namespace driftwave
