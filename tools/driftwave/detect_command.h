#pragma once
#include <CLI/App.hpp>

namespace driftwave {

/// As the commands in command.h.
void add_detect_command(CLI::App& app);

}  // namespace driftwave
