#pragma once
/// The mel completion model of the edits that need one.
#include <filesystem>
#include <optional>
#include <string>

#include "vocoder/mel_completion/mel_completion.h"

namespace driftwave {

/// The model that is installed beside the voices, if there is one.
[[nodiscard]] std::optional<std::filesystem::path> installed_completion();

/// @param file empty: the installed one. @throws Error when there is none.
[[nodiscard]] MelCompletion open_completion(const std::string& file);

}  // namespace driftwave
