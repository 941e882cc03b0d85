#pragma once
/// All presets that a player has: those that come with the plugin, and files of his own.
#include <juce_core/juce_core.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "plugin/parameters.h"
#include "plugin/saved_state.h"

namespace driftwave {

struct PresetEntry {
  std::string folder = {};  ///< the group of a factory preset, or where the file lies
  std::string name = {};
  std::string hint = {};
  std::string wants = {};  ///< what to play it on
  Settings settings = {};
  juce::File file = {};  ///< none: it came with the plugin
  bool is_favourite = false;

  [[nodiscard]] bool is_own() const { return file != juce::File(); }
};

/// Presets of one's own are XML files `<folder>/<name>.driftwave` below one folder:
///
///   <driftwave-preset version="4" name="Dusk" hint="..." wants="Voice"><parameter id="pitch" value="-2"/>
///   </driftwave-preset>
///
/// Thread: the message thread.
class PresetLibrary {
 public:
  static constexpr const char* kExtension = ".driftwave";

  explicit PresetLibrary(juce::File folder = default_folder());

  /// $DRIFTWAVE_PRESETS, else driftwave/presets where the system keeps a user's data.
  [[nodiscard]] static juce::File default_folder();
  [[nodiscard]] const juce::File& folder() const noexcept { return folder_; }

  /// Factory presets first, then one's own by folder and name.
  [[nodiscard]] std::span<const PresetEntry> all() const noexcept { return entries_; }
  /// Files that are no presets, each with why not, since the last scan.
  [[nodiscard]] std::span<const std::string> problems() const noexcept { return problems_; }
  void scan();

  struct Query {
    juce::String words = {};  ///< all of them must be found in the name, hint, folder or wants
    std::string folder = {};  ///< empty: any
    bool only_favourites = false;
  };
  /// Places in all().
  [[nodiscard]] std::vector<std::size_t> find(const Query& query) const;
  [[nodiscard]] std::vector<std::string> folders() const;
  /// Of that name, one's own before those of the factory. Null: there is none.
  [[nodiscard]] const PresetEntry* named(const std::string& name) const;

  /// Writes a preset of one's own, over an older one of that name in that folder.
  /// @throws Error naming the file that cannot be written, or a name that none can have.
  void save(const PresetEntry& entry);
  /// @throws Error unless it is one's own and can be deleted.
  void remove(const PresetEntry& entry);
  /// Copies a preset into the library. @return its name. @throws Error naming a file that is no preset.
  std::string import(const juce::File& file);
  /// @throws Error naming the file that cannot be written.
  static void write(const PresetEntry& entry, const juce::File& file);
  /// @throws Error naming the file and what is wrong with it.
  [[nodiscard]] static PresetEntry read(const juce::File& file);

  void mark(const PresetEntry& entry, bool is_favourite);

 private:
  [[nodiscard]] juce::File favourites_file() const { return folder_.getChildFile("favourites.txt"); }
  void read_favourites();

  juce::File folder_;
  std::vector<PresetEntry> entries_;
  std::vector<std::string> problems_;
};

/// Another sound, drawn at random, from which what is locked is left out. The same seed, the same sound.
[[nodiscard]] Settings rolled(const Settings& now, std::span<const Parameter> locked, std::uint64_t seed);

}  // namespace driftwave
