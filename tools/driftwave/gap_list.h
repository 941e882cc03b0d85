#pragma once
/// Which parts of a recording are to be filled, as people write it.
#include <filesystem>
#include <string>
#include <vector>

#include "tools/driftwave/mel_image.h"

namespace driftwave {

/// "1.2-1.35", in seconds. @throws UsageError unless 0 <= first < last.
[[nodiscard]] TimeRange gap_from_string(const std::string& text);

/// One gap a line, "first last" in seconds and then anything: Audacity's label tracks are such files. Empty
/// lines and lines that begin with # are left out. @throws Error naming file and line.
[[nodiscard]] std::vector<TimeRange> read_gaps(const std::filesystem::path& file);

}  // namespace driftwave
