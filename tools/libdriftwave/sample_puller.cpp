#include "tools/libdriftwave/sample_puller.h"

#include <algorithm>
#include <utility>

namespace driftwave {

std::size_t SamplePuller::pull(SoundSource& source, std::span<float> out) {
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  const std::size_t wanted = out.size();
  while (!out.empty() && !cancelled_) {
    if (left_.empty()) {
      try {
        left_ = source.next();
      } catch (...) {
        if (out.size() == wanted) throw;
        failure_ = std::current_exception();
      }
    }
    if (left_.empty()) break;
    const std::size_t count = std::min(left_.size(), out.size());
    std::copy_n(left_.begin(), count, out.begin());
    left_ = left_.subspan(count);
    out = out.subspan(count);
  }
  return wanted - out.size();
}

}  // namespace driftwave
