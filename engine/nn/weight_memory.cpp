#include "engine/nn/weight_memory.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace driftwave {
namespace {

constexpr std::size_t kPageBytes = std::size_t{2} << 20;  ///< a large page of x86-64 and AArch64
constexpr std::size_t kBlockBytes = std::size_t{8}
                                    << 20;  ///< asked for at once; untouched pages cost nothing
constexpr std::size_t kLineBytes = 64;      ///< no vector crosses a cache line

struct Block {
  std::atomic<std::size_t> users{1};  ///< what was handed out, and whoever still hands out from it
  std::size_t bytes = 0;
  std::size_t used = 0;
};
static_assert(sizeof(Block) <= kLineBytes);

std::size_t rounded_up(std::size_t bytes, std::size_t unit) {
  return (bytes + unit - 1) / unit * unit;
}

Block* new_block(std::size_t bytes) {
  void* memory = ::operator new (bytes, std::align_val_t{kPageBytes});
#if defined(MADV_HUGEPAGE)
  madvise(memory, bytes, MADV_HUGEPAGE);  // a wish: without it the pages are small
#endif
  auto* block = new (memory) Block;
  block->bytes = bytes;
  block->used = kLineBytes;
  return block;
}

void release(Block* block) {
  if (block->users.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  block->~Block();
  ::operator delete (block, std::align_val_t{kPageBytes});
}

/// A line that leads back to the block, then `bytes` of memory.
float* take(Block* block, std::size_t bytes) {
  block->users.fetch_add(1, std::memory_order_relaxed);
  std::byte* line = reinterpret_cast<std::byte*>(block) + block->used;
  new (line) Block*(block);
  block->used += kLineBytes + bytes;
  return reinterpret_cast<float*>(line + kLineBytes);
}

/// The block that small weights are taken from next.
struct Current {
  std::mutex mutex;
  Block* block = nullptr;
  ~Current() {
    if (block != nullptr) release(block);
  }
};

Current& current() {
  static Current instance;
  return instance;
}

}  // namespace

void FreeWeights::operator()(float* memory) const {
  release(*reinterpret_cast<Block**>(reinterpret_cast<std::byte*>(memory) - kLineBytes));
}

WeightMemory allocate_weights(std::size_t floats) {
  if (floats > SIZE_MAX / sizeof(float) - kBlockBytes) throw std::bad_array_new_length();
  const std::size_t bytes = rounded_up(floats * sizeof(float), kLineBytes);
  const std::size_t with_lines = bytes + 2 * kLineBytes;
  if (with_lines > kBlockBytes / 2) {
    Block* alone = new_block(rounded_up(with_lines, kPageBytes));
    float* memory = take(alone, bytes);
    release(alone);  // only the memory holds it now
    return WeightMemory(memory);
  }
  Current& from = current();
  const std::lock_guard lock(from.mutex);
  if (from.block != nullptr && from.block->bytes - from.block->used < kLineBytes + bytes) {
    release(from.block);
    from.block = nullptr;
  }
  if (from.block == nullptr) from.block = new_block(kBlockBytes);
  return WeightMemory(take(from.block, bytes));
}

}  // namespace driftwave
