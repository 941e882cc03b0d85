#include "engine/core/threads.h"

#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace driftwave {

void run_in_threads(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::mutex mutex;
  std::exception_ptr first_failure;
  // An exception that left a thread would end the program.
  const auto guarded = [&](std::size_t i) noexcept {
    try {
      work(i);
    } catch (...) {
      const std::scoped_lock lock(mutex);
      if (!first_failure) first_failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> helpers;
    helpers.reserve(count);
    std::size_t here = count;
    for (std::size_t i = 1; i < count && here == count; ++i) {
      try {
        helpers.emplace_back(guarded, i);
      } catch (const std::system_error&) {
        here = i;
      }
    }
    if (count > 0) guarded(0);
    for (std::size_t i = here; i < count; ++i) guarded(i);
  }
  if (first_failure) std::rethrow_exception(first_failure);
}

}  // namespace driftwave
