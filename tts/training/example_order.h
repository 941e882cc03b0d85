#pragma once
/// In which order a run goes through its examples.
#include <cstdint>
#include <vector>

namespace driftwave {

/// Passes over `count` examples, each in an order of its own (Fisher-Yates, keyed by seed and pass).
class ExampleOrder {
 public:
  ExampleOrder(std::size_t count, std::uint64_t seed) : count_(count), seed_(seed) {}

  /// The example at a position of the whole run.
  [[nodiscard]] std::size_t at(std::int64_t position);

 private:
  std::size_t count_;
  std::uint64_t seed_;
  std::uint32_t pass_ = 0;
  std::vector<std::size_t> order_;
};

}  // namespace driftwave
