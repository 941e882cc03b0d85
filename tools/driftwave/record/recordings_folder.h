#pragma once
/// A folder of recordings as `driftwave-train voice` and `prepare` want it: metadata.csv and audio/.
#include <filesystem>
#include <set>
#include <string>

#include "engine/audio/audio_file.h"

namespace driftwave {

class RecordingsFolder {
 public:
  /// Makes the folder, or goes on with what it holds.
  /// @throws Error naming the file or line that cannot be read, or what cannot be made.
  explicit RecordingsFolder(std::filesystem::path folder);

  [[nodiscard]] bool holds(const std::string& text) const { return texts_.contains(text); }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }
  /// Writes audio/ID.flac, then the line of metadata.csv: a recording without a line is no recording.
  /// @return the id. @throws Error naming what cannot be written.
  std::string add(const std::string& text, const AudioBuffer& audio);

 private:
  std::filesystem::path folder_;
  std::set<std::string> texts_;
  std::string metadata_;  ///< all lines so far
};

}  // namespace driftwave
