#include "tools/driftwave_train/sounds_command.h"

#include <ATen/Context.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "engine/core/error.h"
#include "engine/core/standard_streams.h"
#include "engine/training/cpu.h"
#include "vocoder/sounds/training/sound_task.h"

namespace driftwave {
namespace {

struct SoundsRun {
  std::filesystem::path data;
  std::filesystem::path folder;
  training::SoundSetOptions set;
  training::LoopOptions loop{.folder = {}, .steps = 8000, .learning_rate = 1e-3};
  training::SoundTaskOptions task;
  SoundModelConfig model;
  int threads = 1;
  std::string licence;
};

/// The folder's sounds as maps: as a run before found them, where there was one.
training::SoundSet analysed(const SoundsRun& run) {
  const std::filesystem::path file = run.folder / "sounds.safetensors";
  if (std::filesystem::exists(file)) {
    say("sounds from {}; remove it to analyse the folder again\n", file.string());
    return training::load_sound_set(file);
  }
  training::SoundSetOptions options = run.set;
  int shown = 0;
  options.progress = [&](double share) {
    const int tenths = static_cast<int>(share * 10);
    if (tenths > shown) say("analysed {} %\n", 10 * tenths);
    shown = tenths;
  };
  training::SoundSet set = training::read_sound_folder(run.data, options);
  std::filesystem::create_directories(run.folder);
  training::save_sound_set(file, set);
  return set;
}

void train(SoundsRun run) {
  training::use_threads(run.threads);
  run.loop.folder = run.folder;
  training::refuse_old_run(run.loop);
  run.set.seed = run.task.seed;
  const training::SoundSet set = analysed(run);
  run.model.classes = set.classes;
  const training::SoundStatistics statistics = training::sound_statistics(set, run.model, run.task.seed);
  say("{} sounds in {} classes; {} components hold {:.1f} % of one-shots and {:.1f} % of sustained sounds\n",
      set.items.size(), set.classes.size(), run.model.coefficients, 100 * statistics.bases[0].explained,
      100 * statistics.bases[1].explained);
  at::manual_seed(run.task.seed);
  const auto network = training::make_sound_network(run.model);
  const auto task = training::make_sound_task(run.model, set, statistics, *network, run.task);
  const bool finished = training::run_training(*task, run.loop);
  std::map<std::string, std::string> metadata{{"config", to_json(run.model).dump()}};
  if (!run.licence.empty()) metadata["licence"] = run.licence;
  const std::filesystem::path file = run.folder / "model.safetensors";
  training::export_sound_model(file, *network, statistics, metadata);
  say("wrote {}\n", file.string());
  if (!finished) say("stopped early; the same command with --resume goes on\n");
}

}  // namespace

void add_sounds_command(CLI::App& app) {
  auto run = std::make_shared<SoundsRun>();
  CLI::App* command = app.add_subcommand("sounds", "Train the model that makes sounds from nothing");
  const auto add = [command](const char* flag, auto& value, const char* help) {
    return command->add_option(flag, value, help)->capture_default_str();
  };
  command
      ->add_option("--data", run->data, "Folder with one-shot/CLASS and sustained/CLASS, each of audio files")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("--out", run->folder, "Folder for analysis, checkpoint, log and model")->required();
  command->add_option("--held-out", run->set.held_out,
                      "Sources (what stands before __ in file names) that only validate");
  add("--per-class", run->set.wanted_per_class, "Vary a class's sounds until there are so many");
  add("--steps", run->loop.steps, "Updates");
  add("--rate", run->loop.learning_rate, "Learning rate");
  add("--batch", run->task.batch, "Sounds of each family in a step")->check(CLI::Range(1, 4096));
  add("--channels", run->model.channels, "Width of the network")->check(CLI::Range(8, 4096));
  add("--blocks", run->model.blocks, "Depth of the network")->check(CLI::Range(1, 64));
  add("--coefficients", run->model.coefficients, "Principal components of a sound")
      ->check(CLI::Range(2, 4096));
  add("--seed", run->task.seed, "Seed of everything random");
  add("--validate-every", run->loop.validate_every, "Updates between validations");
  add("--threads", run->threads, "CPU threads");
  command->add_flag("--resume", run->loop.resume, "Go on with the run in --out; the other options as before");
  command->add_option("--licence", run->licence, "Licence of the weights, for the model file");
  command->callback([run] { train(*run); });
}

}  // namespace driftwave
