#include "plugin/editor/status_bar.h"

#include <fmt/format.h>

#include "plugin/editor/look.h"
#include "tts/voice_search.h"

namespace driftwave {
namespace {

/// Of a core, from which on a player may want to know.
constexpr float kHighLoad = 0.7F;

}  // namespace

StatusBar::StatusBar(DriftwaveProcessor& processor) : processor_(processor) {
  setTitle("Status");
  voice_.setTitle("Voice");
  voice_.setTooltip("Whose model makes the sound");
  voice_.onClick = [this] { show_voices(); };
  addAndMakeVisible(voice_);
  fold_.setTitle("Compact view");
  fold_.setTooltip("Folds the spectrograms away, or shows them");
  fold_.onClick = [this] { on_fold(); };
  addAndMakeVisible(fold_);
  refresh();
}

void StatusBar::show_voices() {
  juce::PopupMenu menu;
  const std::shared_ptr<const SharedModel> model = processor_.model();
  for (const FoundVoice& found : all_voices()) {
    const std::string& name = found.voice.name;
    if (found.problem.empty())
      menu.addItem(juce::String(name), true, model && model->voice == name,
                   [this, name] { processor_.choose_voice(name); });
  }
  menu.addSeparator();
  menu.addItem("A folder...", [this] { choose_voice_folder(processor_, chooser_); });
  menu.showMenuAsync(juce::PopupMenu::Options().withTargetComponent(voice_).withDeletionCheck(*this));
}

void StatusBar::resized() {
  juce::Rectangle<int> area = getLocalBounds().reduced(0, 5);
  voice_.setBounds(area.removeFromLeft(60));
  area.removeFromLeft(6);
  fold_.setBounds(area.removeFromLeft(72));
}

void choose_voice_folder(DriftwaveProcessor& processor, std::unique_ptr<juce::FileChooser>& chooser) {
  chooser = std::make_unique<juce::FileChooser>("The folder of a voice, which holds its voice.json");
  chooser->launchAsync(
      juce::FileBrowserComponent::openMode | juce::FileBrowserComponent::canSelectDirectories,
      [&processor](const juce::FileChooser& chosen) {
        const juce::File folder = chosen.getResult();
        if (folder.isDirectory()) processor.choose_voice(folder.getFullPathName().toStdString());
      });
}

void StatusBar::refresh() {
  const juce::ScopedLock lock(processor_.engine_lock());
  const ModelStatus status = processor_.model_status();
  model_ =
      processor_.model() ? juce::String(processor_.model()->voice) + "  " + status.loaded_hash : "no model";
  if (processor_.engine() == nullptr) model_ = "is loaded when the sound starts";
  readings_.clear();
  LiveEngine* const engine = processor_.engine();
  if (engine == nullptr || engine->readings() == nullptr) return repaint();
  const WorkerReadings& now = *engine->readings();
  const float load = now.load.load(std::memory_order_relaxed);
  const double latency_ms =
      1000.0 * static_cast<double>(engine->latency_samples()) / engine->sample_rate_hz();
  const std::uint64_t late = engine->late_blocks();
  readings_ = {{.name = "Steps",
                .value = fmt::format("{:.1f}", now.steps.load(std::memory_order_relaxed)),
                .width = 86},
               {.name = "CPU",
                .value = fmt::format("{:.0f} %", 100 * load),
                .width = 92,
                .is_warning = load > kHighLoad},
               {.name = "Latency", .value = fmt::format("{:.0f} ms", latency_ms), .width = 124},
               {.name = "Dropouts", .value = fmt::format("{}", late), .width = 104, .is_warning = late > 0}};
  juce::String spoken;
  for (const Reading& reading : readings_) spoken += reading.name + " " + reading.value + ". ";
  setDescription(spoken);
  repaint();
}

void StatusBar::paint(juce::Graphics& g) {
  const Palette& palette = Look::of(*this);
  juce::Rectangle<int> area = getLocalBounds();
  g.setFont(typeface(12.5F));
  for (auto reading = readings_.rbegin(); reading != readings_.rend(); ++reading) {
    juce::Rectangle<int> place = area.removeFromRight(reading->width);
    const auto name_width = static_cast<int>(typeface(12.5F).getStringWidthFloat(reading->name)) + 8;
    g.setColour(palette.dim_text);
    g.drawText(reading->name, place.removeFromLeft(name_width), juce::Justification::centredLeft);
    g.setColour(reading->is_warning ? palette.warning : palette.text);
    g.drawText(reading->value, place, juce::Justification::centredLeft);
  }
  g.setColour(palette.dim_text);
  area.removeFromLeft(150);
  g.setColour(palette.text);
  g.drawText(model_, area, juce::Justification::centredLeft);
}

ModelBanner::ModelBanner(DriftwaveProcessor& processor) : processor_(processor) {
  action_.onClick = [this] {
    if (status_.state == ModelStatus::State::kChanged) {
      processor_.accept_model();
    } else {
      processor_.look_for_model();
    }
  };
  folder_.setTitle("Choose a folder");
  folder_.setTooltip("Takes the voice from a folder that you show");
  folder_.onClick = [this] { choose_voice_folder(processor_, chooser_); };
  action_.setTooltip("Looks for the model again, or keeps the one that is there");
  addAndMakeVisible(action_);
  addAndMakeVisible(folder_);
}

bool ModelBanner::refresh() {
  const juce::ScopedLock lock(processor_.engine_lock());
  status_ = processor_.model_status();
  const bool is_changed = status_.state == ModelStatus::State::kChanged;
  action_.setButtonText(is_changed ? "Keep this model" : "Look again");
  action_.setTitle(action_.getButtonText());
  setTitle("Model");
  setDescription(status_.message);
  repaint();
  return status_.state != ModelStatus::State::kReady && processor_.engine() != nullptr;
}

void ModelBanner::resized() {
  juce::Rectangle<int> buttons =
      getLocalBounds().reduced(14, 0).removeFromRight(140).withSizeKeepingCentre(140, 66);
  action_.setBounds(buttons.removeFromTop(30));
  folder_.setBounds(buttons.removeFromBottom(30));
}

void ModelBanner::paint(juce::Graphics& g) {
  const Palette& palette = Look::of(*this);
  const juce::Rectangle<float> area = getLocalBounds().toFloat().reduced(0.5F);
  g.setColour(palette.panel);
  g.fillRoundedRectangle(area, 9.0F);
  g.setColour(palette.warning);
  g.drawRoundedRectangle(area, 9.0F, 1.5F);
  juce::Rectangle<int> text = getLocalBounds().reduced(18, 12).withTrimmedRight(150);
  g.setFont(typeface(15.0F, Weight::kBold));
  const bool is_changed = status_.state == ModelStatus::State::kChanged;
  g.drawText(is_changed ? "Another model" : "No model: the sound passes through", text.removeFromTop(22),
             juce::Justification::centredLeft);
  g.setColour(palette.text);
  g.setFont(typeface(13.0F));
  juce::String hint =
      is_changed ? ". It may sound a little different. Keep this model, or put the other one beside it "
                   "(vocoder-old.safetensors in the voice's folder) and open the project again."
                 : ". Voices live in share/driftwave/models beside the plugin's lib folder, in "
                   "~/.local/share/driftwave/voices, or where DRIFTWAVE_VOICES says.";
  g.drawFittedText(juce::String(status_.message) + hint, text, juce::Justification::topLeft, 3);
}

}  // namespace driftwave
