#pragma once
#include <CLI/App.hpp>

namespace driftwave {

/// `driftwave-train sounds`: the model that `driftwave make` draws sounds with.
void add_sounds_command(CLI::App& app);

}  // namespace driftwave
