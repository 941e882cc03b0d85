#include "plugin/editor/browser.h"

#include <algorithm>
#include <exception>

#include "plugin/editor/look.h"

namespace driftwave {
namespace {

constexpr int kRowHeight = 40;
constexpr int kStarWidth = 34;
constexpr int kFavourites = 1;
constexpr int kFirstFolder = 2;

juce::String text_of(const std::string& utf8) {
  return juce::String::fromUTF8(utf8.c_str());
}

juce::Path star(juce::Point<float> centre) {
  juce::Path path;
  path.addStar(centre, 5, 3.2F, 7.5F, 0.0F);
  return path;
}

void prepare_field(juce::TextEditor& field, const juce::String& title, const juce::String& hint) {
  field.setTitle(title);
  field.setTextToShowWhenEmpty(hint, juce::Colours::grey);
  field.setFont(typeface(14.0F));
  field.setJustification(juce::Justification::centredLeft);
}

}  // namespace

Browser::Browser(DriftwaveProcessor& processor) : processor_(processor) {
  setTitle("Presets");
  setWantsKeyboardFocus(true);
  prepare_field(words_, "Search presets", "Search: a name, what it does, or what it wants");
  prepare_field(name_, "Name of a new preset", "Name");
  prepare_field(own_folder_, "Folder of a new preset", "Folder");
  words_.onTextChange = [this] { search(words_.getText(), folder_.getSelectedItemIndex()); };
  folder_.setTitle("Folder");
  folder_.setTooltip("Shows one folder of presets, or those with a star");
  folder_.onChange = words_.onTextChange;
  list_.setModel(this);
  list_.setTitle("Presets found");
  list_.setRowHeight(kRowHeight);
  for (juce::Component* part :
       std::initializer_list<juce::Component*>{&words_, &folder_, &list_, &name_, &own_folder_, &message_})
    addAndMakeVisible(part);
  add_button(save_, "Keeps what you hear under this name",
             [this] { save_as(name_.getText(), own_folder_.getText()); });
  add_button(import_, "Copies preset files into your own presets", [this] { ask_for_import(); });
  add_button(export_, "Writes the chosen preset to a file", [this] { ask_for_export(); });
  add_button(delete_, "Deletes the chosen preset, if it is your own", [this] { remove_selected(); });
  add_button(close_, "Back to the controls", [this] { on_close(); });
  search({}, 0);
}

void Browser::add_button(juce::TextButton& button, const char* tooltip, std::function<void()> on_click) {
  button.setTitle(button.getButtonText());
  button.setTooltip(tooltip);
  button.setDescription(tooltip);
  button.onClick = std::move(on_click);
  addAndMakeVisible(button);
}

void Browser::refresh() {
  processor_.library().scan();
  search(words_.getText(), std::max(folder_.getSelectedItemIndex(), 0));
  const std::span<const std::string> problems = processor_.library().problems();
  say(problems.empty() ? std::string() : problems.front());
}

void Browser::search(const juce::String& words, int folder) {
  const std::vector<std::string> folders = processor_.library().folders();
  folder_.clear(juce::dontSendNotification);
  folder_.addItem("All presets", 1);
  folder_.addItem("Favourites", 2);
  for (const std::string& name : folders) folder_.addItem(text_of(name), folder_.getNumItems() + 1);
  const bool is_known = folder >= 0 && folder < folder_.getNumItems();
  folder = is_known ? folder : 0;
  folder_.setSelectedItemIndex(folder, juce::dontSendNotification);
  if (words_.getText() != words) words_.setText(words, false);
  shown_ = processor_.library().find(
      {.words = words,
       .folder = folder >= kFirstFolder ? folders[static_cast<std::size_t>(folder - kFirstFolder)] : "",
       .only_favourites = folder == kFavourites});
  list_.updateContent();
  list_.repaint();
}

const PresetEntry& Browser::entry_of(int row) const {
  return processor_.library().all()[shown_[static_cast<std::size_t>(row)]];
}

juce::String Browser::getNameForRow(int row) {
  if (row < 0 || row >= getNumRows()) return {};
  const PresetEntry& entry = entry_of(row);
  return text_of(entry.name) + ", " + text_of(entry.hint) + (entry.is_favourite ? ", favourite" : "");
}

void Browser::load_row(int row) {
  if (row >= 0 && row < getNumRows()) processor_.load(entry_of(row));
  list_.repaint();
}

template <typename Doing>
void Browser::attempt(const Doing& doing) {
  try {
    doing();
    say({});
  } catch (const std::exception& e) {
    say(e.what());
  }
}

void Browser::toggle_favourite(int row) {
  if (row < 0 || row >= getNumRows()) return;
  attempt([&] {
    const PresetEntry entry = entry_of(row);
    processor_.library().mark(entry, !entry.is_favourite);
  });
  search(words_.getText(), folder_.getSelectedItemIndex());
}

void Browser::save_as(const juce::String& name, const juce::String& folder) {
  attempt([&] {
    processor_.save_preset({.folder = folder.trim().toStdString(), .name = name.trim().toStdString()});
    name_.clear();
  });
  search({}, 0);
}

void Browser::import_files(const juce::Array<juce::File>& files) {
  attempt([&] {
    for (const juce::File& file : files) (void)processor_.library().import(file);
  });
  search({}, 0);
}

void Browser::ask_for_import() {
  chooser_ = std::make_unique<juce::FileChooser>("Presets to bring in", juce::File(),
                                                 juce::String("*") + PresetLibrary::kExtension);
  chooser_->launchAsync(juce::FileBrowserComponent::openMode | juce::FileBrowserComponent::canSelectFiles |
                            juce::FileBrowserComponent::canSelectMultipleItems,
                        [this](const juce::FileChooser& chosen) { import_files(chosen.getResults()); });
}

void Browser::ask_for_export() {
  const int row = list_.getSelectedRow();
  if (row < 0 || row >= getNumRows()) return say("Choose a preset first");
  const PresetEntry entry = entry_of(row);
  const juce::String name = juce::File::createLegalFileName(text_of(entry.name)) + PresetLibrary::kExtension;
  chooser_ = std::make_unique<juce::FileChooser>(
      "Where to write the preset",
      juce::File::getSpecialLocation(juce::File::userHomeDirectory).getChildFile(name));
  chooser_->launchAsync(
      juce::FileBrowserComponent::saveMode | juce::FileBrowserComponent::warnAboutOverwriting,
      [this, entry](const juce::FileChooser& chosen) {
        if (chosen.getResult() != juce::File())
          attempt([&] { PresetLibrary::write(entry, chosen.getResult()); });
      });
}

void Browser::remove_selected() {
  const int row = list_.getSelectedRow();
  if (row < 0 || row >= getNumRows()) return say("Choose a preset first");
  attempt([&] { processor_.library().remove(PresetEntry(entry_of(row))); });
  search(words_.getText(), folder_.getSelectedItemIndex());
}

void Browser::say(const std::string& message) {
  message_.setColour(juce::Label::textColourId, Look::of(*this).warning);
  message_.setFont(typeface(13.0F));
  message_.setText(text_of(message), juce::dontSendNotification);
}

void Browser::listBoxItemClicked(int row, const juce::MouseEvent& event) {
  if (event.x < kStarWidth) return toggle_favourite(row);
  load_row(row);
}

void Browser::paintListBoxItem(int row, juce::Graphics& g, int width, int height, bool is_selected) {
  if (row < 0 || row >= getNumRows()) return;
  const Palette& palette = Look::of(*this);
  const PresetEntry& entry = entry_of(row);
  const bool is_loaded =
      entry.name == processor_.preset_name() && entry.is_own() == (processor_.preset() < 0);
  juce::Rectangle<int> area(width, height);
  if (is_selected || is_loaded) {
    g.setColour(palette.accent.withAlpha(is_selected ? 0.22F : 0.12F));
    g.fillRoundedRectangle(area.reduced(2).toFloat(), 5.0F);
  }
  const juce::Path path = star(area.removeFromLeft(kStarWidth).toFloat().getCentre());
  g.setColour(entry.is_favourite ? palette.warning : palette.dim_text);
  if (entry.is_favourite) {
    g.fillPath(path);
  } else {
    g.strokePath(path, juce::PathStrokeType(1.0F));
  }
  area.removeFromRight(8);
  g.setColour(palette.dim_text);
  g.setFont(typeface(12.5F));
  g.drawText(text_of(entry.wants), area.removeFromRight(190), juce::Justification::centredRight);
  g.drawText(text_of(entry.folder), area.removeFromRight(90), juce::Justification::centredLeft);
  juce::Rectangle<int> words = area.reduced(0, 3);
  g.setColour(palette.text);
  g.setFont(typeface(14.5F, Weight::kBold));
  g.drawText(text_of(entry.name), words.removeFromTop(18), juce::Justification::centredLeft);
  g.setColour(palette.dim_text);
  g.setFont(typeface(12.5F));
  g.drawText(text_of(entry.hint), words, juce::Justification::centredLeft);
}

juce::Rectangle<int> Browser::box() const {
  return getLocalBounds().withSizeKeepingCentre(std::min(820, getWidth() - 24), getHeight() - 48);
}

void Browser::resized() {
  juce::Rectangle<int> area = box().reduced(22, 16);
  juce::Rectangle<int> top = area.removeFromTop(34);
  top.removeFromLeft(90);
  close_.setBounds(top.removeFromRight(80).reduced(0, 2));
  top.removeFromRight(8);
  folder_.setBounds(top.removeFromRight(170).reduced(0, 2));
  top.removeFromRight(8);
  words_.setBounds(top.reduced(0, 2));
  juce::Rectangle<int> bottom = area.removeFromBottom(34);
  message_.setBounds(area.removeFromBottom(22));
  name_.setBounds(bottom.removeFromLeft(220).reduced(0, 2));
  bottom.removeFromLeft(6);
  own_folder_.setBounds(bottom.removeFromLeft(140).reduced(0, 2));
  bottom.removeFromLeft(6);
  save_.setBounds(bottom.removeFromLeft(70).reduced(0, 2));
  delete_.setBounds(bottom.removeFromRight(74).reduced(0, 2));
  bottom.removeFromRight(6);
  export_.setBounds(bottom.removeFromRight(84).reduced(0, 2));
  bottom.removeFromRight(6);
  import_.setBounds(bottom.removeFromRight(84).reduced(0, 2));
  area.removeFromTop(8);
  list_.setBounds(area);
}

void Browser::paint(juce::Graphics& g) {
  const Palette& palette = Look::of(*this);
  g.fillAll(palette.background.withAlpha(0.75F));
  g.setColour(palette.panel);
  g.fillRoundedRectangle(box().toFloat(), 12.0F);
  g.setColour(palette.edge);
  g.drawRoundedRectangle(box().toFloat(), 12.0F, 1.0F);
  g.setColour(palette.text);
  g.setFont(typeface(19.0F, Weight::kBold));
  g.drawText("Presets", box().reduced(24, 16).removeFromTop(34), juce::Justification::centredLeft);
}

bool Browser::keyPressed(const juce::KeyPress& key) {
  if (key != juce::KeyPress::escapeKey) return false;
  on_close();
  return true;
}

}  // namespace driftwave
