#pragma once

namespace CLI {
class App;
}

namespace driftwave {

/// Adds `mels`: what an acoustic model makes of recordings, for the vocoder to learn from.
void add_mels_command(CLI::App& app);

}  // namespace driftwave
