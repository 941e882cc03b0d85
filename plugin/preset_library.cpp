#include "plugin/preset_library.h"

#include <algorithm>
#include <cstdlib>
#include <random>

#include "engine/core/error.h"
#include "plugin/presets.h"

namespace driftwave {
namespace {

constexpr const char* kTag = "driftwave-preset";
constexpr const char* kOwnFolder = "Own";
constexpr juce::int64 kLargestFile = 1 << 20;

juce::String legal(const std::string& name) {
  return juce::File::createLegalFileName(juce::String::fromUTF8(name.c_str()).trim());
}

std::string key_of(const PresetEntry& entry) {
  return entry.folder + "/" + entry.name;
}

bool has_words(const PresetEntry& entry, const juce::StringArray& words) {
  const juce::String text = juce::String::fromUTF8(
      (entry.name + " " + entry.hint + " " + entry.folder + " " + entry.wants).c_str());
  return std::ranges::all_of(words, [&](const juce::String& word) { return text.containsIgnoreCase(word); });
}

}  // namespace

juce::File PresetLibrary::default_folder() {
  if (const char* const folder = std::getenv("DRIFTWAVE_PRESETS"); folder != nullptr && *folder != '\0')
    return juce::File::getCurrentWorkingDirectory().getChildFile(juce::String::fromUTF8(folder));
#ifdef __linux__
  const char* const data = std::getenv("XDG_DATA_HOME");
  const juce::File home = juce::File::getSpecialLocation(juce::File::userHomeDirectory);
  const juce::File base = data != nullptr && *data == '/' ? juce::File(juce::String::fromUTF8(data))
                                                          : home.getChildFile(".local/share");
#else
  const juce::File base = juce::File::getSpecialLocation(juce::File::userApplicationDataDirectory);
#endif
  return base.getChildFile("driftwave/presets");
}

PresetLibrary::PresetLibrary(juce::File folder) : folder_(std::move(folder)) {
  scan();
}

void PresetLibrary::scan() {
  entries_.clear();
  problems_.clear();
  for (const Preset& preset : factory_presets())
    entries_.push_back({.folder = preset.group,
                        .name = preset.name,
                        .hint = preset.hint,
                        .wants = preset.wants,
                        .settings = settings_of(preset)});
  juce::Array<juce::File> files =
      folder_.findChildFiles(juce::File::findFiles, true, juce::String("*") + kExtension);
  files.sort();
  for (const juce::File& file : files) {
    try {
      PresetEntry entry = read(file);
      entry.folder = file.getParentDirectory() == folder_
                         ? kOwnFolder
                         : file.getParentDirectory().getRelativePathFrom(folder_).toStdString();
      entry.file = file;
      entries_.push_back(std::move(entry));
    } catch (const Error& e) {
      problems_.emplace_back(e.what());
    }
  }
  read_favourites();
}

void PresetLibrary::read_favourites() {
  juce::StringArray names;
  favourites_file().readLines(names);
  for (PresetEntry& entry : entries_)
    entry.is_favourite = names.contains(juce::String::fromUTF8(key_of(entry).c_str()));
}

std::vector<std::size_t> PresetLibrary::find(const Query& query) const {
  const auto words = juce::StringArray::fromTokens(query.words, " ", {});
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const PresetEntry& entry = entries_[i];
    if (query.only_favourites && !entry.is_favourite) continue;
    if (!query.folder.empty() && entry.folder != query.folder) continue;
    if (has_words(entry, words)) found.push_back(i);
  }
  return found;
}

std::vector<std::string> PresetLibrary::folders() const {
  std::vector<std::string> folders;
  for (const PresetEntry& entry : entries_)
    if (std::ranges::find(folders, entry.folder) == folders.end()) folders.push_back(entry.folder);
  return folders;
}

const PresetEntry* PresetLibrary::named(const std::string& name) const {
  const auto last = std::find_if(entries_.rbegin(), entries_.rend(), [&](const PresetEntry& entry) {
    return juce::String::fromUTF8(entry.name.c_str()).equalsIgnoreCase(juce::String::fromUTF8(name.c_str()));
  });
  return last == entries_.rend() ? nullptr : &*last;
}

void PresetLibrary::save(const PresetEntry& entry) {
  const juce::String name = legal(entry.name);
  const juce::String folder = legal(entry.folder.empty() ? kOwnFolder : entry.folder);
  if (name.isEmpty() || name.containsOnly(".") || folder.containsOnly("."))
    throw Error("preset: want a name, got \"{}\"", entry.name);
  const juce::File place = folder == kOwnFolder ? folder_ : folder_.getChildFile(folder);
  write(entry, place.getChildFile(name + kExtension));
  scan();
}

