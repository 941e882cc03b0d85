#pragma once
/// metadata.csv: which recordings a folder holds, and what they say.
#include <filesystem>
#include <string>
#include <vector>

namespace driftwave {

struct ListedRecording {
  std::string id;
  std::string text;  ///< the last column
  std::string line;  ///< as it stands in the file
};

/// Lines "id|text" or "id|text|text in words"; empty ones are passed over.
/// @throws Error naming the file, and the line that is none of them.
[[nodiscard]] std::vector<ListedRecording> read_recordings_list(const std::filesystem::path& file);

}  // namespace driftwave
