#pragma once
#include <CLI/App.hpp>

namespace driftwave {

/// `driftwave-train completion`: the model that fills gaps and missing bands of mels.
void add_completion_command(CLI::App& app);

}  // namespace driftwave
