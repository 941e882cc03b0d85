#pragma once
/// Work that nobody waits for any more ends between two of its parts.
#include <atomic>
#include <exception>

namespace driftwave {

/// Not an Error: nothing is wrong.
class Cancelled : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "cancelled"; }
};

/// @param flag may be null. @throws Cancelled once it is set.
inline void check_cancelled(const std::atomic<bool>* flag) {
  if (flag != nullptr && flag->load(std::memory_order_relaxed)) throw Cancelled();
}

}  // namespace driftwave
