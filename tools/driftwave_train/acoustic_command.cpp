#include "tools/driftwave_train/acoustic_command.h"

#include <ATen/Parallel.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "engine/core/error.h"
#include "engine/training/shards.h"
#include "tools/driftwave_train/parallel_options.h"
#include "tts/training/acoustic_task.h"

namespace driftwave {
namespace {

struct AcousticArguments {
  std::vector<std::filesystem::path> data;
  AcousticTaskOptions task;
  training::LoopOptions loop{.folder = {},
                             .steps = 4000,
                             .warmup_steps = 200,
                             .decay_fraction = 0.6,
                             .log_every = 50,
                             .validate_every = 500};
  std::string voice;
  std::string licence;
  ParallelOptions parallel;
  int threads = 1;
  bool flow = false;
  bool pitch = false;
  bool full_precision = false;
};

void report(const AcousticDataset& dataset, const MelSettings& mel) {
  const double seconds = static_cast<double>(dataset.train_frames()) / mel.frames_per_second();
  std::fprintf(stderr, "acoustic: %zu utterances (%.1f minutes) to learn, %zu held out, %zu left out\n",
               dataset.train.size(), seconds / 60, dataset.validation.size(), dataset.left_out);
}

void run_acoustic(AcousticArguments& arguments) {
  const auto processes = join_processes(arguments.parallel, "cpu");
  const bool first = training::is_first(processes.get());
  arguments.loop.processes = processes.get();
  arguments.loop.accumulate = arguments.parallel.accumulate;
  arguments.loop.checkpoint_every_seconds = arguments.parallel.checkpoint_seconds;
  at::set_num_threads(arguments.threads);
  arguments.task.network.bfloat16 = !arguments.full_precision;
  arguments.task.stage = arguments.flow    ? AcousticStage::kFlow
                         : arguments.pitch ? AcousticStage::kPitch
                                           : AcousticStage::kMean;
  std::filesystem::create_directories(arguments.loop.folder);
  const training::ShardSet shards(arguments.data);
  AcousticDataset dataset = make_acoustic_dataset(shards, arguments.task.config);
  if (first) {
    report(dataset, arguments.task.config.mel);
    write_alignment(arguments.loop.folder / "alignment.tsv", dataset);
  }
  const auto task = make_acoustic_task(std::move(dataset), arguments.task);
  const bool finished = training::run_training(*task, arguments.loop);
  if (!first) return;
  if (!finished) {
    std::fprintf(stderr, "acoustic: stopped early; go on with --resume\n");
    return;
  }
  std::map<std::string, std::string> card;
  if (!arguments.voice.empty()) card["voice"] = arguments.voice;
  if (!arguments.licence.empty()) card["licence"] = arguments.licence;
  const std::filesystem::path file = arguments.loop.folder / "acoustic.safetensors";
  export_acoustic_model(file, *task, DType::kF16, card);
  std::fprintf(stderr, "acoustic: wrote %s\n", file.string().c_str());
}

}  // namespace

void add_acoustic_command(CLI::App& app) {
  auto arguments = std::make_shared<AcousticArguments>();
  CLI::App* command = app.add_subcommand("acoustic", "Train the acoustic model: text to mel and pitch");
  command->add_option("--data", arguments->data, "Folders of shards from `prepare`")->required();
  command->add_option("--out", arguments->loop.folder, "Folder for checkpoints, log and model")->required();
  command->add_option("--steps", arguments->loop.steps, "Updates in all")->capture_default_str();
  command->add_option("--batch", arguments->task.batch, "Utterances a step")->capture_default_str();
  command->add_flag("--flow", arguments->flow, "Second stage: train the flow around the mean of --initial");
  command->add_flag("--pitch", arguments->pitch, "Last stage: learn the melody of --initial anew")
      ->excludes("--flow");
  command->add_option("--initial", arguments->task.initial, "Checkpoint or model to start from")
      ->check(CLI::ExistingFile);
  command->add_option("--flow-channels", arguments->task.config.flow_channels, "Width of the flow")
      ->capture_default_str();
  command->add_option("--flow-blocks", arguments->task.config.flow_blocks, "Depth of the flow")
      ->capture_default_str();
  command->add_option("--learning-rate", arguments->loop.learning_rate, "Peak rate")->capture_default_str();
  command->add_option("--dropout", arguments->task.network.dropout, "Of encoder, decoder and flow")
      ->check(CLI::Range(0.0, 0.9))
      ->capture_default_str();
  command->add_option("--heads-dropout", arguments->task.network.heads_dropout, "Of durations and pitch")
      ->check(CLI::Range(0.0, 0.9))
      ->capture_default_str();
  command->add_option("--validate-every", arguments->loop.validate_every, "Updates between validations")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--seed", arguments->task.seed, "Weights, batches, noise")->capture_default_str();
  command->add_option("--threads", arguments->threads, "CPU threads")->capture_default_str();
  command->add_flag("--checkpoint-activations", arguments->task.network.checkpoint_activations,
                    "Compute the blocks again on the way back: less memory, more time");
  add_parallel_options(*command, arguments->parallel);
  command->add_option("--voice", arguments->voice, "Name for the model file");
  command->add_option("--licence", arguments->licence, "Licence of the recordings, for the model file");
  command->add_flag("--full-precision", arguments->full_precision, "Products in float32 instead of bfloat16");
  command->add_flag("--resume", arguments->loop.resume, "Go on from the folder's checkpoint");
  command->callback([arguments] { run_acoustic(*arguments); });
}

}  // namespace driftwave
