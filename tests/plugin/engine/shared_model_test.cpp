#include "plugin/engine/shared_model.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <optional>

#include "tests/vocoder/harmonic_flow/random_model.h"
#include "tts/voice_search.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

/// A folder of voices with the shipped one, linked.
class SharedModels : public testing::Test {
 protected:
  SharedModels() {
    if (const char* const before = std::getenv("DRIFTWAVE_VOICES")) before_ = before;
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "kathleen");
    for (const auto& entry : fs::directory_iterator(fs::path(DRIFTWAVE_MODELS) / "kathleen"))
      fs::create_symlink(entry.path(), folder_ / "kathleen" / entry.path().filename());
    ::setenv("DRIFTWAVE_VOICES", folder_.c_str(), 1);
  }
  ~SharedModels() override {
    if (before_) {
      ::setenv("DRIFTWAVE_VOICES", before_->c_str(), 1);
    } else {
      ::unsetenv("DRIFTWAVE_VOICES");
    }
    fs::remove_all(folder_);
  }

  fs::path folder_ = fs::path(testing::TempDir()) / "driftwave_shared_models";
  std::optional<std::string> before_;
};

TEST_F(SharedModels, TakeAnOlderVocoderThatWasKeptBesideTheNewOne) {
  const fs::path old = folder_ / "kathleen" / "vocoder-old.safetensors";
  test::write_random_model(old, test::small_config());
  std::ofstream(folder_ / "kathleen" / "vocoder-broken.safetensors") << "no model";
  const std::string old_hash = model_hash(old);
  const ModelSearch newest = find_shared_model("kathleen");
  ASSERT_TRUE(newest.model) << newest.problem;
  EXPECT_NE(newest.model->hash, old_hash);
  const ModelSearch older = find_shared_model("kathleen", old_hash);
  ASSERT_TRUE(older.model) << older.problem;
  EXPECT_EQ(older.model->hash, old_hash);
  EXPECT_EQ(find_shared_model("kathleen", old_hash).model, older.model);
  // One that is nowhere: the voice's own.
  EXPECT_EQ(find_shared_model("kathleen", "feedfeedfeed").model, newest.model);
}

TEST_F(SharedModels, SayWhichVoiceIsMissing) {
  const ModelSearch search = find_shared_model("no-such-voice");
  EXPECT_FALSE(search.model);
  EXPECT_NE(search.problem.find("no-such-voice"), std::string::npos);
}

}  // namespace
}  // namespace driftwave
