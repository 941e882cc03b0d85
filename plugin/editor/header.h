#pragma once
/// The bar on top: name, presets, A/B, undo, theme and about.
#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>

#include "plugin/processor.h"

namespace driftwave {

class Header final : public juce::Component {
 public:
  /// What the bar leaves to the editor.
  struct Actions {
    std::function<void()> toggle_theme;
    std::function<void()> show_about;
    std::function<void()> show_browser = {};
  };

  Header(DriftwaveProcessor& processor, Actions actions);
  /// What the bar says follows the processor.
  void refresh();
  void resized() override;
  void paint(juce::Graphics& g) override;

  /// Picks another of the presets by its place. @param by -1: the one before.
  void step_preset(int by);
  [[nodiscard]] juce::PopupMenu preset_menu() const;
  /// An item of it by its number; 0: none.
  void choose_from_menu(int item);

 private:
  void choose_preset(int index);
  /// Of the preset loaded last, in the library; -1: it is not there.
  [[nodiscard]] int loaded_place() const;
  void choose_side(int side);
  void add_button(juce::TextButton& button, const char* tooltip, std::function<void()> on_click);

  DriftwaveProcessor& processor_;
  Actions actions_;
  juce::TextButton previous_{"<"};
  juce::TextButton preset_;
  juce::TextButton next_{">"};
  juce::TextButton browse_{"Browse"};
  juce::TextButton dice_{"Dice"};
  juce::TextButton a_{"A"};
  juce::TextButton b_{"B"};
  juce::TextButton copy_{"Copy to B"};
  juce::TextButton undo_{"Undo"};
  juce::TextButton redo_{"Redo"};
  juce::TextButton theme_{"Light"};
  juce::TextButton about_{"About"};
  juce::TextButton bypass_{"Bypass"};
  juce::AudioProcessorValueTreeState::ButtonAttachment bypass_attachment_;
};

}  // namespace driftwave
