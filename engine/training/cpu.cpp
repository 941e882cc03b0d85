#include "engine/training/cpu.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <malloc.h>

#include <limits>

namespace driftwave::training {

void use_threads(int threads) {
  at::set_num_threads(threads);
  // libtorch may have been built with another BLAS: then nobody has this function.
  using SetThreads = void (*)(int);
  if (const auto set = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
    set(threads);
}

bool has_fast_bfloat16() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16") != 0;
#else
  return false;
#endif
}

void keep_freed_memory() {
#ifdef M_MMAP_MAX
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
#endif
}

}  // namespace driftwave::training
