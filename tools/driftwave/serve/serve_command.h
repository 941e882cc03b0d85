#pragma once
#include <CLI/App.hpp>

namespace driftwave {

/// As the others of tools/driftwave/command.h.
void add_serve_command(CLI::App& app);

}  // namespace driftwave
