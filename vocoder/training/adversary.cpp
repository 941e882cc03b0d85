#include "vocoder/training/adversary.h"

#include <torch/torch.h>

#include <vector>

#include "engine/training/adamw.h"

namespace driftwave::training {
namespace {

/// The network's parameters let no gradient through while this lives: the vocoder's loss is not theirs.
class Frozen {
 public:
  explicit Frozen(torch::nn::Module& network) : network_(network) { set(false); }
  ~Frozen() { set(true); }
  Frozen(const Frozen&) = delete;
  Frozen& operator=(const Frozen&) = delete;

 private:
  void set(bool learns) {
    for (at::Tensor& parameter : network_.parameters()) parameter.requires_grad_(learns);
  }
  torch::nn::Module& network_;
};

std::unique_ptr<Discriminators> seeded_discriminators(std::uint64_t seed) {
  torch::manual_seed(seed + 17);
  return make_discriminators();
}

}  // namespace

Adversary::Adversary(const AdversaryOptions& options, const at::Device& device)
    : options_(options), networks_(seeded_discriminators(options.seed)) {
  networks_->module().to(device);
  optimizer_ = std::make_unique<AdamW>(networks_->module());
}

Adversary::~Adversary() = default;

StepResult Adversary::loss(const at::Tensor& made, const at::Tensor& real, double share) {
  const std::int64_t samples = std::min(options_.segment_samples, made.size(1));
  const at::Tensor test = made.slice(1, 0, samples);
  const at::Tensor reference = real.slice(1, 0, samples);

  const Judgement of_real = networks_->judge(reference);
  const at::Tensor told_apart = discriminator_loss(of_real, networks_->judge(test.detach()));
  std::vector<at::Tensor> parameters = networks_->module().parameters();
  std::vector<at::Tensor> rows;
  for (const at::Tensor& gradient : torch::autograd::grad({told_apart * share}, parameters))
    rows.push_back(gradient.flatten());
  const at::Tensor row = torch::cat(rows).detach();
  gradient_ = gradient_.defined() ? gradient_ + row : row;

  const Frozen frozen(networks_->module());
  const Judgement of_made = networks_->judge(test);
  const at::Tensor fooled = adversarial_loss(of_made);
  const at::Tensor features = feature_matching_loss(of_real, of_made);
  return {
      .loss = fooled + options_.feature_weight * features,
      .terms = {
          {"told_apart", told_apart.detach()}, {"fooled", fooled.detach()}, {"features", features.detach()}}};
}

at::Tensor Adversary::findings() const {
  return gradient_;
}

void Adversary::end_step(std::int64_t step) {
  if (!gradient_.defined()) return;
  std::int64_t first = 0;
  for (TrainedParameter& p : optimizer_->parameters()) {
    const std::int64_t count = p.value.numel();
    p.value.mutable_grad() = gradient_.slice(0, first, first + count).view(p.value.sizes()).clone();
    first += count;
  }
  (void)optimizer_->update(step, {.learning_rate = options_.learning_rate, .beta1 = 0.8, .beta2 = 0.99});
  optimizer_->zero_grad();
  gradient_ = at::Tensor();
}

TaskState Adversary::state() {
  TaskState state;
  for (TrainedParameter& p : optimizer_->parameters()) {
    state.emplace_back("adversary.weight." + p.name, p.value);
    state.emplace_back("adversary.first_moment." + p.name, p.first_moment);
    state.emplace_back("adversary.second_moment." + p.name, p.second_moment);
  }
  return state;
}

}  // namespace driftwave::training
