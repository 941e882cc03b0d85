#pragma once
/// Counts the mutexes that a thread locks, so that a test can hold real-time code to none. Link
/// driftwave_allocation_counter: it stands before pthread_mutex_lock and its kin. Under sanitizers, which do
/// the same, nothing is counted.
#include <cstddef>

namespace driftwave::test {

/// Locks that this thread ever took or tried to take.
[[nodiscard]] std::size_t locks_of_this_thread() noexcept;
/// Whether locks are counted in this build.
[[nodiscard]] bool counts_locks() noexcept;

/// Locks of the thread that made it, since it was made.
class LockCounter {
 public:
  LockCounter() : before_(locks_of_this_thread()) {}
  [[nodiscard]] std::size_t count() const noexcept { return locks_of_this_thread() - before_; }

 private:
  std::size_t before_;
};

}  // namespace driftwave::test
