#pragma once
/// Several processes that train one network together (data-parallel): each computes parts of a step's batch,
/// and their gradients are summed. Over c10d: Gloo on the CPU, NCCL between GPUs.
#include <ATen/core/Tensor.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "engine/training/process_place.h"

namespace driftwave::training {

class ProcessGroup {
 public:
  virtual ~ProcessGroup() = default;
  [[nodiscard]] virtual const ProcessPlace& place() const = 0;
  [[nodiscard]] virtual at::Device device() const = 0;
  /// Replaces `values`, a contiguous tensor on device(), by its sum over all processes, the same bits in
  /// each.
  /// @throws Error naming this process and the meeting place when another one is gone or too late.
  virtual void sum(at::Tensor& values) = 0;
  /// Replaces `values` by those of rank 0. @throws Error as sum().
  virtual void broadcast(at::Tensor& values) = 0;
};

struct ProcessGroupOptions {
  std::string device = "cpu";  ///< of the tensors: "cpu", or "cuda" for the local rank's GPU
  std::chrono::seconds timeout{1800};
  std::chrono::seconds join_timeout{300};
};

/// Waits until all processes have come.
/// @throws Error when they do not come in time, or this libtorch has no c10d.
[[nodiscard]] std::unique_ptr<ProcessGroup> make_process_group(const ProcessPlace& place,
                                                               const ProcessGroupOptions& options);

/// Sums float32 tensors over all processes in place, many together in flat buckets of some megabytes.
void sum_over_processes(ProcessGroup& group, const std::vector<at::Tensor>& tensors);
/// Gives all processes the float32 tensors of rank 0.
void broadcast_from_first(ProcessGroup& group, const std::vector<at::Tensor>& tensors);
/// Rank 0's numbers, exactly.
[[nodiscard]] std::vector<std::int64_t> broadcast_numbers(ProcessGroup& group,
                                                          const std::vector<std::int64_t>& numbers);

/// True in a process that trains alone and in rank 0: the one that writes.
[[nodiscard]] inline bool is_first(const ProcessGroup* group) {
  return group == nullptr || group->place().rank == 0;
}

}  // namespace driftwave::training
