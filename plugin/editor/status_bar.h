#pragma once
#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>
#include <memory>

#include "plugin/processor.h"

namespace driftwave {

/// What the engine does: voice and model, steps, load, latency and what came too late. Thread: the message
/// thread.
class StatusBar final : public juce::Component {
 public:
  explicit StatusBar(DriftwaveProcessor& processor);
  void refresh();
  void resized() override;
  void paint(juce::Graphics& g) override;
  /// Asked to fold the spectrograms away, or to show them.
  std::function<void()> on_fold;

 private:
  void show_voices();

  struct Reading {
    juce::String name;
    juce::String value;
    int width = 0;
    bool is_warning = false;
  };

  DriftwaveProcessor& processor_;
  juce::String model_;
  std::vector<Reading> readings_;
  juce::TextButton voice_{"Voice"};
  juce::TextButton fold_{"Compact"};
  std::unique_ptr<juce::FileChooser> chooser_;
};

/// Asks for a voice's folder and takes it. @param chooser keeps the question alive
void choose_voice_folder(DriftwaveProcessor& processor, std::unique_ptr<juce::FileChooser>& chooser);

/// Over the editor while the model is missing or another one: what is wrong, and what to do.
class ModelBanner final : public juce::Component {
 public:
  explicit ModelBanner(DriftwaveProcessor& processor);
  /// @return whether there is anything to say.
  bool refresh();
  /// Whether nothing sounds until it is put right.
  [[nodiscard]] bool is_urgent() const noexcept { return status_.state == ModelStatus::State::kMissing; }
  void resized() override;
  void paint(juce::Graphics& g) override;

 private:
  DriftwaveProcessor& processor_;
  ModelStatus status_;
  juce::TextButton action_;
  juce::TextButton folder_{"Choose a folder..."};
  std::unique_ptr<juce::FileChooser> chooser_;
};

}  // namespace driftwave
