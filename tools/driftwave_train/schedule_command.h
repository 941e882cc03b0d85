#pragma once
#include <CLI/CLI.hpp>

namespace driftwave {

/// `driftwave-train schedule`: searches the best way to take few steps, and stores it in a copy of the model.
void add_schedule_command(CLI::App& app);

}  // namespace driftwave
