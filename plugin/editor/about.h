#pragma once
#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>

#include "plugin/processor.h"

namespace driftwave {

/// The model's card, and what this program is.
class About final : public juce::Component {
 public:
  explicit About(DriftwaveProcessor& processor);
  /// Takes the text anew.
  void refresh();
  std::function<void()> on_close;

  void resized() override;
  void paint(juce::Graphics& g) override;
  bool keyPressed(const juce::KeyPress& key) override;

 private:
  [[nodiscard]] juce::Rectangle<int> box() const;

  DriftwaveProcessor& processor_;
  juce::TextEditor text_;
  juce::TextButton close_{"Close"};
};

}  // namespace driftwave
