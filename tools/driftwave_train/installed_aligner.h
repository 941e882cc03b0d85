#pragma once
/// The model that finds phones, where the program's models lie.
#include <filesystem>

namespace driftwave {

/// @throws Error naming the option `--aligner` when there is none
[[nodiscard]] std::filesystem::path installed_aligner();

}  // namespace driftwave
