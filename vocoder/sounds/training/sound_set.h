#pragma once
/// Sounds to learn from: folders of recordings as sound maps, and variations of them.
///
/// DIR/one-shot/CLASS/ and DIR/sustained/CLASS/ hold audio files. What stands before "__" in a file's name is
/// its source: a machine, a kit, a soundfont. Sources are held out as wholes, so that what judges comes from
/// elsewhere than what was learned.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "vocoder/sounds/config.h"
#include "vocoder/sounds/sound_analysis.h"

namespace driftwave::training {

struct SoundItem {
  std::size_t sound_class = 0;  ///< index into SoundSet::classes
  std::string file;             ///< within the folder
  std::string source;
  bool held_out = false;
  int variation = 0;  ///< 0: the recording itself
  Descriptors descriptors{};
  std::vector<float> levels_db;  ///< [F * columns] of its family's layout
};

struct SoundSet {
  std::vector<SoundClass> classes;
  std::vector<SoundItem> items;

  [[nodiscard]] SoundFamily family(const SoundItem& item) const { return classes[item.sound_class].family; }
};

struct SoundSetOptions {
  std::vector<std::string> held_out;  ///< sources
  /// Variations are made of a class's sounds until it has so many, one to eight of each.
  std::size_t wanted_per_class = 400;
  std::uint64_t seed = 0;
  std::function<void(double)> progress = {};  ///< 0..1
};

/// A recording's sound, moved in pitch, spectrum, attack and decay by what `draw` (uniform, 5 values) says.
[[nodiscard]] std::vector<float> varied_sound(std::span<const float> audio, SoundFamily family,
                                              std::span<const float> draw);

/// Held-out sounds are not varied. Files that are silent are left out.
/// @throws Error naming the folder without classes, a class without sounds to learn from, or a file that is
/// not audio.
[[nodiscard]] SoundSet read_sound_folder(const std::filesystem::path& folder, const SoundSetOptions& options);

/// As safetensors. @throws Error naming the file.
void save_sound_set(const std::filesystem::path& file, const SoundSet& set);
[[nodiscard]] SoundSet load_sound_set(const std::filesystem::path& file);

}  // namespace driftwave::training
