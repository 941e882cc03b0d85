#include "tools/driftwave/record/recordings_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "engine/audio/recordings_list.h"
#include "engine/core/atomic_file.h"
#include "engine/core/error.h"

namespace driftwave {

RecordingsFolder::RecordingsFolder(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  std::filesystem::create_directories(folder_ / "audio", error);
  if (error) throw Error("{}: cannot be made: {}", (folder_ / "audio").string(), error.message());
  const std::filesystem::path file = folder_ / "metadata.csv";
  if (!std::filesystem::exists(file)) return;
  for (const ListedRecording& listed : read_recordings_list(file)) {
    texts_.insert(listed.text);
    metadata_ += listed.line + "\n";
  }
}

std::string RecordingsFolder::add(const std::string& text, const AudioBuffer& audio) {
  std::string id;
  for (std::size_t number = texts_.size() + 1; id.empty(); ++number) {
    const std::string free = fmt::format("{:04}", number);
    if (!std::filesystem::exists(folder_ / "audio" / (free + ".flac"))) id = free;
  }
  // A bar divides the line.
  std::string said = text;
  std::ranges::replace(said, '|', ' ');
  write_audio(folder_ / "audio" / (id + ".flac"), audio);
  metadata_ += fmt::format("{}|{}\n", id, said);
  write_file(folder_ / "metadata.csv", std::as_bytes(std::span<const char>(metadata_)));
  texts_.insert(text);
  return id;
}

}  // namespace driftwave
