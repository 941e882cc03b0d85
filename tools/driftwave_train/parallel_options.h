#pragma once
/// Options of every command that trains: how a step is split over processes and passes, and when it is saved.
#include <CLI/App.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/training/process_group.h"

namespace driftwave {

struct ParallelOptions {
  int processes = 1;
  std::int64_t accumulate = 1;
  double checkpoint_seconds = 300;
};

void add_processes_option(CLI::App& command, ParallelOptions& options);
/// All of them.
void add_parallel_options(CLI::App& command, ParallelOptions& options);

/// Joins the other processes when a launcher started this one. Otherwise starts `processes` copies of this
/// program if more than one is asked for, waits for them and ends by CLI::RuntimeError with their exit
/// status. To be called before anything is read or written.
/// @return null for a process that trains alone.
[[nodiscard]] std::unique_ptr<training::ProcessGroup> join_processes(const ParallelOptions& options,
                                                                     const std::string& device);

/// "cuda" in a group is this process's own GPU.
[[nodiscard]] std::string own_device(const std::string& device, const training::ProcessGroup* processes);

}  // namespace driftwave
