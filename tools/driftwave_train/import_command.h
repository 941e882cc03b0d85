#pragma once
/// `driftwave-train import`: public checkpoints of DiffWave and WaveGrad as model files.
namespace CLI {
class App;
}

namespace driftwave {

void add_import_command(CLI::App& app);

}  // namespace driftwave
