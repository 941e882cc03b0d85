#pragma once
/// Test data in columns between tabs; lines that begin with # are comments.
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "engine/core/error.h"

namespace driftwave::test {

/// @throws Error with the line that has another number of columns.
inline std::vector<std::vector<std::string>> labelled_lines(const std::filesystem::path& path,
                                                            std::size_t count) {
  std::ifstream file(path);
  std::vector<std::vector<std::string>> lines;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string> columns(1);
    for (const char c : line) {
      if (c == '\t') {
        columns.emplace_back();
      } else {
        columns.back() += c;
      }
    }
    if (columns.size() != count)
      throw Error("{}: want {} columns, got \"{}\"", path.filename().string(), count, line);
    lines.push_back(std::move(columns));
  }
  return lines;
}

}  // namespace driftwave::test
