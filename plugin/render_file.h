#pragma once
/// A file through the plugin, without a host.
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace driftwave {

struct RenderRequest {
  std::filesystem::path input;
  std::filesystem::path side = {};  ///< the side chain's recording, for Morph; its mean is heard
  std::filesystem::path midi = {};  ///< a MIDI file whose notes are played
  std::filesystem::path output;     ///< .wav, .flac or another that engine/audio writes
  std::string preset = "Resynthesis";
  /// In place of the preset: a saved state (saved_state.h).
  std::filesystem::path state = {};
  /// Parameters set after the preset: "pitch=3.5", by id.
  std::vector<std::string> values = {};
  std::size_t block = 512;
  double tail_seconds = 0;  ///< rendered after the input's end
};

/// Renders offline, with all steps; the output has the input's rate, channels (two at most) and length, with
/// the tail behind it and the latency taken off. @return what the player should know, a line each.
/// @throws Error naming what is wrong with the request, the files or the model.
[[nodiscard]] std::vector<std::string> render_file(const RenderRequest& request);

/// For a command line with --render: does it. @return the exit status, or nothing when there is no --render.
[[nodiscard]] std::optional<int> render_from_command_line(int argc, char** argv);

}  // namespace driftwave
