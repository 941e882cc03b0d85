#pragma once
#include <CLI/CLI.hpp>

namespace driftwave {

/// `driftwave-train compress`: a smaller copy of a model.
void add_compress_command(CLI::App& app);

}  // namespace driftwave
