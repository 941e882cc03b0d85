#pragma once
#include <cstddef>
#include <functional>

namespace driftwave {

/// Does `work(0)` to `work(count - 1)` at the same time, the first in this thread, and waits for all. Where
/// the system gives no more threads, this one does the rest.
/// @throws the first exception of the work, when all have ended.
void run_in_threads(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace driftwave
