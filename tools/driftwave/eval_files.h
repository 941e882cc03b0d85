#pragma once
/// Folders of recordings, as `driftwave eval` takes them.
#include <filesystem>
#include <map>
#include <string>

namespace driftwave {

/// Audio files of a folder by file stem. @throws Error when it is none, or two files share a stem.
[[nodiscard]] std::map<std::string, std::filesystem::path> audio_by_stem(const std::filesystem::path& folder);

}  // namespace driftwave
