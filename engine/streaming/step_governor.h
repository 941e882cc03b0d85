#pragma once
#include <algorithm>
#include <cstddef>

namespace driftwave {

/// Decides, block by block and between its denoising steps, how many steps to take.
class StepGovernor {
 public:
  virtual ~StepGovernor() = default;
  /// Asked before every step of a block. RT.
  /// @param done steps that this block has had. @param frames of the block.
  /// @return steps still to take; 0 ends the block.
  [[nodiscard]] virtual int remaining(int done, std::size_t frames) noexcept = 0;
};

/// The same number for every block: offline rendering, and whoever wants the same samples every time.
class FixedSteps final : public StepGovernor {
 public:
  explicit FixedSteps(int steps) : steps_(steps) {}
  [[nodiscard]] int remaining(int done, std::size_t /*frames*/) noexcept override {
    return std::max(steps_ - done, 0);
  }

 private:
  int steps_;
};

}  // namespace driftwave
