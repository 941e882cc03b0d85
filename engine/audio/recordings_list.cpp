#include "engine/audio/recordings_list.h"

#include <fstream>

#include "engine/core/error.h"

namespace driftwave {

std::vector<ListedRecording> read_recordings_list(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw Error("{}: cannot be read", file.string());
  std::vector<ListedRecording> recordings;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    const auto bar = line.find('|');
    const auto last = line.rfind('|');
    if (bar == 0 || bar == std::string::npos || last + 1 == line.size())
      throw Error("{}:{}: want \"id|text\" or \"id|text|text in words\", got \"{}\"", file.string(), number,
                  line);
    recordings.push_back({.id = line.substr(0, bar), .text = line.substr(last + 1), .line = line});
  }
  return recordings;
}

}  // namespace driftwave
