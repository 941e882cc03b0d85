#include "tools/driftwave_train/diffusion_command.h"

#include <ATen/Context.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/training/checkpoint.h"
#include "engine/training/cpu.h"
#include "tools/driftwave_train/parallel_options.h"
#include "vocoder/diffwave/config.h"
#include "vocoder/diffwave/network.h"
#include "vocoder/training/epsilon_task.h"
#include "vocoder/wavegrad/config.h"
#include "vocoder/wavegrad/network.h"

namespace driftwave {
namespace {

struct DiffusionRun {
  std::vector<std::string> data;
  std::filesystem::path folder;
  std::string config = "base";
  training::LoopOptions loop{.folder = {}, .steps = 100000, .learning_rate = 2e-4};
  training::EpsilonTaskOptions task;
  bool even = false;
  ParallelOptions parallel;
  int threads = 1;
  std::string voice;
  std::string licence;
};

struct Model {
  std::string architecture;
  nlohmann::json config;
  DiffusionSettings settings;
  NetworkTime time = NetworkTime::kTrainingStep;
  std::unique_ptr<EpsilonNetwork> network;
};

Model make_diffwave(const std::string& name) {
  const DiffWaveConfig config = name == "base"    ? diffwave_base()
                                : name == "large" ? diffwave_large()
                                                  : diffwave_config_from_json(read_json(name), name);
  return {.architecture = kDiffWaveArchitecture,
          .config = to_json(config),
          .settings = config.diffusion,
          .time = NetworkTime::kTrainingStep,
          .network = make_diffwave_network(config)};
}

Model make_wavegrad(const std::string& name) {
  const WaveGradConfig config =
      name == "base" ? wavegrad_base() : wavegrad_config_from_json(read_json(name), name);
  return {.architecture = kWaveGradArchitecture,
          .config = to_json(config),
          .settings = config.diffusion,
          .time = NetworkTime::kNoiseLevel,
          .network = make_wavegrad_network(config)};
}

void train(DiffusionRun run, Model (*make)(const std::string&)) {
  const auto processes = join_processes(run.parallel, run.task.device);
  training::use_threads(run.threads);
  const bool first = training::is_first(processes.get());
  run.loop.folder = run.folder;
  if (first) training::refuse_old_run(run.loop);
  const training::ShardSet shards({run.data.begin(), run.data.end()});
  at::manual_seed(run.task.seed);
  const Model model = make(run.config);
  run.task.importance = !run.even;
  run.task.device = own_device(run.task.device, processes.get());
  const auto task =
      training::make_epsilon_task(model.settings, model.time, model.config, shards, *model.network, run.task);
  run.loop.processes = processes.get();
  run.loop.accumulate = run.parallel.accumulate;
  run.loop.checkpoint_every_seconds = run.parallel.checkpoint_seconds;
  const bool finished = training::run_training(*task, run.loop);
  if (!first) return;
  std::map<std::string, std::string> metadata{{"architecture", model.architecture},
                                              {"config", model.config.dump()}};
  if (!run.voice.empty()) metadata["voice"] = run.voice;
  if (!run.licence.empty()) metadata["licence"] = run.licence;
  const std::filesystem::path file = run.folder / "model.safetensors";
  training::export_weights(file, model.network->module(), metadata, DType::kF16);
  std::fprintf(stderr, "wrote %s\n", file.string().c_str());
  if (!finished) std::fprintf(stderr, "stopped early; the same command with --resume goes on\n");
}

void add_command(CLI::App& app, const char* name, const char* text, const char* configs,
                 const DiffusionRun& defaults, Model (*make)(const std::string&)) {
  auto run = std::make_shared<DiffusionRun>(defaults);
  CLI::App* command = app.add_subcommand(name, text);
  const auto add = [command](const char* flag, auto& value, const char* help) {
    return command->add_option(flag, value, help)->capture_default_str();
  };
  command->add_option("--data", run->data, "Folders of shards")->required();
  command->add_option("--out", run->folder, "Folder for checkpoint, log and model")->required();
  add("--config", run->config, configs);
  add("--steps", run->loop.steps, "Updates");
  add("--rate", run->loop.learning_rate, "Learning rate");
  add("--batch", run->task.batch, "Crops in a step")->check(CLI::Range(1, 4096));
  add("--frames", run->task.frames, "Frames in a crop")->check(CLI::Range(1, 4096));
  add("--seed", run->task.seed, "Seed of everything random");
  add("--validate-every", run->loop.validate_every, "Updates between validations");
  add("--ema", run->loop.ema_decay, "Decay of the moving average of the weights")
      ->check(CLI::Range(0.0, 1.0));
  add("--device", run->task.device, "cpu or cuda");
  add("--threads", run->threads, "CPU threads");
  add_parallel_options(*command, run->parallel);
  command->add_flag("--even", run->even, "Draw timesteps evenly instead of by their loss");
  command->add_flag("--squared-error", run->task.squared_error, "Squared instead of absolute error");
  command->add_flag("--resume", run->loop.resume, "Go on with the run in --out; the other options as before");
  command->add_option("--voice", run->voice, "Name of the voice, for the model file");
  command->add_option("--licence", run->licence, "Licence of the weights, for the model file");
  command->callback([run, make] { train(*run, make); });
}

}  // namespace

void add_diffusion_commands(CLI::App& app) {
  DiffusionRun diffwave;
  diffwave.task.batch = 16;
  add_command(app, "diffwave", "Train DiffWave", "base, large, or a JSON file", diffwave, make_diffwave);
  DiffusionRun wavegrad;
  wavegrad.task.batch = 32;
  wavegrad.task.frames = 24;
  add_command(app, "wavegrad", "Train WaveGrad", "base, or a JSON file", wavegrad, make_wavegrad);
}

}  // namespace driftwave
