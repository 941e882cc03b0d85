/// Takes the pictures of the editor in docs/images, without a display:
///
///   plugin_screenshots <voice recording> <output folder>
#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <memory>

#include "engine/audio/audio_file.h"
#include "plugin/editor/editor.h"
#include "plugin/presets.h"
#include "plugin/processor.h"

namespace driftwave {
namespace {

constexpr double kRateHz = 48000;
constexpr int kBlock = 480;

/// A processor that has played, with its window.
class Scene {
 public:
  explicit Scene(const std::string& voice) : processor_(voice) {
    processor_.setRateAndBufferSizeDetails(kRateHz, kBlock);
    processor_.setNonRealtime(true);
    processor_.prepareToPlay(kRateHz, kBlock);
    editor_ = std::make_unique<DriftwaveEditor>(processor_);
  }

  DriftwaveProcessor& processor() { return processor_; }
  DriftwaveEditor& editor() { return *editor_; }

  void play(std::span<const float> audio) {
    for (std::size_t done = 0; done + kBlock <= audio.size(); done += kBlock) {
      juce::AudioBuffer<float> block(2, kBlock);
      for (int c = 0; c < 2; ++c) block.copyFrom(c, 0, audio.data() + done, kBlock);
      juce::MidiBuffer midi;
      processor_.processBlock(block, midi);
      editor_->advance();
    }
  }

  void click(const juce::String& title) {
    const std::function<bool(juce::Component&)> click_below = [&](juce::Component& parent) {
      for (juce::Component* child : parent.getChildren()) {
        auto* const button = dynamic_cast<juce::TextButton*>(child);
        if (button != nullptr && button->getTitle() == title) {
          button->onClick();
          return true;
        }
        if (click_below(*child)) return true;
      }
      return false;
    };
    if (!click_below(*editor_)) throw std::runtime_error("there is no button " + title.toStdString());
  }

  void save(const std::string& file) {
    editor_->advance();
    const juce::Image image = editor_->createComponentSnapshot(editor_->getLocalBounds());
    const juce::File target = juce::File::getCurrentWorkingDirectory().getChildFile(file);
    target.deleteFile();
    juce::FileOutputStream out(target);
    if (!out.openedOk() || !juce::PNGImageFormat().writeImageToStream(image, out))
      throw std::runtime_error("cannot write " + file);
    fmt::print("{}\n", file);
  }

 private:
  DriftwaveProcessor processor_;
  std::unique_ptr<DriftwaveEditor> editor_;
};

void take_all(const std::string& recording, const std::string& folder) {
  const std::vector<float> voice = read_mono(recording, static_cast<int>(kRateHz));
  {
    Scene scene("kathleen");
    scene.save(folder + "/plugin_default.png");
  }
  {
    Scene scene("kathleen");
    scene.processor().load_preset(preset_of("Sprite"));
    scene.play(voice);
    scene.save(folder + "/plugin_playing.png");
  }
  {
    Scene scene("kathleen");
    scene.editor().set_dark(false);
    scene.processor().load_preset(preset_of("Ghost Choir"));
    scene.play(voice);
    scene.save(folder + "/plugin_light.png");
    scene.click("Browse");
    scene.save(folder + "/plugin_browser.png");
  }
  {
    Scene scene("kathleen");
    scene.processor().load_preset(preset_of("Two Sisters"));
    scene.play(voice);
    scene.click("Notes page");
    scene.save(folder + "/plugin_notes.png");
    scene.editor().set_compact(true);
    scene.click("Motion page");
    scene.editor().setSize(1620, 1620 * DriftwaveEditor::kCompactHeight / DriftwaveEditor::kWidth);
    scene.save(folder + "/plugin_compact.png");
    scene.editor().set_dark(false);
    scene.click("Output page");
    scene.editor().setSize(540, 540 * DriftwaveEditor::kCompactHeight / DriftwaveEditor::kWidth);
    scene.save(folder + "/plugin_small.png");
  }
  {
    Scene scene("no-such-voice");
    scene.play(voice);
    scene.save(folder + "/plugin_missing_model.png");
  }
}

}  // namespace
}  // namespace driftwave

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "plugin_screenshots: want a recording and a folder\n");
    return 2;
  }
  const juce::ScopedJuceInitialiser_GUI juce;
  try {
    driftwave::take_all(argv[1], argv[2]);
  } catch (const std::exception& e) {
    fmt::print(stderr, "plugin_screenshots: {}\n", e.what());
    return 1;
  }
}
