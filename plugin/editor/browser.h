#pragma once
/// All presets: searched, marked, kept, brought in and sent out.
#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>
#include <memory>
#include <vector>

#include "plugin/processor.h"

namespace driftwave {

/// Over the editor. Thread: the message thread.
class Browser final : public juce::Component, private juce::ListBoxModel {
 public:
  explicit Browser(DriftwaveProcessor& processor);
  /// Reads the library's files anew.
  void refresh();
  std::function<void()> on_close;

  /// What is listed, as places in the library.
  [[nodiscard]] const std::vector<std::size_t>& shown() const noexcept { return shown_; }
  /// As typed and chosen. @param folder 0: all, 1: favourites, then those of the library
  void search(const juce::String& words, int folder);
  void load_row(int row);
  void toggle_favourite(int row);
  void save_as(const juce::String& name, const juce::String& folder);
  void import_files(const juce::Array<juce::File>& files);

  void resized() override;
  void paint(juce::Graphics& g) override;
  bool keyPressed(const juce::KeyPress& key) override;

 private:
  int getNumRows() override { return static_cast<int>(shown_.size()); }
  void paintListBoxItem(int row, juce::Graphics& g, int width, int height, bool is_selected) override;
  void listBoxItemClicked(int row, const juce::MouseEvent& event) override;
  void returnKeyPressed(int row) override { load_row(row); }
  juce::String getNameForRow(int row) override;

  [[nodiscard]] const PresetEntry& entry_of(int row) const;
  [[nodiscard]] juce::Rectangle<int> box() const;
  void add_button(juce::TextButton& button, const char* tooltip, std::function<void()> on_click);
  void ask_for_import();
  void ask_for_export();
  void remove_selected();
  /// What went wrong, in one line; empty: nothing.
  void say(const std::string& message);
  template <typename Doing>
  void attempt(const Doing& doing);

  DriftwaveProcessor& processor_;
  std::vector<std::size_t> shown_;
  juce::TextEditor words_;
  juce::ComboBox folder_;
  juce::ListBox list_;
  juce::TextEditor name_;
  juce::TextEditor own_folder_;
  juce::TextButton save_{"Save"};
  juce::TextButton import_{"Import..."};
  juce::TextButton export_{"Export..."};
  juce::TextButton delete_{"Delete"};
  juce::TextButton close_{"Close"};
  juce::Label message_;
  std::unique_ptr<juce::FileChooser> chooser_;
};

}  // namespace driftwave
