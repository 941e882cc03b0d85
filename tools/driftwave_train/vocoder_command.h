#pragma once
/// `driftwave-train vocoder` and `driftwave-train resume`: mel to sound.
namespace CLI {
class App;
}

namespace driftwave {

void add_vocoder_commands(CLI::App& app);

}  // namespace driftwave
