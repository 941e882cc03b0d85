#pragma once
/// The plugin's window.
#include <juce_audio_processors/juce_audio_processors.h>

#include "plugin/editor/about.h"
#include "plugin/editor/browser.h"
#include "plugin/editor/header.h"
#include "plugin/editor/level_bars.h"
#include "plugin/editor/look.h"
#include "plugin/editor/panels.h"
#include "plugin/editor/scrolling_spectrum.h"
#include "plugin/editor/status_bar.h"

namespace driftwave {

/// Laid out once at kWidth by kHeight and scaled to the window. Thread: the message thread.
class DriftwaveEditor final : public juce::AudioProcessorEditor, private juce::Timer {
 public:
  static constexpr int kWidth = 1080;
  static constexpr int kHeight = 700;
  /// Without the spectrograms.
  static constexpr int kCompactHeight = 394;

  explicit DriftwaveEditor(DriftwaveProcessor& processor);
  ~DriftwaveEditor() override;

  /// Shows what the engine heard and gave since the last time. The timer does this 30 times a second.
  void advance();
  void set_dark(bool is_dark);
  void show_about(bool shown);
  void show_browser(bool shown);
  void set_compact(bool is_compact);

  void resized() override;
  void paint(juce::Graphics& g) override;
  bool keyPressed(const juce::KeyPress& key) override;

 private:
  void timerCallback() override { advance(); }
  void follow_engine();
  void follow_settings();
  void lay_out();
  void show_menu(Parameter parameter, juce::Component& control);
  [[nodiscard]] int full_height() const noexcept { return is_compact_ ? kCompactHeight : kHeight; }
  void fit_window(int width);

  DriftwaveProcessor& processor_;
  Look look_;
  juce::Component content_;
  Header header_;
  ScrollingSpectrum heard_{"In"};
  ScrollingSpectrum given_{"Out"};
  LevelBars in_level_{"Input"};
  LevelBars out_level_{"Output"};
  Panels panels_;
  StatusBar status_;
  ModelBanner banner_;
  About about_;
  Browser browser_;
  juce::TooltipWindow tooltips_{this, 600};
  LiveEngine* engine_ = nullptr;     ///< whose sound is shown; valid in advance() only
  std::uint64_t engine_number_ = 0;  ///< of that
  bool is_dark_ = true;
  bool is_compact_ = false;
  juce::Rectangle<int> spectra_;  ///< the place of both
  std::vector<float> samples_;
};

}  // namespace driftwave
