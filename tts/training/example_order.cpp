#include "tts/training/example_order.h"

#include <algorithm>
#include <numeric>

#include "engine/core/noise.h"

namespace driftwave {
namespace {

std::vector<std::size_t> shuffled(std::size_t count, std::uint64_t seed, std::uint32_t pass) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  std::vector<float> draws(count);
  uniform_noise({.seed = seed, .purpose = NoisePurpose::kAugment, .channel = pass}, 0, draws);
  for (std::size_t i = count; i > 1; --i) {
    const auto j = static_cast<std::size_t>(draws[i - 1] * static_cast<float>(i));
    std::swap(order[i - 1], order[std::min(j, i - 1)]);
  }
  return order;
}

}  // namespace

std::size_t ExampleOrder::at(std::int64_t position) {
  const auto index = static_cast<std::size_t>(position);
  const auto pass = static_cast<std::uint32_t>(index / count_);
  if (order_.empty() || pass != pass_) {
    order_ = shuffled(count_, seed_, pass);
    pass_ = pass;
  }
  return order_[index % count_];
}

}  // namespace driftwave
