#include "engine/training/progress.h"

#include <fstream>
#include <sstream>

#include "engine/core/error.h"

namespace driftwave::training {

std::string progress_line(const ProgressState& state, const Metrics& terms) {
  const double rate =
      state.seconds_this_run > 0 ? static_cast<double>(state.steps_this_run) / state.seconds_this_run : 0.0;
  std::string line = fmt::format("step {}/{}", state.step, state.steps);
  for (const auto& [name, value] : terms) line += fmt::format("  {} {:.4f}", name, value);
  line +=
      fmt::format("  |g| {:.2f}  lr {:.1e}  {:.2f} steps/s", state.gradient_norm, state.learning_rate, rate);
  if (rate > 0)
    line += fmt::format("  {:.0f} min left", static_cast<double>(state.steps - state.step) / rate / 60);
  return line;
}

CsvLog::CsvLog(std::filesystem::path file, std::int64_t resume_step) : file_(std::move(file)) {
  std::string kept = "step,seconds,kind,name,value\n";
  if (resume_step > 0 && std::filesystem::exists(file_)) {
    std::ifstream in(file_);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line))
      if (std::strtoll(line.c_str(), nullptr, 10) <= resume_step) kept += line + "\n";
  }
  std::ofstream out(file_, std::ios::trunc);
  out << kept;
  if (!out.flush()) throw Error("{}: cannot be written", file_.string());
}

void CsvLog::append(const ProgressState& state, const std::string& kind, const Metrics& values) {
  std::ofstream out(file_, std::ios::app);
  for (const auto& [name, value] : values)
    out << fmt::format("{},{:.1f},{},{},{:.6g}\n", state.step, state.seconds_total, kind, name, value);
  if (!out.flush()) throw Error("{}: cannot be written", file_.string());
}

}  // namespace driftwave::training
