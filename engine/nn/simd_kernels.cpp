#include "engine/nn/simd_kernels.h"

#include <array>

namespace driftwave::simd {

extern const Kernels kGenericKernels;
#ifdef DRIFTWAVE_X86_KERNELS
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
#endif

namespace {

struct Runnable {
  std::array<const Kernels*, 3> sets{};
  std::size_t count = 0;
};

Runnable find_runnable() {
  Runnable found;
  found.sets[found.count++] = &kGenericKernels;
#ifdef DRIFTWAVE_X86_KERNELS
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (avx2) found.sets[found.count++] = &kAvx2Kernels;
  if (avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl")) {
    found.sets[found.count++] = &kAvx512Kernels;
  }
#endif
  return found;
}

const Runnable& runnable() {
  static const Runnable found = find_runnable();
  return found;
}

}  // namespace

const Kernels& kernels() {
  return *runnable().sets[runnable().count - 1];
}

const Kernels* runnable_kernels(std::size_t index) {
  return index < runnable().count ? runnable().sets[index] : nullptr;
}

}  // namespace driftwave::simd
