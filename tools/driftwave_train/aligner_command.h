#pragma once
/// `driftwave-train aligner`: a frame classifier that finds phones in recordings.
namespace CLI {
class App;
}

namespace driftwave {

void add_aligner_command(CLI::App& app);

}  // namespace driftwave
