#include "engine/nn/simd_kernels.h"

namespace driftwave::simd {
namespace {
constexpr const char* kName = "generic";
constexpr std::size_t kLanes = 4;
constexpr std::size_t kMaxRows = 4;
}  // namespace
}  // namespace driftwave::simd

#include "engine/nn/simd_kernels.inc"

namespace driftwave::simd {

extern const Kernels kGenericKernels;
const Kernels kGenericKernels = kTable;

}  // namespace driftwave::simd
