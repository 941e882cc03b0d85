/// driftwave extend: the upper bands that a recording never had.
#include <memory>
#include <string>
#include <utility>

#include "engine/audio/resample.h"
#include "tools/driftwave/audio_io.h"
#include "tools/driftwave/edit_recording.h"
#include "tools/driftwave/open_completion.h"
#include "vocoder/editing/extend.h"

namespace driftwave {
namespace {

struct ExtendCommand {
  EditOptions edit;
  std::string input;
  std::string completion;
  double cutoff_hz = 0;  ///< 0: as the recording says
};

/// To the vocoder's rate, which has room for the new bands; a recording of a higher rate keeps its own.
AudioBuffer with_room(const AudioBuffer& audio, int rate_hz) {
  if (audio.sample_rate_hz >= rate_hz) return audio;
  AudioBuffer wide{.samples = {}, .channels = audio.channels, .sample_rate_hz = rate_hz, .bits = audio.bits};
  for (int c = 0; c < audio.channels; ++c) {
    const std::vector<float> channel =
        resample(channel_of(audio, c), {.from_hz = audio.sample_rate_hz, .to_hz = rate_hz});
    wide.samples.resize(channel.size() * static_cast<std::size_t>(audio.channels));
    set_channel(wide, c, channel);
  }
  return wide;
}

void run_extend(const ExtendCommand& command) {
  const ChosenVocoder chosen = open_vocoder(command.edit);
  const MelCompletion completion = open_completion(command.completion);
  const AudioBuffer given = read_audio_or_stdin(command.input);
  const AudioBuffer before = with_room(given, chosen.mel().sample_rate_hz);
  const double cutoff_hz =
      command.cutoff_hz > 0
          ? command.cutoff_hz
          : estimate_bandwidth_hz(mono_at(before, chosen.mel().sample_rate_hz), chosen.mel());
  AudioBuffer after = edit_channels(before, chosen.mel(), command.edit, "extending",
                                    [&](std::span<const float> channel, const VocoderOptions& options) {
                                      return extend(*chosen.vocoder, completion, channel, cutoff_hz, options);
                                    });
  write_picture(command.edit, chosen.mel().sample_rate_hz,
                {{.title = "before: " + command.input, .audio = &before, .marked_hz = cutoff_hz},
                 {.title = fmt::format("after: new above {:.0f} Hz", cutoff_hz),
                  .audio = &after,
                  .marked_hz = cutoff_hz}});
  write_edited(command.edit, chosen,
               {.audio = std::move(after),
                .command = "extend",
                .settings = fmt::format("cutoff_hz={:.0f}", cutoff_hz),
                .marked = {}});
}

}  // namespace

void add_extend_command(CLI::App& app) {
  const auto command = std::make_shared<ExtendCommand>();
  CLI::App* added = app.add_subcommand("extend", "Add the upper bands that a narrow recording lacks");
  added->add_option("input", command->input, "Audio file, or - for standard input")->required();
  added
      ->add_option("--cutoff", command->cutoff_hz,
                   "Where the recording's band ends, in Hz (default: found in the recording)")
      ->check(CLI::Range(1000.0, 96000.0));
  added->add_option("--completion", command->completion, "Mel completion model (default: the one installed)");
  add_output_options(*added, command->edit);
  add_vocoder_options(*added, command->edit);
  added->callback([command] { run_extend(*command); });
}

}  // namespace driftwave
