#pragma once
/// Networks that learn to tell recordings from resyntheses, for the adversarial loss of the unrolled stage:
/// multi-period (Kong et al. 2020, HiFi-GAN, arXiv:2010.05646) and multi-resolution discriminators (Jang et
/// al. 2021, UnivNet, arXiv:2106.07889), narrow enough for a CPU.
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace torch::nn {
class Module;
}

namespace driftwave::training {

struct DiscriminatorOptions {
  std::vector<std::int64_t> periods = {2, 3, 5, 7, 11};
  std::vector<std::int64_t> n_ffts = {512, 1024, 2048};
  std::int64_t channels = 8;  ///< of the first layers
};

/// What each discriminator says of each place, and what its layers saw on the way.
struct Judgement {
  std::vector<at::Tensor> scores;    ///< 1 is real, 0 is made
  std::vector<at::Tensor> features;  ///< of every layer of every discriminator
};

class Discriminators {
 public:
  virtual ~Discriminators() = default;
  [[nodiscard]] virtual torch::nn::Module& module() = 0;
  /// @param audio [B, T], at least as long as the longest transform
  [[nodiscard]] virtual Judgement judge(const at::Tensor& audio) = 0;
};

/// Weights are drawn from torch's generator: seed it first.
[[nodiscard]] std::unique_ptr<Discriminators> make_discriminators(const DiscriminatorOptions& options = {});

/// Least squares (Mao et al. 2017, arXiv:1611.04076): what the discriminators minimise, mean over them.
[[nodiscard]] at::Tensor discriminator_loss(const Judgement& real, const Judgement& made);
/// What the vocoder minimises.
[[nodiscard]] at::Tensor adversarial_loss(const Judgement& made);
/// Mean absolute difference of the features, relative to their size in the recording (Larsen et al. 2016,
/// arXiv:1512.09300). No gradient reaches `real`.
[[nodiscard]] at::Tensor feature_matching_loss(const Judgement& real, const Judgement& made);

}  // namespace driftwave::training
