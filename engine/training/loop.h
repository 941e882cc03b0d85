#pragma once
/// The one training loop: AdamW with warm-up and decay, gradient clipping, an exponential moving average of
/// the weights, validation, checkpoints that appear whole, a CSV log and a progress line.
///
/// Every draw of a task is keyed by (seed, step), so a run that is killed and resumed follows the same curve.
/// A step's batch may be drawn in parts, one after another, whose gradients add up to the whole's.
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "engine/training/batch_part.h"

namespace torch::nn {
class Module;
}

namespace driftwave::training {

class ProcessGroup;

using Metrics = std::vector<std::pair<std::string, double>>;
using TaskState = std::vector<std::pair<std::string, at::Tensor>>;

struct StepResult {
  at::Tensor loss;                                        ///< scalar, with gradient
  std::vector<std::pair<std::string, at::Tensor>> terms;  ///< scalars for the log, detached
  /// Share of the step's loss: weight * loss, summed over the parts, is the loss of the whole batch.
  double weight = 1;
};

/// What is trained. Parameters that do not require a gradient stay frozen.
class TrainingTask {
 public:
  virtual ~TrainingTask() = default;
  [[nodiscard]] virtual torch::nn::Module& network() = 0;
  /// Draws a part of the batch of `step` (0-based) and returns its loss. Must depend on (seed, step, part)
  /// and state() alone, and draw for each example what the whole batch would have drawn.
  [[nodiscard]] virtual StepResult loss(std::int64_t step, const BatchPart& part) = 0;
  [[nodiscard]] StepResult loss(std::int64_t step) { return loss(step, BatchPart{}); }
  /// What the parts of this step have found for all to know: zero outside of the parts that were computed
  /// here, so that the sum over processes is complete. float32; undefined when there is nothing.
  [[nodiscard]] virtual at::Tensor findings() { return {}; }
  /// After the last part of `step`, with findings() complete.
  virtual void end_step(std::int64_t /*step*/) {}
  /// Called with the averaged weights in the network. The first metric is the one to watch.
  [[nodiscard]] virtual Metrics validate() = 0;
  /// Architecture and settings; a checkpoint with another config is refused on resume.
  [[nodiscard]] virtual nlohmann::json config() const = 0;
  /// Tensors besides the weights that a resumed run needs: saved in checkpoints, and filled from them.
  [[nodiscard]] virtual TaskState state() { return {}; }
};

struct LoopOptions {
  std::filesystem::path folder;  ///< checkpoint.safetensors and log.csv live here
  std::int64_t steps = 0;
  /// Parts that a step's batch is computed in, one after another: memory for one part, the same gradient.
  std::int64_t accumulate = 1;
  /// Processes that share each step; null: this one alone.
  ProcessGroup* processes = nullptr;
  double learning_rate = 1e-3;
  std::int64_t warmup_steps = 100;
  /// The rate is constant after warm-up, then falls along a half cosine over this last fraction of the steps.
  double decay_fraction = 0.4;
  double final_rate_ratio = 0.02;
  double weight_decay = 0.01;
  double beta1 = 0.9;
  double beta2 = 0.98;
  double clip_norm = 1.0;
  double ema_decay = 0.999;
  std::int64_t log_every = 20;
  std::int64_t validate_every = 500;
  double checkpoint_every_seconds = 300;
  bool resume = false;
  bool progress = true;
};

/// Learning rate at `step`.
[[nodiscard]] double learning_rate_at(const LoopOptions& options, std::int64_t step);

/// So that a command that is given a second time does not take the place of what it has trained.
/// @throws Error naming the folder when it holds a checkpoint and options.resume does not ask to go on with
/// it.
void refuse_old_run(const LoopOptions& options);

/// Trains to options.steps, then leaves the averaged weights in the network.
/// SIGINT and SIGTERM write a checkpoint and return early.
/// @return true when the run reached its last step.
/// @throws Error naming the file of a checkpoint that does not fit, or the step at which the loss was not
/// finite ten times in a row.
bool run_training(TrainingTask& task, const LoopOptions& options);

}  // namespace driftwave::training
