#include "engine/nn/simd_kernels.h"

namespace driftwave::simd {
namespace {
constexpr const char* kName = "avx512";
constexpr std::size_t kLanes = 16;
constexpr std::size_t kMaxRows = 8;
}  // namespace
}  // namespace driftwave::simd

#include "engine/nn/simd_kernels.inc"

namespace driftwave::simd {

extern const Kernels kAvx512Kernels;
const Kernels kAvx512Kernels = kTable;

}  // namespace driftwave::simd
