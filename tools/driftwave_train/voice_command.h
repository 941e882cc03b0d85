#pragma once
/// `driftwave-train voice`: recordings of a person to a voice that speaks, in one command.
namespace CLI {
class App;
}

namespace driftwave {

void add_voice_command(CLI::App& app);

}  // namespace driftwave
