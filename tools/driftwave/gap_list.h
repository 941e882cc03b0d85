#pragma once
/// Which parts of a recording are to be filled, as people write it.
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "tools/driftwave/mel_image.h"

namespace driftwave {

/// "1.2-1.35", in seconds. @return none unless 0 <= first < last.
[[nodiscard]] std::optional<TimeRange> parse_gap(const std::string& text);

/// One gap a line, "first last" in seconds and then anything: Audacity's label tracks are such files. Empty
/// lines and lines that begin with # are left out.
/// @param name stands for the lines in messages. @throws Error naming it and the line.
[[nodiscard]] std::vector<TimeRange> parse_gaps(std::istream& lines, const std::string& name);
/// As parse_gaps().
[[nodiscard]] std::vector<TimeRange> read_gaps(const std::filesystem::path& file);

}  // namespace driftwave
