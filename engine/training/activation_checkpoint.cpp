#include "engine/training/activation_checkpoint.h"

#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include <memory>
#include <mutex>

#include "engine/training/autocast.h"

namespace driftwave::training {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Sets a generator's state, and sets back what was before at its end.
class FromState {
 public:
  FromState(const at::Generator& generator, const at::Tensor& state) : generator_(generator) {
    const std::lock_guard lock(generator_.mutex());
    before_ = generator_.get_state();
    generator_.set_state(state);
  }
  ~FromState() {
    const std::lock_guard lock(generator_.mutex());
    generator_.set_state(before_);
  }
  FromState(const FromState&) = delete;
  FromState& operator=(const FromState&) = delete;

 private:
  at::Generator generator_;
  at::Tensor before_;
};

at::Tensor state_of(at::Generator generator) {
  const std::lock_guard lock(generator.mutex());
  return generator.get_state();
}

/// All that the second run needs besides the tensors.
struct Call : torch::CustomClassHolder {
  Block block;
  std::size_t inputs = 0;
  AutocastState autocast;
  std::vector<at::Generator> generators;
  std::vector<at::Tensor> states;
};

struct Checkpoint : torch::autograd::Function<Checkpoint> {
  static at::Tensor forward(AutogradContext* context, const c10::intrusive_ptr<Call>& call,
                            const at::TensorList& tensors) {
    context->saved_data["call"] = at::IValue::make_capsule(call);
    context->save_for_backward(tensors.vec());
    at::Tensor out = call->block(tensors.slice(0, call->inputs).vec());
    // Autocast keeps casts of weights, and these have no gradient.
    if (call->autocast.on) at::autocast::clear_cache();
    return out;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto call = c10::static_intrusive_pointer_cast<Call>(context->saved_data["call"].toCapsule());
    variable_list tensors = context->get_saved_variables();
    for (std::size_t i = 0; i < call->inputs; ++i)
      tensors[i] = tensors[i].detach().set_requires_grad(tensors[i].requires_grad());
    const at::Tensor out = run_again(*call, tensors);

    variable_list wanted;
    for (const at::Tensor& tensor : tensors)
      if (tensor.requires_grad()) wanted.push_back(tensor);
    const variable_list found =
        torch::autograd::grad({out}, wanted, gradients, /*retain_graph=*/false, /*create_graph=*/false,
                              /*allow_unused=*/true);
    variable_list all{at::Tensor()};  // for `call`
    std::size_t next = 0;
    for (const at::Tensor& tensor : tensors)
      all.push_back(tensor.requires_grad() ? found[next++] : at::Tensor());
    return all;
  }

 private:
  static at::Tensor run_again(const Call& call, const variable_list& tensors) {
    std::vector<std::unique_ptr<FromState>> generators;
    for (std::size_t i = 0; i < call.generators.size(); ++i)
      generators.push_back(std::make_unique<FromState>(call.generators[i], call.states[i]));
    const Autocast autocast(call.autocast);
    const at::AutoGradMode with_graph(true);
    return call.block({tensors.begin(), tensors.begin() + static_cast<std::ptrdiff_t>(call.inputs)});
  }
};

}  // namespace

at::Tensor checkpoint_activations(Block block, const std::vector<at::Tensor>& inputs,
                                  const std::vector<at::Tensor>& parameters) {
  if (!at::GradMode::is_enabled() || inputs.empty()) return block(inputs);
  const at::Device device = inputs.front().device();
  auto call = c10::make_intrusive<Call>();
  call->block = std::move(block);
  call->inputs = inputs.size();
  call->autocast = autocast_state(device.type());
  call->generators = {at::globalContext().defaultGenerator(at::kCPU)};
  if (!device.is_cpu()) call->generators.push_back(at::globalContext().defaultGenerator(device));
  for (const at::Generator& generator : call->generators) call->states.push_back(state_of(generator));
  variable_list tensors = inputs;
  tensors.insert(tensors.end(), parameters.begin(), parameters.end());
  return Checkpoint::apply(call, at::TensorList(tensors));
}

}  // namespace driftwave::training
