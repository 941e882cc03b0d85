#include "tools/driftwave_train/aligner_command.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "engine/training/cpu.h"
#include "engine/training/shards.h"
#include "tts/training/phone_classifier_task.h"

namespace driftwave {
namespace {

struct AlignerArguments {
  std::vector<std::filesystem::path> data;
  std::filesystem::path earlier;
  PhoneClassifierTaskOptions task;
  training::LoopOptions loop{.folder = {},
                             .steps = 2000,
                             .warmup_steps = 100,
                             .decay_fraction = 0.6,
                             .ema_decay = 0.995,
                             .log_every = 50,
                             .validate_every = 500};
  int threads = 1;
};

void run_aligner(AlignerArguments& arguments) {
  training::use_threads(arguments.threads);
  training::refuse_old_run(arguments.loop);
  std::filesystem::create_directories(arguments.loop.folder);
  const training::ShardSet shards(arguments.data);
  AcousticConfig config;
  add_speakers(config, shards);
  arguments.task.config.symbols = config.symbols;
  arguments.task.config.mels = config.mel.mels;
  std::unique_ptr<PhoneClassifier> earlier;
  if (!arguments.earlier.empty()) earlier = load_phone_classifier(arguments.earlier);
  const auto task =
      make_phone_classifier_task(make_acoustic_dataset(shards, config, earlier.get()), arguments.task);
  if (!training::run_training(*task, arguments.loop)) {
    std::fprintf(stderr, "aligner: stopped early; go on with --resume\n");
    return;
  }
  const std::filesystem::path file = arguments.loop.folder / "aligner.safetensors";
  export_phone_classifier(file, *task);
  std::fprintf(stderr, "aligner: wrote %s\n", file.string().c_str());
}

}  // namespace

void add_aligner_command(CLI::App& app) {
  auto arguments = std::make_shared<AlignerArguments>();
  CLI::App* command =
      app.add_subcommand("aligner", "Train a frame classifier that finds phones in recordings");
  command->add_option("--data", arguments->data, "Folders of shards from `prepare`")->required();
  command->add_option("--out", arguments->loop.folder, "Folder for checkpoints, log and model")->required();
  command
      ->add_option("--aligner", arguments->earlier,
                   "An earlier classifier, to learn from its alignment; without one from that of Gaussians")
      ->check(CLI::ExistingFile);
  command->add_option("--steps", arguments->loop.steps, "Updates in all")->capture_default_str();
  command->add_option("--batch", arguments->task.batch, "Utterances a step")->capture_default_str();
  command->add_option("--learning-rate", arguments->loop.learning_rate, "Peak rate")->capture_default_str();
  command->add_option("--dropout", arguments->task.dropout, "Of the blocks")
      ->check(CLI::Range(0.0, 0.9))
      ->capture_default_str();
  command->add_option("--validate-every", arguments->loop.validate_every, "Updates between validations")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--seed", arguments->task.seed, "Weights, batches, masks")->capture_default_str();
  command->add_option("--threads", arguments->threads, "CPU threads")->capture_default_str();
  command->add_flag("--resume", arguments->loop.resume, "Go on from the folder's checkpoint");
  command->callback([arguments] { run_aligner(*arguments); });
}

}  // namespace driftwave
