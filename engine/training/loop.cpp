#include "engine/training/loop.h"

#include <torch/torch.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <numbers>

#include "engine/core/error.h"
#include "engine/training/adamw.h"
#include "engine/training/checkpoint.h"
#include "engine/training/progress.h"

namespace driftwave::training {
namespace {

std::atomic<bool> stop_asked{false};

void ask_to_stop(int) {
  stop_asked = true;
}

/// Restores the previous handlers when the run ends.
class StopOnSignal {
 public:
  StopOnSignal() {
    stop_asked = false;
    old_interrupt_ = std::signal(SIGINT, ask_to_stop);
    old_terminate_ = std::signal(SIGTERM, ask_to_stop);
  }
  ~StopOnSignal() {
    std::signal(SIGINT, old_interrupt_);
    std::signal(SIGTERM, old_terminate_);
  }
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;

 private:
  void (*old_interrupt_)(int);
  void (*old_terminate_)(int);
};

double now_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Metrics to_metrics(const StepResult& result) {
  Metrics values{{"loss", result.loss.item<double>()}};
  for (const auto& [name, tensor] : result.terms) values.emplace_back(name, tensor.item<double>());
  return values;
}

/// One run: the state that its phases share.
class Run {
 public:
  Run(TrainingTask& task, const LoopOptions& options)
      : task_(task),
        options_(options),
        optimizer_(task.network()),
        checkpoint_file_(options.folder / "checkpoint.safetensors") {
    std::filesystem::create_directories(options.folder);
    if (options.resume) {
      const CheckpointInfo info = load_checkpoint(checkpoint_file_, optimizer_, task.config(), task.state());
      state_.step = info.step;
      seconds_before_ = info.seconds;
    }
    state_.steps = options.steps;
    log_.emplace(options.folder / "log.csv", state_.step);
  }

  bool go() {
    const StopOnSignal signals;
    started_ = saved_ = now_seconds();
    task_.network().train();
    while (state_.step < options_.steps && !stop_asked) one_step();
    save();
    optimizer_.swap_averages();
    return state_.step >= options_.steps;
  }

 private:
  void one_step() {
    AdamWRates rates{.learning_rate = learning_rate_at(options_, state_.step),
                     .beta1 = options_.beta1,
                     .beta2 = options_.beta2,
                     .weight_decay = options_.weight_decay,
                     .clip_norm = options_.clip_norm,
                     .ema_decay = options_.ema_decay};
    optimizer_.zero_grad();
    const StepResult result = task_.loss(state_.step);
    result.loss.backward();
    state_.gradient_norm = optimizer_.update(state_.step, rates);
    state_.learning_rate = rates.learning_rate;
    bad_steps_ = std::isfinite(state_.gradient_norm) ? 0 : bad_steps_ + 1;
    if (bad_steps_ >= 10)
      throw Error("training: the gradient was not finite in ten steps on end, the last one {}", state_.step);
    ++state_.step;
    ++state_.steps_this_run;
    state_.seconds_this_run = now_seconds() - started_;
    state_.seconds_total = seconds_before_ + state_.seconds_this_run;
    if (state_.step % options_.log_every == 0) report(to_metrics(result));
    if (state_.step % options_.validate_every == 0 || state_.step == options_.steps) validate();
    if (now_seconds() - saved_ > options_.checkpoint_every_seconds) save();
  }

  void report(const Metrics& terms) {
    log_->append(state_, "train", terms);
    if (!options_.progress) return;
    const bool terminal = isatty(STDERR_FILENO) != 0;
    std::fprintf(stderr, terminal ? "\r\033[K%s" : "%s\n", progress_line(state_, terms).c_str());
  }

  void validate() {
    torch::NoGradGuard no_grad;
    optimizer_.swap_averages();
    task_.network().eval();
    const Metrics metrics = task_.validate();
    task_.network().train();
    optimizer_.swap_averages();
    log_->append(state_, "validation", metrics);
    if (!options_.progress) return;
    std::string line = fmt::format("validation at step {}:", state_.step);
    for (const auto& [name, value] : metrics) line += fmt::format("  {} {:.4f}", name, value);
    std::fprintf(stderr, "%s%s\n", isatty(STDERR_FILENO) != 0 ? "\n" : "", line.c_str());
  }

  void save() {
    save_checkpoint(checkpoint_file_, optimizer_,
                    {.step = state_.step, .seconds = state_.seconds_total, .config = task_.config()},
                    task_.state());
    saved_ = now_seconds();
  }

  TrainingTask& task_;
  const LoopOptions& options_;
  AdamW optimizer_;
  std::filesystem::path checkpoint_file_;
  std::optional<CsvLog> log_;
  ProgressState state_;
  double seconds_before_ = 0;
  double started_ = 0;
  double saved_ = 0;
  int bad_steps_ = 0;
};

}  // namespace

double learning_rate_at(const LoopOptions& options, std::int64_t step) {
  const auto at = static_cast<double>(step);
  if (step < options.warmup_steps)
    return options.learning_rate * (at + 1) / static_cast<double>(options.warmup_steps);
  const double decay_steps = options.decay_fraction * static_cast<double>(options.steps);
  const double left = static_cast<double>(options.steps) - at;
  if (decay_steps <= 0 || left >= decay_steps) return options.learning_rate;
  const double half_cosine = 0.5 - 0.5 * std::cos(std::numbers::pi * std::max(left, 0.0) / decay_steps);
  return options.learning_rate * (options.final_rate_ratio + (1 - options.final_rate_ratio) * half_cosine);
}

bool run_training(TrainingTask& task, const LoopOptions& options) {
  if (options.steps <= 0) throw Error("training: steps: want > 0, got {}", options.steps);
  Run run(task, options);
  return run.go();
}

}  // namespace driftwave::training
