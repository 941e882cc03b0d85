#include <gtest/gtest.h>

#include <filesystem>

namespace driftwave {
namespace {

namespace fs = std::filesystem;

TEST(TemporaryFolder, BelongsToThisProcessAlone) {
  const fs::path folder = fs::temp_directory_path();
  EXPECT_TRUE(folder.filename().string().starts_with("driftwave-tests-")) << folder;
  EXPECT_TRUE(fs::equivalent(folder, testing::TempDir()));
}

}  // namespace
}  // namespace driftwave
