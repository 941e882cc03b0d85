#pragma once
/// The commands of `driftwave`, and what they share with main: exit status 2 for wrong use.
#include <CLI/App.hpp>
#include <algorithm>
#include <thread>

#include "engine/core/error.h"

namespace driftwave {

/// Wrong use of the program, as opposed to a failure while doing as asked.
class UsageError : public Error {
 public:
  using Error::Error;
};

/// As many threads as the machine has, at most 8: the result does not depend on it.
[[nodiscard]] inline int default_threads() {
  return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 8U));
}

/// Each registers one command; parsing runs it. Commands throw UsageError (exit 2), BrokenPipe (0) or any
/// other exception (1).
void add_speak_command(CLI::App& app);
void add_sing_command(CLI::App& app);
void add_read_command(CLI::App& app);
void add_record_command(CLI::App& app);
void add_vocode_command(CLI::App& app);
void add_mel_command(CLI::App& app);
void add_vary_command(CLI::App& app);
void add_inpaint_command(CLI::App& app);
void add_extend_command(CLI::App& app);
void add_morph_command(CLI::App& app);
void add_make_command(CLI::App& app);
void add_trace_command(CLI::App& app);
void add_voices_command(CLI::App& app);
void add_devices_command(CLI::App& app);
void add_info_command(CLI::App& app);
void add_bench_command(CLI::App& app);
void add_eval_command(CLI::App& app);

}  // namespace driftwave
