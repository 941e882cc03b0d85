/// driftwave vary: variations of a recording by noise and denoising.
#include <memory>
#include <string>
#include <utility>

#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/edit_recording.h"
#include "vocoder/editing/vary.h"

namespace driftwave {
namespace {

struct VaryCommand {
  EditOptions edit;
  std::string input;
  double strength = 0.5;
};

void run_vary(const VaryCommand& command) {
  const ChosenVocoder chosen = open_vocoder(command.edit);
  const AudioBuffer before = read_audio_or_stdin(command.input);
  AudioBuffer after = edit_channels(before, chosen.mel(), command.edit, "varying",
                                    [&](std::span<const float> channel, const VocoderOptions& options) {
                                      return vary(*chosen.vocoder, channel, command.strength, options);
                                    });
  write_picture(command.edit, chosen.mel().sample_rate_hz,
                {{.title = "before: " + command.input, .audio = &before},
                 {.title = fmt::format("after: strength {:g}", command.strength), .audio = &after}});
  write_edited(command.edit, chosen,
               {.audio = std::move(after),
                .command = "vary",
                .settings = fmt::format("strength={:g}", command.strength),
                .marked = {}});
}

}  // namespace

void add_vary_command(CLI::App& app) {
  const auto command = std::make_shared<VaryCommand>();
  CLI::App* added =
      app.add_subcommand("vary", "Another take of a recording: noise up to some strength, then denoising");
  added->add_option("input", command->input, "Audio file, or - for standard input")->required();
  added
      ->add_option("--strength", command->strength,
                   "0 keeps the recording, 1 keeps only its spectrum's shape, its pitch and its phase")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  add_output_options(*added, command->edit);
  add_vocoder_options(*added, command->edit);
  added->callback([command] { run_vary(*command); });
}

}  // namespace driftwave
