#include "vocoder/sounds/training/sound_set.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/audio/audio_file.h"
#include "engine/audio/resample.h"
#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/core/noise.h"
#include "engine/model/safetensors.h"

namespace driftwave::training {
namespace {

constexpr std::size_t kDraws = 5;
constexpr std::size_t kMostVariations = 8;

std::vector<std::filesystem::path> sorted_entries(const std::filesystem::path& folder, bool folders) {
  std::vector<std::filesystem::path> out;
  if (std::filesystem::is_directory(folder))
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      if (entry.is_directory() == folders && entry.path().filename().string().front() != '.')
        out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

std::string source_of(const std::filesystem::path& file) {
  const std::string stem = file.stem().string();
  const std::size_t end = stem.find("__");
  return end == std::string::npos ? stem : stem.substr(0, end);
}

/// A slope of the spectrum: a share of the first difference (bright) or of a one-pole low pass (dark).
void tilt(std::vector<float>& sound, float amount) {
  float low = 0;
  for (float& sample : sound) {
    low += 0.15F * (sample - low);
    sample = amount >= 0 ? sample - 0.8F * amount * low : sample + 2.0F * amount * (sample - low) * 0.45F;
  }
}

class Reader {
 public:
  Reader(const std::filesystem::path& folder, const SoundSetOptions& options)
      : folder_(folder), options_(options) {}

  SoundSet read() {
    for (const SoundFamily family : {SoundFamily::kOneShot, SoundFamily::kSustained})
      for (const auto& path : sorted_entries(folder_ / name_of(family), true)) list_class(path, family);
    if (set_.classes.empty())
      throw Error("{}: want folders one-shot/CLASS or sustained/CLASS, got none", folder_.string());
    std::size_t done = 0;
    for (std::size_t c = 0; c < set_.classes.size(); ++c) {
      const auto learned = static_cast<std::size_t>(
          std::ranges::count_if(files_[c], [&](const auto& file) { return !is_held_out(source_of(file)); }));
      if (learned == 0)
        throw Error("{}: {}: want sounds of sources that are not held out, got none", folder_.string(),
                    set_.classes[c].name);
      const std::size_t takes = std::clamp<std::size_t>((options_.wanted_per_class + learned - 1) / learned,
                                                        1, kMostVariations + 1);
      for (const auto& file : files_[c]) {
        add(c, file, takes);
        ++done;
        if (options_.progress) options_.progress(static_cast<double>(done) / static_cast<double>(count_));
      }
    }
    return std::move(set_);
  }

 private:
  [[nodiscard]] bool is_held_out(const std::string& source) const {
    return std::ranges::find(options_.held_out, source) != options_.held_out.end();
  }

  void list_class(const std::filesystem::path& path, SoundFamily family) {
    std::vector<std::filesystem::path> files;
    for (const auto& file : sorted_entries(path, false))
      if (is_audio_name(file)) files.push_back(file);
    if (files.empty()) throw Error("{}: want audio files, got none", path.string());
    set_.classes.push_back({.name = path.filename().string(), .family = family});
    count_ += files.size();
    files_.push_back(std::move(files));
  }

  void add(std::size_t sound_class, const std::filesystem::path& file, std::size_t takes) {
    const SoundFamily family = set_.classes[sound_class].family;
    const std::vector<float> audio = read_mono(file, kSoundRateHz);
    const std::span<const float> sound = from_onset(audio);
    if (sound.size() < 256) return;
    const std::string source = source_of(file);
    if (is_held_out(source)) takes = 1;
    for (std::size_t take = 0; take < takes; ++take) {
      AnalysedSound analysed;
      if (take == 0) {
        analysed = analyse_sound(sound, family);
      } else {
        std::array<float, kDraws> draw{};
        uniform_noise({.seed = options_.seed, .purpose = NoisePurpose::kAugment},
                      (set_.items.size() + 1) * kDraws, draw);
        analysed = analyse_sound(varied_sound(sound, family, draw), family);
      }
      const std::span<const float> levels = analysed.map.levels_db.values();
      set_.items.push_back({.sound_class = sound_class,
                            .file = std::filesystem::relative(file, folder_).string(),
                            .source = source,
                            .held_out = is_held_out(source),
                            .variation = static_cast<int>(take),
                            .descriptors = analysed.descriptors,
                            .levels_db = {levels.begin(), levels.end()}});
    }
  }

  std::filesystem::path folder_;
  const SoundSetOptions& options_;
  SoundSet set_;
  std::vector<std::vector<std::filesystem::path>> files_;
  std::size_t count_ = 0;
};

}  // namespace

std::vector<float> varied_sound(std::span<const float> audio, SoundFamily family,
                                std::span<const float> draw) {
  const bool one_shot = family == SoundFamily::kOneShot;
  const float semitones = (one_shot ? 6.0F : 2.0F) * (draw[0] - 0.5F);
  std::vector<float> out =
      resample(audio, {.from_hz = kSoundRateHz,
                       .to_hz = static_cast<int>(std::lround(kSoundRateHz * std::exp2(-semitones / 12)))});
  tilt(out, 1.6F * (draw[1] - 0.5F));
  const float peak_s = one_shot ? 0.6F : 3.0F;
  if (draw[2] < 0.5F) {  // a faster decay
    const float time_s = (one_shot ? 0.03F : 0.3F) * std::pow(2 * peak_s / 0.06F, 2 * draw[2]);
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] *= std::exp(-static_cast<float>(i) / (time_s * kSoundRateHz));
  }
  if (draw[3] < 0.4F) {  // a slower attack
    const float time_s = (one_shot ? 0.001F : 0.005F) * std::pow(one_shot ? 40.0F : 150.0F, draw[3] / 0.4F);
    const auto count = std::min(out.size(), static_cast<std::size_t>(time_s * kSoundRateHz));
    for (std::size_t i = 0; i < count; ++i) {
      const float share = static_cast<float>(i) / static_cast<float>(count);
      out[i] *= 0.02F + 0.98F * share * share;
    }
  }
  return out;
}

SoundSet read_sound_folder(const std::filesystem::path& folder, const SoundSetOptions& options) {
  return Reader(folder, options).read();
}

void save_sound_set(const std::filesystem::path& file, const SoundSet& set) {
  SoundModelConfig config{.classes = set.classes};
  nlohmann::json items = nlohmann::json::array();
  SafetensorsWriter writer;
  for (std::size_t f = 0; f < kSoundFamilies; ++f) {
    std::vector<float> levels;
    for (const SoundItem& item : set.items)
      if (set.family(item) == static_cast<SoundFamily>(f))
        levels.insert(levels.end(), item.levels_db.begin(), item.levels_db.end());
    const SoundLayout& layout = layout_of(static_cast<SoundFamily>(f));
    const auto cells = static_cast<std::int64_t>(layout.frames() * layout.columns());
    const auto rows = static_cast<std::int64_t>(levels.size()) / cells;
    if (rows > 0) writer.add("levels." + std::to_string(f), levels, {rows, cells}, DType::kF16);
  }
  std::vector<float> descriptors;
  for (const SoundItem& item : set.items) {
    descriptors.insert(descriptors.end(), item.descriptors.begin(), item.descriptors.end());
    items.push_back({item.sound_class, item.file, item.source, item.held_out, item.variation});
  }
  writer.add("descriptors", descriptors,
             {static_cast<std::int64_t>(set.items.size()), static_cast<std::int64_t>(kDescriptors)});
  writer.set_metadata("config", to_json(config).dump());
  writer.set_metadata("items", dump_json(items));
  writer.write(file);
}

SoundSet load_sound_set(const std::filesystem::path& path) {
  const SafetensorsFile file(path);
  const std::string who = path.string();
  SoundSet set;
  set.classes = sound_model_config_from_json(parse_json(file.metadata("config"), who), who).classes;
  const nlohmann::json items = parse_json(file.metadata("items"), who + ": items");
  const std::vector<float> descriptors = file.tensor("descriptors").to_floats();
  std::array<std::vector<float>, kSoundFamilies> levels;
  std::array<std::size_t, kSoundFamilies> used{};
  for (std::size_t f = 0; f < kSoundFamilies; ++f)
    if (file.contains("levels." + std::to_string(f)))
      levels[f] = file.tensor("levels." + std::to_string(f)).to_floats();
  if (!items.is_array() || descriptors.size() != items.size() * kDescriptors)
    throw Error("{}: want descriptors of {} sounds, got {}", who, items.size(),
                descriptors.size() / kDescriptors);
  for (const nlohmann::json& each : items) {
    SoundItem item{.sound_class = each.at(0),
                   .file = each.at(1),
                   .source = each.at(2),
                   .held_out = each.at(3),
                   .variation = each.at(4),
                   .levels_db = {}};
    if (item.sound_class >= set.classes.size()) throw Error("{}: items: want classes that there are", who);
    const auto f = static_cast<std::size_t>(set.family(item));
    const SoundLayout& layout = layout_of(static_cast<SoundFamily>(f));
    const std::size_t cells = layout.frames() * layout.columns();
    if (used[f] + cells > levels[f].size()) throw Error("{}: levels.{}: want a row for each sound", who, f);
    item.levels_db.assign(levels[f].begin() + static_cast<long>(used[f]),
                          levels[f].begin() + static_cast<long>(used[f] + cells));
    used[f] += cells;
    std::copy_n(descriptors.begin() + static_cast<long>(set.items.size() * kDescriptors), kDescriptors,
                item.descriptors.begin());
    set.items.push_back(std::move(item));
  }
  return set;
}

}  // namespace driftwave::training
