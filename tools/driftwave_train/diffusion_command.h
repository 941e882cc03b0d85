#pragma once
/// `driftwave-train diffwave` and `driftwave-train wavegrad`: the classic waveform diffusion models.
namespace CLI {
class App;
}

namespace driftwave {

void add_diffusion_commands(CLI::App& app);

}  // namespace driftwave
