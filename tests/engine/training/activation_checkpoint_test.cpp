#include "engine/training/activation_checkpoint.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "engine/training/autocast.h"

namespace driftwave::training {
namespace {

struct Gradients {
  at::Tensor loss;
  at::Tensor input;
  at::Tensor weight;
};

/// Three blocks with dropout on top of each other, all with one weight.
Gradients run(bool checkpointed, bool bfloat16, int* calls = nullptr) {
  at::manual_seed(5);
  const at::Tensor weight = at::randn({6, 6}).requires_grad_(true);
  const at::Tensor input = at::randn({4, 6}).requires_grad_(true);
  const at::Tensor scale = at::rand({6});  // wants no gradient
  const Block block = [&](const std::vector<at::Tensor>& in) {
    if (calls != nullptr) ++*calls;
    return in[0] + at::dropout(at::tanh(at::linear(in[0], weight)) * in[1], 0.5, true);
  };
  at::Tensor x = input;
  {
    const Autocast autocast({.device = at::kCPU, .on = bfloat16});
    for (int i = 0; i < 3; ++i)
      x = checkpointed ? checkpoint_activations(block, {x, scale}, {weight}) : block({x, scale});
  }
  const at::Tensor loss = x.to(at::kFloat).square().sum();
  // What is drawn between the two runs of a block must not matter to it, nor the second run to what comes
  // later.
  const at::Tensor between = at::rand({3});
  (loss * between.sum()).backward();
  EXPECT_FALSE(autocast_state(at::kCPU).on);
  return {at::cat({loss.detach().view(1), at::rand({3})}), input.grad(), weight.grad()};
}

TEST(ActivationCheckpoint, HasTheSameGradientToTheBit) {
  for (const bool bfloat16 : {false, true}) {
    int calls = 0;
    const Gradients plain = run(false, bfloat16);
    const Gradients checkpointed = run(true, bfloat16, &calls);
    EXPECT_EQ(calls, 6) << "each block runs once more on the way back";
    EXPECT_TRUE(plain.loss.equal(checkpointed.loss));
    EXPECT_TRUE(plain.input.equal(checkpointed.input));
    // Autocast adds up what three blocks say of one weight in bfloat16 when it keeps one cast of it for them.
    EXPECT_TRUE(bfloat16 ? at::allclose(plain.weight, checkpointed.weight, 0.02, 0.05)
                         : plain.weight.equal(checkpointed.weight));
  }
}

TEST(ActivationCheckpoint, RunsOnceWithoutAGradient) {
  const at::NoGradGuard no_grad;
  int calls = 0;
  const at::Tensor out = checkpoint_activations(
      [&](const std::vector<at::Tensor>& in) {
        ++calls;
        return in[0] * 2;
      },
      {at::ones({2})}, {});
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(out.sum().item<double>(), 4.0);
}

}  // namespace
}  // namespace driftwave::training
