#include "tools/driftwave_train/completion_command.h"

#include <ATen/Context.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "engine/core/error.h"
#include "engine/training/checkpoint.h"
#include "engine/training/cpu.h"
#include "tools/driftwave_train/parallel_options.h"
#include "vocoder/training/mel_completion_task.h"

namespace driftwave {
namespace {

struct CompletionRun {
  std::vector<std::string> data;
  std::filesystem::path folder;
  training::LoopOptions loop{.folder = {}, .steps = 4000, .learning_rate = 1e-3};
  training::MelCompletionTaskOptions task;
  ParallelOptions parallel;
  int threads = 1;
  std::string licence;
};

void train(CompletionRun run) {
  const auto processes = join_processes(run.parallel, "cpu");
  training::use_threads(run.threads);
  const bool first = training::is_first(processes.get());
  run.loop.folder = run.folder;
  if (first) training::refuse_old_run(run.loop);
  const training::ShardSet shards({run.data.begin(), run.data.end()});
  at::manual_seed(run.task.seed);
  const MelCompletionConfig config;
  const auto network = training::make_mel_completion_network(config);
  const auto task = training::make_mel_completion_task(config, shards, *network, run.task);
  run.loop.processes = processes.get();
  run.loop.accumulate = run.parallel.accumulate;
  run.loop.checkpoint_every_seconds = run.parallel.checkpoint_seconds;
  const bool finished = training::run_training(*task, run.loop);
  if (!first) return;
  std::map<std::string, std::string> metadata{{"architecture", kMelCompletionArchitecture},
                                              {"config", to_json(config).dump()}};
  if (!run.licence.empty()) metadata["licence"] = run.licence;
  const std::filesystem::path file = run.folder / "mel_completion.safetensors";
  training::export_weights(file, network->module(), metadata, DType::kF16);
  std::fprintf(stderr, "wrote %s\n", file.string().c_str());
  if (!finished) std::fprintf(stderr, "stopped early; the same command with --resume goes on\n");
}

}  // namespace

void add_completion_command(CLI::App& app) {
  auto run = std::make_shared<CompletionRun>();
  CLI::App* command =
      app.add_subcommand("completion", "Train the model that fills gaps and missing bands of mels");
  const auto add = [command](const char* flag, auto& value, const char* help) {
    return command->add_option(flag, value, help)->capture_default_str();
  };
  command->add_option("--data", run->data, "Folders of shards")->required();
  command->add_option("--out", run->folder, "Folder for checkpoint, log and model")->required();
  add("--steps", run->loop.steps, "Updates");
  add("--rate", run->loop.learning_rate, "Learning rate");
  add("--batch", run->task.batch, "Crops in a step")->check(CLI::Range(1, 4096));
  add("--frames", run->task.frames, "Frames in a crop")->check(CLI::Range(64, 4096));
  add("--seed", run->task.seed, "Seed of everything random");
  add("--validate-every", run->loop.validate_every, "Updates between validations");
  add("--threads", run->threads, "CPU threads");
  add_parallel_options(*command, run->parallel);
  command->add_flag("--resume", run->loop.resume, "Go on with the run in --out; the other options as before");
  command->add_option("--licence", run->licence, "Licence of the weights, for the model file");
  command->callback([run] { train(*run); });
}

}  // namespace driftwave
