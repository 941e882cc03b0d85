#include "engine/training/loop.h"

#include <ATen/ATen.h>
#include <torch/nn/module.h>
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
#include "engine/training/process_group.h"
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

/// Loss and terms of a step, summed over its parts.
class StepSums {
 public:
  void add(const StepResult& result) {
    std::vector<at::Tensor> values{result.loss.detach()};
    names_ = {"loss"};
    for (const auto& [name, tensor] : result.terms) {
      names_.push_back(name);
      values.push_back(tensor);
    }
    const at::Tensor weighted = at::stack(values).to(at::kFloat) * result.weight;
    sums_ = sums_.defined() ? sums_ + weighted : weighted;
  }
  [[nodiscard]] const at::Tensor& values() const { return sums_; }
  [[nodiscard]] Metrics metrics() const {
    const at::Tensor values = sums_.to(at::kCPU);
    Metrics metrics;
    for (std::size_t i = 0; i < names_.size(); ++i)
      metrics.emplace_back(names_[i], values.data_ptr<float>()[i]);
    return metrics;
  }

 private:
  std::vector<std::string> names_;
  at::Tensor sums_;
};

/// One run: the state that its phases share.
class Run {
 public:
  Run(TrainingTask& task, const LoopOptions& options)
      : task_(task),
        options_(options),
        optimizer_(task.network()),
        first_(is_first(options.processes)),
        checkpoint_file_(options.folder / "checkpoint.safetensors") {
    if (first_) {
      std::filesystem::create_directories(options.folder);
      if (options.resume) {
        const CheckpointInfo info =
            load_checkpoint(checkpoint_file_, optimizer_, task.config(), task.state());
        state_.step = info.step;
        seconds_before_ = info.seconds;
      }
      log_.emplace(options.folder / "log.csv", state_.step);
    }
    state_.steps = options.steps;
    if (options.processes != nullptr) begin_together(*options.processes);
  }

  bool go() {
    const StopOnSignal signals;
    started_ = saved_ = now_seconds();
    task_.network().train();
    stop_ = options_.processes == nullptr && stop_asked;
    while (state_.step < options_.steps && !stop_) one_step();
    if (first_) save();
    optimizer_.swap_averages();
    if (options_.processes != nullptr) wait_for_first(*options_.processes);
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
    const StepSums sums = all_parts();
    stop_ = stop_asked;
    if (options_.processes != nullptr) share(*options_.processes, sums);
    task_.end_step(state_.step);
    state_.gradient_norm = optimizer_.update(state_.step, rates);
    state_.learning_rate = rates.learning_rate;
    bad_steps_ = std::isfinite(state_.gradient_norm) ? 0 : bad_steps_ + 1;
    if (bad_steps_ >= 10)
      throw Error("training: the gradient was not finite in ten steps on end, the last one {}", state_.step);
    ++state_.step;
    ++state_.steps_this_run;
    state_.seconds_this_run = now_seconds() - started_;
    state_.seconds_total = seconds_before_ + state_.seconds_this_run;
    if (!first_) return;
    if (state_.step % options_.log_every == 0) report(sums.metrics());
    if (state_.step % options_.validate_every == 0 || state_.step == options_.steps) validate();
    if (now_seconds() - saved_ > options_.checkpoint_every_seconds) save();
  }

  /// Leaves the gradient of this process's parts in the parameters: of the whole batch when it is alone.
  StepSums all_parts() {
    const int processes = options_.processes == nullptr ? 1 : options_.processes->place().size;
    const int rank = options_.processes == nullptr ? 0 : options_.processes->place().rank;
    StepSums sums;
    for (std::int64_t i = 0; i < options_.accumulate; ++i) {
      const StepResult result = task_.loss(
          state_.step, {.index = rank * options_.accumulate + i, .count = processes * options_.accumulate});
      (result.weight == 1 ? result.loss : result.loss * result.weight).backward();
      sums.add(result);
    }
    return sums;
  }

  /// Sums what the processes have found in a step, and agrees on whether it is the last.
  void share(ProcessGroup& group, const StepSums& sums) {
    std::vector<at::Tensor> tensors;
    for (const auto& p : optimizer_.parameters())
      if (p.value.grad().defined()) tensors.push_back(p.value.grad());
    tensors.push_back(sums.values());
    if (const at::Tensor findings = task_.findings(); findings.defined()) tensors.push_back(findings);
    const at::Tensor stop = at::full({1}, stop_ ? 1.0F : 0.0F);
    tensors.push_back(stop);
    sum_over_processes(group, tensors);
    stop_ = stop.item<float>() > 0;
  }

  /// All processes take over what rank 0 has: the initial weights, or the checkpoint's.
  void begin_together(ProcessGroup& group) {
    const std::string config = task_.config().dump();
    const auto own = static_cast<std::int64_t>(std::hash<std::string>{}(config) >> 1);
    const auto numbers = broadcast_numbers(
        group, {state_.step, std::llround(seconds_before_ * 10), own, options_.steps, options_.accumulate});
    if (numbers[2] != own || numbers[3] != options_.steps || numbers[4] != options_.accumulate)
      throw Error("{}: want the settings of rank 0, got {} steps, {} passes a step, {}",
                  group.place().describe(), options_.steps, options_.accumulate, config);
    state_.step = numbers[0];
    seconds_before_ = static_cast<double>(numbers[1]) / 10;
    std::vector<at::Tensor> tensors;
    for (const at::Tensor& p : task_.network().parameters()) tensors.push_back(p);
    for (const at::Tensor& b : task_.network().buffers()) tensors.push_back(b);
    for (const auto& p : optimizer_.parameters())
      tensors.insert(tensors.end(), {p.first_moment, p.second_moment, p.average});
    for (const auto& [name, tensor] : task_.state()) tensors.push_back(tensor);
    broadcast_from_first(group, tensors);
  }

  /// Nobody leaves before rank 0 has written the checkpoint: a launcher may end those who stay.
  static void wait_for_first(ProcessGroup& group) { (void)broadcast_numbers(group, {0}); }

  void report(const Metrics& terms) {
    log_->append(state_, "train", terms);
    if (!options_.progress) return;
    const bool terminal = isatty(STDERR_FILENO) != 0;
    std::fprintf(stderr, terminal ? "\r\033[K%s" : "%s\n", progress_line(state_, terms).c_str());
  }

  void validate() {
    at::NoGradGuard no_grad;
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
  bool first_;  // rank 0 alone writes and validates
  std::filesystem::path checkpoint_file_;
  std::optional<CsvLog> log_;
  ProgressState state_;
  double seconds_before_ = 0;
  double started_ = 0;
  double saved_ = 0;
  int bad_steps_ = 0;
  bool stop_ = false;
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

void refuse_old_run(const LoopOptions& options) {
  if (!options.resume && std::filesystem::exists(options.folder / "checkpoint.safetensors"))
    throw Error("{}: holds a run already: add --resume to go on with it, or take another folder",
                options.folder.string());
}

bool run_training(TrainingTask& task, const LoopOptions& options) {
  if (options.steps <= 0) throw Error("training: steps: want > 0, got {}", options.steps);
  if (options.accumulate < 1) throw Error("training: accumulate: want > 0, got {}", options.accumulate);
  Run run(task, options);
  return run.go();
}

}  // namespace driftwave::training
