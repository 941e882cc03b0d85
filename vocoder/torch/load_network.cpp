#include <torch/torch.h>

#include "engine/core/error.h"
#include "vocoder/torch/epsilon_network.h"

namespace driftwave {

void load_network(const SafetensorsFile& file, EpsilonNetwork& network) {
  const torch::NoGradGuard no_grad;
  const auto parameters = network.module().named_parameters();
  for (const auto& item : parameters) {
    const std::vector<std::int64_t> shape = item.value().sizes().vec();
    std::vector<float> values = file.tensor(item.key(), shape).to_floats();
    const at::Tensor tensor = torch::from_blob(values.data(), shape);
    if (!tensor.isfinite().all().item<bool>())
      throw Error("{}: tensor {}: holds a value that is not finite", file.path().string(), item.key());
    item.value().copy_(tensor);
  }
  for (const std::string& name : file.names()) {
    if (!parameters.contains(name))
      throw Error("{}: tensor {}: the network has no such tensor", file.path().string(), name);
  }
}

}  // namespace driftwave
