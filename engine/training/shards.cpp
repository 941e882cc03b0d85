#include "engine/training/shards.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/model/safetensors.h"

namespace driftwave::training {
namespace {

constexpr std::size_t kUtterancesPerShard = 128;

std::int64_t length(std::size_t n) {
  return static_cast<std::int64_t>(n);
}

void check_lengths(const Utterance& u, const ShardSettings& settings, const std::string& who) {
  const std::size_t frames = u.audio.size() / static_cast<std::size_t>(settings.hop_samples) + 1;
  if (u.f0_hz.size() != frames || u.voicing.size() != frames || u.phase_rad.size() != frames)
    throw Error("{}: utterance {}: want {} pitch frames, got {} / {} / {}", who, u.id, frames, u.f0_hz.size(),
                u.voicing.size(), u.phase_rad.size());
  for (const Array2<float>& mel : u.told_mels)
    if (mel.rows() != frames || mel.cols() != u.told_mels.front().cols())
      throw Error("{}: utterance {}: want {} frames of {} told mels, got {} of {}", who, u.id, frames,
                  u.told_mels.front().cols(), mel.rows(), mel.cols());
}

std::vector<Array2<float>> read_told_mels(const TensorView& tensor, const std::string& who) {
  if (tensor.shape.size() != 3) throw Error("{}/told_mels: want [D, F, M]", who);
  const auto rows = static_cast<std::size_t>(tensor.shape[1]);
  const auto columns = static_cast<std::size_t>(tensor.shape[2]);
  const std::vector<float> values = tensor.to_floats();
  std::vector<Array2<float>> mels(static_cast<std::size_t>(tensor.shape[0]), {rows, columns});
  auto from = values.begin();
  for (Array2<float>& mel : mels) {
    std::copy_n(from, mel.size(), mel.data());
    from += static_cast<std::ptrdiff_t>(mel.size());
  }
  return mels;
}

void add_told_mels(SafetensorsWriter& writer, const Utterance& u) {
  std::vector<float> values;
  for (const Array2<float>& mel : u.told_mels)
    values.insert(values.end(), mel.values().begin(), mel.values().end());
  const Array2<float>& first = u.told_mels.front();
  writer.add(u.id + "/told_mels", values,
             {length(u.told_mels.size()), length(first.rows()), length(first.cols())}, DType::kF16);
}

/// @return the folder's shards by name
std::vector<std::filesystem::path> shard_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("shard-") && name.ends_with(".safetensors")) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

ShardSet::ShardSet(const std::vector<std::filesystem::path>& folders) {
  for (const auto& folder : folders) {
    if (!std::filesystem::is_directory(folder))
      throw Error("{}: want a folder of shards, got no such folder", folder.string());
    const std::vector<std::filesystem::path> files = shard_files(folder);
    if (files.empty())
      throw Error("{}: holds no shard-*.safetensors (run driftwave-train prepare)", folder.string());
    for (const auto& file : files) load(file);
  }
}

void ShardSet::load(const std::filesystem::path& path) {
  const SafetensorsFile file(path, false);
  const nlohmann::json settings_json = parse_json(file.metadata("settings"), path.string() + ": settings");
  ConfigReader reader(settings_json, path.string() + ": settings");
  ShardSettings settings;
  reader.required("sample_rate_hz", settings.sample_rate_hz);
  reader.required("hop_samples", settings.hop_samples);
  reader.finish();
  if (settings.hop_samples <= 0) throw Error("{}: hop_samples: want > 0", path.string());
  if (!utterances_.empty() && !(settings == settings_))
    throw Error("{}: want {} Hz with hop {} as in the other shards, got {} Hz with hop {}", path.string(),
                settings_.sample_rate_hz, settings_.hop_samples, settings.sample_rate_hz,
                settings.hop_samples);
  settings_ = settings;

  const nlohmann::json list = parse_json(file.metadata("utterances"), path.string() + ": utterances");
  for (const auto& item : list) {
    Utterance u;
    ConfigReader entry(item, path.string() + ": utterances");
    entry.required("id", u.id);
    entry.required("split", u.split);
    entry.optional("text", u.text);
    entry.optional("speaker", u.speaker);
    entry.finish();
    const TensorView& audio = file.tensor(u.id + "/audio");
    if (audio.dtype != DType::kI16) throw Error("{}: {}/audio: want I16", path.string(), u.id);
    u.audio.resize(audio.count());
    std::memcpy(u.audio.data(), audio.bytes.data(), audio.bytes.size());
    u.f0_hz = file.tensor(u.id + "/f0_hz").to_floats();
    u.voicing = file.tensor(u.id + "/voicing").to_floats();
    u.phase_rad = file.tensor(u.id + "/phase_rad").to_floats();
    if (file.contains(u.id + "/phonemes")) u.phonemes = file.tensor(u.id + "/phonemes").to_ints();
    if (file.contains(u.id + "/told_mels"))
      u.told_mels = read_told_mels(file.tensor(u.id + "/told_mels"), path.string() + ": " + u.id);
    check_lengths(u, settings, path.string());
    utterances_.push_back(std::move(u));
  }
}

std::vector<std::size_t> ShardSet::of_split(const std::string& split) const {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < utterances_.size(); ++i)
    if (utterances_[i].split == split) indices.push_back(i);
  return indices;
}

void write_shard(const std::filesystem::path& file, const ShardSettings& settings,
                 const std::vector<Utterance>& utterances) {
  SafetensorsWriter writer;
  nlohmann::json list = nlohmann::json::array();
  for (const Utterance& u : utterances) {
    check_lengths(u, settings, file.string());
    list.push_back({{"id", u.id}, {"split", u.split}, {"text", u.text}, {"speaker", u.speaker}});
    writer.add(u.id + "/audio", std::span<const std::int16_t>(u.audio), {length(u.audio.size())});
    writer.add(u.id + "/f0_hz", std::span<const float>(u.f0_hz), {length(u.f0_hz.size())});
    writer.add(u.id + "/voicing", std::span<const float>(u.voicing), {length(u.voicing.size())});
    writer.add(u.id + "/phase_rad", std::span<const float>(u.phase_rad), {length(u.phase_rad.size())});
    if (!u.phonemes.empty())
      writer.add(u.id + "/phonemes", std::span<const std::int32_t>(u.phonemes), {length(u.phonemes.size())});
    if (!u.told_mels.empty()) add_told_mels(writer, u);
  }
  writer.set_metadata("utterances", dump_json(list));
  writer.set_metadata("settings", nlohmann::json{{"sample_rate_hz", settings.sample_rate_hz},
                                                 {"hop_samples", settings.hop_samples}}
                                      .dump());
  writer.write(file);
}

ShardWriter::ShardWriter(std::filesystem::path folder, const ShardSettings& settings)
    : folder_(std::move(folder)), settings_(settings) {
  std::filesystem::create_directories(folder_);
  if (!shard_files(folder_).empty())
    throw Error("{}: holds shards already, want a new or empty folder", folder_.string());
}

void ShardWriter::add(Utterance utterance) {
  pending_.push_back(std::move(utterance));
  if (pending_.size() == kUtterancesPerShard) flush();
}

std::size_t ShardWriter::finish() {
  if (!pending_.empty()) flush();
  return shards_;
}

void ShardWriter::flush() {
  write_shard(folder_ / fmt::format("shard-{:04}.safetensors", shards_), settings_, pending_);
  ++shards_;
  pending_.clear();
}

}  // namespace driftwave::training
