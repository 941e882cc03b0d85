#include "tools/libdriftwave/sample_puller.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace driftwave {
namespace {

/// Gives three samples at a time and fails once, after six.
class FailingSource final : public SoundSource {
 public:
  [[nodiscard]] std::span<const float> next() override {
    if (given_ == 6 && !failed_) {
      failed_ = true;
      throw std::runtime_error("no more");
    }
    for (float& sample : piece_) sample = static_cast<float>(given_++);
    return given_ > 9 ? std::span<const float>() : piece_;
  }
  void finish() override {}

 private:
  std::vector<float> piece_ = std::vector<float>(3);
  int given_ = 0;
  bool failed_ = false;
};

TEST(SamplePuller, GivesWhatCameBeforeAFailureFirst) {
  FailingSource source;
  SamplePuller puller;
  std::vector<float> out(4);
  EXPECT_EQ(puller.pull(source, out), 4U);
  EXPECT_EQ(out, (std::vector<float>{0, 1, 2, 3}));
  EXPECT_EQ(puller.pull(source, out), 2U);
  EXPECT_EQ(out[0], 4);
  EXPECT_EQ(out[1], 5);
  EXPECT_THROW((void)puller.pull(source, out), std::runtime_error);
  EXPECT_EQ(puller.pull(source, out), 3U) << "a source that recovers goes on";
  EXPECT_EQ(puller.pull(source, out), 0U);
}

}  // namespace
}  // namespace driftwave
