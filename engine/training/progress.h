#pragma once
/// The progress line on stderr and the CSV log of a training run.
#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/training/loop.h"

namespace driftwave::training {

struct ProgressState {
  std::int64_t step = 0;
  std::int64_t steps = 0;
  double seconds_this_run = 0;
  std::int64_t steps_this_run = 0;
  double seconds_total = 0;
  double learning_rate = 0;
  double gradient_norm = 0;
};

/// "step 1200/8000  loss 1.234  prior 0.9  lr 1.0e-03  2.31 steps/s  49 min left"
[[nodiscard]] std::string progress_line(const ProgressState& state, const Metrics& terms);

/// Appends rows "step,seconds,kind,name,value"; a resumed run goes on in the same file.
class CsvLog {
 public:
  /// Rows of steps after `resume_step` (a killed run's tail) are dropped.
  /// @throws Error naming the file when it cannot be written.
  CsvLog(std::filesystem::path file, std::int64_t resume_step);
  void append(const ProgressState& state, const std::string& kind, const Metrics& values);

 private:
  std::filesystem::path file_;
};

}  // namespace driftwave::training
