#include "tools/driftwave_train/voice_command.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>

#include "engine/core/error.h"
#include "engine/core/standard_streams.h"
#include "engine/model/safetensors.h"
#include "engine/training/cpu.h"
#include "tools/driftwave_train/installed_aligner.h"
#include "tools/driftwave_train/voice/result.h"
#include "tts/voice_search.h"

namespace driftwave {
namespace {

struct VoiceArguments {
  VoicePlan plan;
  std::string base = kDefaultVoice;
  std::optional<std::int64_t> steps;
  std::optional<double> learning_rate;
};

/// A line from the terminal. @throws Error naming the option when there is no terminal or no answer.
std::string ask(const std::string& question, const char* option) {
  if (isatty(STDIN_FILENO) == 0)
    throw Error("{}: a voice is made with the consent of the person who speaks: want it said", option);
  say("{}\n> ", question);
  std::string answer;
  std::getline(std::cin, answer);
  if (answer.find_first_not_of(" \t") == std::string::npos)
    throw Error("{}: want an answer, got none: no voice is made without", option);
  return answer;
}

/// Asked before anything is computed, and never guessed.
void ask_for_consent(VoicePlan& plan) {
  if (plan.person.empty()) plan.person = ask("Who speaks in these recordings? (a name)", "--person");
  if (plan.licence.empty())
    plan.licence =
        ask("Under which licence may the voice be used? (CC0-1.0, CC-BY-4.0, private use ...)", "--licence");
  if (plan.consent.empty())
    plan.consent = ask(fmt::format("What has {} agreed to, or which licence of the recordings allows a "
                                   "synthetic voice? (one line)",
                                   plan.person),
                       "--consent");
}

void fill_in(VoiceArguments& arguments) {
  VoicePlan& plan = arguments.plan;
  if (plan.name.empty() || plan.name.front() == '.' || plan.name.find('/') != std::string::npos)
    throw Error("--name: want a name for a folder, got \"{}\"", plan.name);
  plan.base = find_voice(arguments.base).folder;
  if (plan.aligner.empty()) plan.aligner = installed_aligner();
  if (plan.work.empty()) plan.work = plan.name + "-training";
  if (plan.out.empty()) {
    const char* home = std::getenv("HOME");
    if (home == nullptr || *home == '\0') throw Error("--out: want a folder for the voice: HOME is not set");
    plan.out = std::filesystem::path(home) / ".local/share/driftwave/voices" / plan.name;
  }
  plan.steps = arguments.steps.value_or(plan.sample ? 150 : 800);
  plan.learning_rate = arguments.learning_rate.value_or(plan.sample ? 1e-2 : 3e-4);
  if (std::filesystem::exists(plan.out))
    throw Error("--out: {}: is there already; a voice is not written over", plan.out.string());
}

void report(const VoicePlan& plan, const VoiceData& data) {
  std::size_t used = 0;
  for (const RecordingReport& recording : data.reports) {
    if (recording.used) ++used;
    if (!recording.what_is_wrong.empty())
      say("voice: {}{}: {}\n", recording.id, recording.used ? "" : " (left out)", recording.what_is_wrong);
  }
  say("voice: {} of {} recordings used, {:.1f} min; {} says more\n", used, data.reports.size(), data.minutes,
      (plan.work / "recordings.tsv").string());
}

double hours_trained(const VoicePlan& plan) {
  const SafetensorsFile checkpoint(plan.work / "acoustic" / "checkpoint.safetensors");
  return std::strtod(checkpoint.metadata("seconds").c_str(), nullptr) / 3600;
}

void run_voice(VoiceArguments& arguments) {
  VoicePlan& plan = arguments.plan;
  fill_in(arguments);
  ask_for_consent(plan);
  begin_or_go_on(plan);
  training::use_threads(plan.threads);
  const Voice base = load_voice(plan.base);
  const InitialModel initial = read_initial_model(base.acoustic_file);
  if (initial.config.speakers.empty())
    throw Error("--base: {}: want a voice whose model tells speakers apart", base.acoustic_file.string());

  const VoiceData data = prepare_voice_data(plan, initial);
  report(plan, data);
  const std::vector<Likeness> ranking = rank_speakers(plan, data, initial);
  const std::string& like = ranking.front().speaker;
  say("voice: begins as {}\n", like.empty() ? "the mean of all speakers" : like);
  if (!std::filesystem::exists(plan.work / "acoustic.safetensors") &&
      !learn_voice(plan, data, initial, like)) {
    say("voice: stopped early; the same command goes on\n");
    return;
  }
  say("voice: measuring\n");
  const std::filesystem::path partial = plan.out.string() + ".partial";
  Voice voice = write_voice(plan, data, base, partial);
  const VoiceMeasures measures = measure_voice(voice, plan, data);
  write_card(voice, plan, data, base, ranking, measures, hours_trained(plan));
  std::filesystem::rename(partial, plan.out);
  say("voice: wrote {}: pitch {:.0f} Hz (recorded {:.0f}), fit {:.2f} (recorded {:.2f}); hear it with\n"
      "  driftwave speak --voice {} \"Hello.\"\n",
      plan.out.string(), measures.spoken_f0_hz, measures.recorded_f0_hz, measures.spoken_fit,
      measures.recorded_fit, plan.out.is_absolute() ? plan.out.string() : "./" + plan.out.string());
}

}  // namespace

void add_voice_command(CLI::App& app) {
  auto arguments = std::make_shared<VoiceArguments>();
  VoicePlan& plan = arguments->plan;
  CLI::App* command = app.add_subcommand(
      "voice", "Make a voice from a person's recordings; called again, it goes on where it was stopped");
  command->add_option("--recordings", plan.recordings, "Folder with metadata.csv (id|text) and audio/")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("--name", plan.name, "Name of the voice and of its speaker")->required();
  command->add_option("--language", plan.language, "espeak-ng voice of the texts")->capture_default_str();
  command->add_option("--person", plan.person, "Who speaks; asked for when it is not given");
  command->add_option("--licence", plan.licence, "Licence of the voice; asked for when it is not given");
  command->add_option(
      "--consent", plan.consent,
      "What that person has agreed to, or the licence of the recordings that allows it; asked "
      "for when it is not given");
  command->add_option("--out", plan.out, "Folder of the voice (default: where `driftwave` looks for voices)");
  command->add_option("--work", plan.work, "Folder for what is made on the way (default: NAME-training)");
  command->add_option("--base", arguments->base, "Voice whose models learn on")->capture_default_str();
  command->add_option("--aligner", plan.aligner, "Classifier from `aligner` (default: the one installed)")
      ->check(CLI::ExistingFile);
  command->add_flag("--sample", plan.sample,
                    "Learn who speaks alone, from half a minute: minutes of work, less likeness");
  command->add_option("--steps", arguments->steps, "Updates (default: 800, with --sample 150)")
      ->check(CLI::PositiveNumber);
  command->add_option("--batch", plan.batch, "Sentences an update")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--learning-rate", arguments->learning_rate,
                      "Peak rate (default: 0.0003, with --sample 0.01)");
  command->add_option("--phone-weight", plan.phone_weight, "As of `acoustic`")->capture_default_str();
  command->add_option("--seed", plan.seed, "Batches and noise")->capture_default_str();
  command->add_option("--threads", plan.threads, "CPU threads")->capture_default_str();
  command->callback([arguments] { run_voice(*arguments); });
}

}  // namespace driftwave
