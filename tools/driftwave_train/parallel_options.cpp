#include "tools/driftwave_train/parallel_options.h"

#include <CLI/CLI.hpp>

#include "engine/core/error.h"
#include "engine/training/local_launcher.h"

namespace driftwave {

void add_processes_option(CLI::App& command, ParallelOptions& options) {
  command
      .add_option(
          "--processes", options.processes,
          "Processes of this machine that share each step; across machines use torchrun, mpirun or srun")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
}

void add_parallel_options(CLI::App& command, ParallelOptions& options) {
  add_processes_option(command, options);
  command
      .add_option(
          "--accumulate", options.accumulate,
          "Passes that each process makes over its share of the batch: less memory, the same gradient")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  command.add_option("--checkpoint-every", options.checkpoint_seconds, "Seconds between checkpoints")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
}

std::unique_ptr<training::ProcessGroup> join_processes(const ParallelOptions& options,
                                                       const std::string& device) {
  const auto place = training::process_place(training::this_environment());
  if (!place) {
    if (options.processes == 1) return nullptr;
    throw CLI::RuntimeError(training::launch_processes(options.processes));
  }
  if (options.processes != 1 && options.processes != place->size)
    throw Error("--processes: want 1 or {}, which {} has started, got {}", place->size, place->launcher,
                options.processes);
  return training::make_process_group(*place, {.device = device});
}

std::string own_device(const std::string& device, const training::ProcessGroup* processes) {
  if (device != "cuda" || processes == nullptr) return device;
  return fmt::format("cuda:{}", processes->place().local_rank);
}

}  // namespace driftwave
