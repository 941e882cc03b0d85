#pragma once

namespace CLI {
class App;
}

namespace driftwave {

/// `driftwave-train cut`.
void add_cut_command(CLI::App& app);

}  // namespace driftwave
