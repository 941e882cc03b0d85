#include "engine/training/cpu.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

namespace driftwave::training {
namespace {

// CI's libtorch multiplies with OpenBLAS; with another BLAS there is nothing to ask.
TEST(TrainingCpu, ThreadsOfTheBlasFollow) {
  use_threads(1);
  EXPECT_EQ(at::get_num_threads(), 1);
  const at::Tensor product = torch::ones({64, 64}).mm(torch::ones({64, 64}));
  EXPECT_EQ(product[0][0].item<float>(), 64.0F);
  using GetThreads = int (*)();
  const auto get = reinterpret_cast<GetThreads>(dlsym(RTLD_DEFAULT, "openblas_get_num_threads"));
  if (get == nullptr) GTEST_SKIP() << "libtorch multiplies without OpenBLAS";
  EXPECT_EQ(get(), 1);
}

}  // namespace
}  // namespace driftwave::training
