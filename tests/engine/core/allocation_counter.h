#pragma once
/// Counts the memory that a thread asks for, so that a test can hold real-time code to none. Link
/// driftwave_allocation_counter: it replaces operator new and, but for sanitizer builds, malloc and its kin.
#include <cstddef>

namespace driftwave::test {

/// Allocations that this thread ever made.
[[nodiscard]] std::size_t allocations_of_this_thread() noexcept;

/// Allocations of the thread that made it, since it was made.
class AllocationCounter {
 public:
  AllocationCounter() : before_(allocations_of_this_thread()) {}
  [[nodiscard]] std::size_t count() const noexcept { return allocations_of_this_thread() - before_; }

 private:
  std::size_t before_;
};

}  // namespace driftwave::test
