#pragma once
/// `driftwave-train prepare`: recordings and their texts to shards.
namespace CLI {
class App;
}

namespace driftwave {

void add_prepare_command(CLI::App& app);

}  // namespace driftwave
