/// driftwave morph: one recording on its way to another.
#include <memory>
#include <string>
#include <utility>

#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/edit_recording.h"
#include "tools/driftwave/progress_bar.h"
#include "vocoder/editing/morph.h"

namespace driftwave {
namespace {

struct MorphCommand {
  EditOptions edit;
  std::string first;
  std::string second;
  double amount = 0.5;
  double to = -1;  ///< -1: as amount
};

void run_morph(const MorphCommand& command) {
  const ChosenVocoder chosen = open_vocoder(command.edit);
  const int rate_hz = chosen.mel().sample_rate_hz;
  const AudioBuffer first = read_audio_or_stdin(command.first);
  const AudioBuffer second = read_audio_or_stdin(command.second);
  const double to = command.to < 0 ? command.amount : command.to;
  AudioBuffer after{.samples = {}, .channels = 1, .sample_rate_hz = rate_hz};
  {
    ProgressBar bar("morphing");
    after.samples = morph(*chosen.vocoder, mono_at(first, rate_hz), mono_at(second, rate_hz),
                          {.from = command.amount, .to = to}, vocoder_options(command.edit, shown_by(bar)));
  }
  const std::string shares =
      to == command.amount ? fmt::format("{:g}", to) : fmt::format("{:g} to {:g}", command.amount, to);
  write_picture(command.edit, chosen.mel().sample_rate_hz,
                {{.title = "first: " + command.first, .audio = &first},
                 {.title = "morphed, share of the second " + shares, .audio = &after},
                 {.title = "second: " + command.second, .audio = &second}});
  write_edited(command.edit, chosen,
               {.audio = std::move(after),
                .command = "morph",
                .settings = fmt::format("amount={:g} to={:g}", command.amount, to),
                .marked = {}});
}

}  // namespace

void add_morph_command(CLI::App& app) {
  const auto command = std::make_shared<MorphCommand>();
  CLI::App* added = app.add_subcommand("morph", "A sound between two recordings, aligned in time");
  added->add_option("first", command->first, "Audio file")->required();
  added->add_option("second", command->second, "Audio file")->required();
  added->add_option("--amount", command->amount, "Share of the second, 0 to 1")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  added
      ->add_option("--to", command->to,
                   "Share at the end, which it goes to from --amount (default: --amount)")
      ->check(CLI::Range(0.0, 1.0));
  add_output_options(*added, command->edit);
  add_vocoder_options(*added, command->edit);
  added->callback([command] { run_morph(*command); });
}

}  // namespace driftwave
