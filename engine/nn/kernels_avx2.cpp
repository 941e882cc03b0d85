#include "engine/nn/simd_kernels.h"

namespace driftwave::simd {
namespace {
constexpr const char* kName = "avx2";
constexpr std::size_t kLanes = 8;
constexpr std::size_t kMaxRows = 4;
}  // namespace
}  // namespace driftwave::simd

#include "engine/nn/simd_kernels.inc"

namespace driftwave::simd {

extern const Kernels kAvx2Kernels;
const Kernels kAvx2Kernels = kTable;

}  // namespace driftwave::simd
