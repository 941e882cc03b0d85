#pragma once
/// `driftwave-train acoustic`: text to mel and pitch.
namespace CLI {
class App;
}

namespace driftwave {

void add_acoustic_command(CLI::App& app);

}  // namespace driftwave
