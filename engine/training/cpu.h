#pragma once
/// What a training asks of the machine's processor and memory.

namespace driftwave::training {

/// Tensor operations and their BLAS use so many threads from now on. OpenBLAS starts a thread for each core
/// when it is loaded, and its idle threads spin: a training with one thread would keep two cores busy.
void use_threads(int threads);

/// Whether the processor multiplies in bfloat16. Without such instructions libtorch's products in it take
/// many times as long as those in float32.
[[nodiscard]] bool has_fast_bfloat16();

/// Freed memory stays with the process. Tensors of some megabytes come and go in every step, and the C
/// library gives each back to the system, which clears it anew for the next: a fifth of a step's time.
void keep_freed_memory();

}  // namespace driftwave::training
