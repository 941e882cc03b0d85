#pragma once
/// The files that an SSML document may open: those of one folder. Private to tts/ssml.cpp and its tests.
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace driftwave {

/// The file that a URI names, relative to `folder` or absolute, with or without "file://".
/// @throws Error that says why it may not be opened: another scheme, a place outside the folder (links are
/// followed before that is decided), or no such file. Without a folder nothing may be.
[[nodiscard]] std::filesystem::path ssml_file(std::string_view uri,
                                              const std::optional<std::filesystem::path>& folder);

}  // namespace driftwave
