#pragma once
/// Activation checkpointing (Chen et al. 2016, arXiv:1604.06174): a block's inner results are not kept for
/// the backward pass, which computes them again. Memory for time, the same gradient.
#include <ATen/core/Tensor.h>

#include <functional>
#include <vector>

namespace driftwave::training {

using Block = std::function<at::Tensor(const std::vector<at::Tensor>& inputs)>;

/// block(inputs), differentiable in inputs and parameters.
///
/// Draws from torch's generators and autocast are the same in the second run as in the first. With one use of
/// each parameter in the block the gradient has the same bits as without checkpointing; under autocast, a
/// weight that several blocks share has their gradients added up in float32, where otherwise the lower
/// precision would do.
/// @param parameters all that the block uses besides its inputs and that want a gradient.
[[nodiscard]] at::Tensor checkpoint_activations(Block block, const std::vector<at::Tensor>& inputs,
                                                const std::vector<at::Tensor>& parameters);

}  // namespace driftwave::training
