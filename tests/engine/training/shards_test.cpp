#include "engine/training/shards.h"

#include <gtest/gtest.h>

#include <fstream>

#include "engine/core/error.h"

namespace driftwave::training {
namespace {

class ShardsTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string("shards_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static Utterance utterance(const std::string& id, const std::string& split) {
    Utterance u;
    u.id = id;
    u.split = split;
    u.text = "Text of " + id;
    u.speaker = "nobody";
    u.audio = std::vector<std::int16_t>(1100, 123);
    u.f0_hz = {100, 101, 102};
    u.voicing = {0, 1, 1};
    u.phase_rad = {0, 1, -1};
    u.phonemes = {1, 5, 2};
    return u;
  }

  std::filesystem::path folder_;
};

TEST_F(ShardsTest, ComeBackAsTheyWereWritten) {
  write_shard(folder_ / "shard-0000.safetensors", {},
              {utterance("a", "train"), utterance("b", "validation")});
  write_shard(folder_ / "shard-0001.safetensors", {}, {utterance("c", "train")});
  const ShardSet set({folder_});
  ASSERT_EQ(set.utterances().size(), 3U);
  const Utterance& b = set.utterances()[1];
  EXPECT_EQ(b.id, "b");
  EXPECT_EQ(b.text, "Text of b");
  EXPECT_EQ(b.audio[7], 123);
  EXPECT_EQ(b.f0_hz[2], 102.0F);
  EXPECT_EQ(b.phase_rad[2], -1.0F);
  EXPECT_EQ(b.phonemes, (std::vector<std::int32_t>{1, 5, 2}));
  EXPECT_EQ(set.of_split("train"), (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(set.of_split("validation"), (std::vector<std::size_t>{1}));
}

TEST_F(ShardsTest, AreWrittenInPiecesOfOneSize) {
  ShardWriter writer(folder_ / "new", {});
  for (int i = 0; i < 300; ++i) writer.add(utterance(std::to_string(i), "train"));
  EXPECT_EQ(writer.finish(), 3U);
  const ShardSet set({folder_ / "new"});
  ASSERT_EQ(set.utterances().size(), 300U);
  EXPECT_EQ(set.utterances()[128].id, "128");
  EXPECT_EQ(set.utterances()[299].id, "299");
}

TEST_F(ShardsTest, DoNotMixWithThoseOfAnEarlierRun) {
  write_shard(folder_ / "shard-0007.safetensors", {}, {utterance("a", "train")});
  EXPECT_THROW(ShardWriter(folder_, {}), Error);
  EXPECT_EQ(ShardSet({folder_}).utterances().size(), 1U);
}

TEST_F(ShardsTest, KeepToldMels) {
  Utterance told = utterance("a", "train");
  for (const float value : {-2.0F, 0.5F}) {
    told.told_mels.emplace_back(3, 4, value);
    told.told_mels.back()(2, 1) = 1.25F;
  }
  write_shard(folder_ / "shard-0000.safetensors", {}, {told, utterance("b", "train")});
  const ShardSet set({folder_});
  ASSERT_EQ(set.utterances()[0].told_mels.size(), 2U);
  const Array2<float>& second = set.utterances()[0].told_mels[1];
  EXPECT_EQ(second.rows(), 3U);
  EXPECT_EQ(second.cols(), 4U);
  EXPECT_EQ(second(0, 0), 0.5F);
  EXPECT_EQ(second(2, 1), 1.25F);
  EXPECT_TRUE(set.utterances()[1].told_mels.empty());

  told.told_mels.back().resize_rows(2);
  EXPECT_THROW(write_shard(folder_ / "shard-0001.safetensors", {}, {told}), Error);
}

TEST_F(ShardsTest, RefuseLengthsThatDisagree) {
  Utterance u = utterance("a", "train");
  u.f0_hz.pop_back();
  EXPECT_THROW(write_shard(folder_ / "shard-0000.safetensors", {}, {u}), Error);
}

TEST_F(ShardsTest, RefuseShardsOfDifferentSettings) {
  write_shard(folder_ / "shard-0000.safetensors", {}, {utterance("a", "train")});
  write_shard(folder_ / "shard-0001.safetensors", {.sample_rate_hz = 22050}, {utterance("b", "train")});
  EXPECT_THROW(ShardSet({folder_}), Error);
}

TEST_F(ShardsTest, NameTheFolderThatHoldsNone) {
  try {
    const ShardSet set({folder_});
    FAIL() << "accepted";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find(folder_.string()), std::string::npos);
  }
  EXPECT_THROW(ShardSet({folder_ / "missing"}), Error);
}

TEST_F(ShardsTest, RefuseATruncatedFile) {
  const auto file = folder_ / "shard-0000.safetensors";
  write_shard(file, {}, {utterance("a", "train")});
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 10);
  EXPECT_THROW(ShardSet({folder_}), Error);
}

}  // namespace
}  // namespace driftwave::training
