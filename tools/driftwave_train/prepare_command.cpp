#include "tools/driftwave_train/prepare_command.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>

#include "tools/driftwave_train/recordings.h"
#include "tts/text/front_end.h"

namespace driftwave {
namespace {

struct PrepareArguments {
  std::filesystem::path data;
  std::filesystem::path out;
  std::string language = "en-us";
  PrepareOptions options;
  int validation_every = 27;
  bool without_text = false;
};

void run_prepare(const PrepareArguments& arguments) {
  const std::vector<Recording> recordings = read_recordings(arguments.data);
  training::ShardWriter writer(arguments.out, arguments.options.settings);
  std::optional<TextFrontEnd> front_end;
  if (!arguments.without_text)
    front_end.emplace(FrontEndOptions{.language = arguments.language, .espeak_data = {}});
  double seconds = 0;
  NoiseFloors floors;
  HeldOutTexts held_out(arguments.validation_every);
  for (std::size_t i = 0; i < recordings.size(); ++i) {
    training::Utterance u =
        prepare_recording(arguments.options, recordings[i], front_end ? &*front_end : nullptr, floors);
    u.split = held_out.split_of(recordings[i].text);
    seconds += static_cast<double>(u.audio.size()) / arguments.options.settings.sample_rate_hz;
    writer.add(std::move(u));
    if (isatty(STDERR_FILENO) != 0)
      std::fprintf(stderr, "\r%zu/%zu utterances, %.1f min", i + 1, recordings.size(), seconds / 60);
  }
  const std::size_t shards = writer.finish();
  std::fprintf(stderr, "%sprepared %zu utterances (%.1f min) in %zu shards in %s\n",
               isatty(STDERR_FILENO) != 0 ? "\n" : "", recordings.size(), seconds / 60, shards,
               arguments.out.string().c_str());
  const auto count = static_cast<double>(recordings.size());
  if (arguments.options.denoise)
    std::fprintf(stderr, "noise between words: %.1f dB under the speech, %.1f dB before denoising\n",
                 -floors.after_db / count, -floors.before_db / count);
}

}  // namespace

void add_prepare_command(CLI::App& app) {
  auto arguments = std::make_shared<PrepareArguments>();
  CLI::App* command = app.add_subcommand("prepare", "Pack recordings and texts into shards for training");
  command->add_option("--data", arguments->data, "Folder with metadata.csv (id|text) and audio/")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("--out", arguments->out, "Folder for the shards")->required();
  command->add_option("--speaker", arguments->options.speaker, "Name of the speaker");
  command->add_option("--language", arguments->language, "espeak-ng voice for the texts")
      ->capture_default_str();
  command->add_option("--rate", arguments->options.settings.sample_rate_hz, "Sample rate in Hz")
      ->capture_default_str();
  command->add_option("--hop", arguments->options.settings.hop_samples, "Hop in samples")
      ->capture_default_str();
  command
      ->add_option("--validation-every", arguments->validation_every,
                   "One text of so many is held out, with all its takes")
      ->check(CLI::Range(2, 1000000))
      ->capture_default_str();
  command->add_flag("--denoise", arguments->options.denoise,
                    "Remove the steady noise of each recording (log-spectral-amplitude Wiener filter)");
  command->add_flag("--without-text", arguments->without_text, "No phonemes: data for the vocoder alone");
  command->callback([arguments] { run_prepare(*arguments); });
}

}  // namespace driftwave