void PresetLibrary::remove(const PresetEntry& entry) {
  if (!entry.is_own()) throw Error("preset: \"{}\" came with the plugin", entry.name);
  if (!entry.file.deleteFile())
    throw Error("{}: cannot be deleted", entry.file.getFullPathName().toStdString());
  scan();
}

std::string PresetLibrary::import(const juce::File& file) {
  PresetEntry entry = read(file);
  entry.folder = kOwnFolder;
  save(entry);
  return entry.name;
}

void PresetLibrary::write(const PresetEntry& entry, const juce::File& file) {
  juce::XmlElement root(kTag);
  root.setAttribute("version", kStateVersion);
  root.setAttribute("name", juce::String::fromUTF8(entry.name.c_str()));
  root.setAttribute("hint", juce::String::fromUTF8(entry.hint.c_str()));
  root.setAttribute("wants", juce::String::fromUTF8(entry.wants.c_str()));
  write_settings(entry.settings, root);
  root.removeAttribute("preset");
  // JUCE writes beside the file and moves it into place.
  const bool is_written =
      file.getParentDirectory().createDirectory().wasOk() && file.replaceWithText(root.toString());
  if (!is_written) throw Error("{}: cannot be written", file.getFullPathName().toStdString());
}

PresetEntry PresetLibrary::read(const juce::File& file) {
  const std::string path = file.getFullPathName().toStdString();
  if (!file.existsAsFile()) throw Error("{}: want a preset, got no file", path);
  if (file.getSize() > kLargestFile) throw Error("{}: want a preset, got {} bytes", path, file.getSize());
  const std::unique_ptr<juce::XmlElement> root = juce::parseXML(file);
  if (root == nullptr || !root->hasTagName(kTag)) throw Error("{}: want a preset, got none", path);
  const int version = root->getIntAttribute("version");
  if (version < 1) throw Error("{}: version: want 1 or more, got {}", path, version);
  PresetEntry entry{.folder = {},
                    .name = root->getStringAttribute("name").trim().toStdString(),
                    .hint = root->getStringAttribute("hint").toStdString(),
                    .wants = root->getStringAttribute("wants").toStdString(),
                    .settings = read_settings(*root, version)};
  if (entry.name.empty()) entry.name = file.getFileNameWithoutExtension().toStdString();
  entry.settings.preset = entry.name;
  return entry;
}

void PresetLibrary::mark(const PresetEntry& entry, bool is_favourite) {
  const std::string key = key_of(entry);
  for (PresetEntry& one : entries_)
    if (key_of(one) == key) one.is_favourite = is_favourite;
  juce::StringArray names;
  for (const PresetEntry& one : entries_)
    if (one.is_favourite) names.add(juce::String::fromUTF8(key_of(one).c_str()));
  if (!folder_.createDirectory().wasOk() ||
      !favourites_file().replaceWithText(names.joinIntoString("\n") + "\n"))
    throw Error("{}: cannot be written", favourites_file().getFullPathName().toStdString());
}

Settings rolled(const Settings& now, std::span<const Parameter> locked, std::uint64_t seed) {
  using enum Parameter;
  struct Range {
    Parameter parameter;
    double chance;  ///< of not being at rest
    float rest;
    float low;
    float high;
  };
  static constexpr std::array kRanges{
      Range{kPitch, 0.5, 0, -12, 12},         Range{kFormant, 0.6, 0, -6, 6},
      Range{kTilt, 0.3, 0, -1.5F, 1.5F},      Range{kHarmonics, 0.25, 100, 0, 160},
      Range{kBreath, 0.4, 100, 40, 180},      Range{kTone, 0.25, 0, 20, 100},
      Range{kRegenerate, 0.3, 100, 30, 100},  Range{kSmear, 0.4, 0, 80, 4000},
      Range{kAttacks, 0.3, 0, 30, 100},       Range{kMix, 0.35, 100, 35, 100},
      Range{kVoice1, 0.25, 0, -7, 7},         Range{kVoice2, 0.15, 0, -7, 7},
      Range{kWaveRate, 0.5, 1, 0.1F, 6},      Range{kWaveFormant, 0.25, 0, -5, 5},
      Range{kLoudnessFormant, 0.2, 0, -6, 6}, Range{kSeed, 1.0, 0, 0, 9999}};
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<float> uniform(0.0F, 1.0F);
  Settings next = now;
  for (const Range& range : kRanges) {
    // Drawn whether locked or not, so that a lock changes nothing else.
    const bool moves = uniform(generator) < range.chance;
    const float drawn = range.low + uniform(generator) * (range.high - range.low);
    if (std::ranges::find(locked, range.parameter) != locked.end()) continue;
    const std::string id = info_of(range.parameter).id;
    const auto value = std::ranges::find(next.values, id, &std::pair<std::string, float>::first);
    if (value != next.values.end()) value->second = moves ? drawn : range.rest;
  }
  return next;
}

}  // namespace driftwave
