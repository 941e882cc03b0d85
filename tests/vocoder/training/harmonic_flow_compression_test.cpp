#include "vocoder/training/harmonic_flow_compression.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <limits>

#include "engine/core/error.h"
#include "engine/model/int8_weights.h"
#include "tests/vocoder/harmonic_flow/random_model.h"
#include "tests/vocoder/training/fixtures.h"
#include "vocoder/training/stored_config.h"

namespace driftwave::training {
namespace {

class HarmonicFlowCompressionTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    test::write_random_model(model_, config_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void compress(const CompressionOptions& options, const LayerStatistics& statistics = {}) const {
    write_compressed(SafetensorsFile(model_), options, statistics, smaller_);
  }
  std::vector<float> sound(const std::filesystem::path& file) const {
    return load_vocoder(file)->synthesize(test::make_input(config_, 120), {.steps = 2, .seed = 5});
  }
  /// Of the dense model's sound.
  double error_db() const {
    const std::vector<float> want = sound(model_);
    const std::vector<float> got = sound(smaller_);
    double error = 0;
    double energy = 0;
    for (std::size_t i = 0; i < want.size(); ++i) {
      error += std::pow(static_cast<double>(got[i]) - want[i], 2);
      energy += std::pow(static_cast<double>(want[i]), 2);
    }
    return 10 * std::log10(error / energy);
  }
  void refuses(const CompressionOptions& options, const std::string& word) const {
    try {
      compress(options);
      FAIL() << "accepted " << word;
    } catch (const Error& e) {
      EXPECT_NE(std::string(e.what()).find(word), std::string::npos) << e.what();
      EXPECT_NE(std::string(e.what()).find("model.safetensors"), std::string::npos) << e.what();
    }
  }

  const HarmonicFlowConfig config_ = test::small_config();
  const std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) /
      (std::string("compression_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  const std::filesystem::path model_ = folder_ / "model.safetensors";
  const std::filesystem::path smaller_ = folder_ / "smaller.safetensors";
};

at::Tensor tensor_of(const SafetensorsFile& file, const std::string& name) {
  const TensorView& view = file.tensor(name);
  return torch::tensor(at::ArrayRef<float>(view.to_floats())).reshape(view.shape);
}

/// The dense model, its units zeroed where the smaller one has none.
void write_zeroed(const SafetensorsFile& dense, const SafetensorsFile& smaller,
                  const std::filesystem::path& file) {
  SafetensorsWriter writer;
  writer.copy_metadata(dense);
  const std::string suffix = ".pwconv2.weight";
  for (const std::string& name : dense.names()) {
    if (!name.ends_with(suffix)) {
      writer.add(name, dense.tensor(name));
      continue;
    }
    const std::string widen = name.substr(0, name.size() - suffix.size()) + ".pwconv1.weight";
    const at::Tensor all = tensor_of(dense, widen);
    const at::Tensor kept = tensor_of(smaller, widen);
    const at::Tensor narrow = tensor_of(dense, name);
    std::int64_t found = 0;
    for (std::int64_t i = 0; i < all.size(0); ++i) {
      if (found < kept.size(0) && torch::equal(all[i], kept[found])) {
        ++found;
      } else {
        narrow.select(1, i).zero_();
      }
    }
    EXPECT_EQ(found, kept.size(0)) << widen;
    EXPECT_LT(found, all.size(0)) << widen;
    writer.add(name,
               std::span<const float>(narrow.data_ptr<float>(), static_cast<std::size_t>(narrow.numel())),
               narrow.sizes().vec());
  }
  writer.write(file);
}

TEST_F(HarmonicFlowCompressionTest, ChangesNothingUnasked) {
  compress({});
  const SafetensorsFile before(model_);
  const SafetensorsFile after(smaller_);
  EXPECT_EQ(after.content_hash(), before.content_hash());
  EXPECT_EQ(after.names(), before.names());
  EXPECT_EQ(after.metadata("config"), before.metadata("config"));
}

TEST_F(HarmonicFlowCompressionTest, PrunedSoundsLikeZeroedUnits) {
  compress({.prune_prior = 0.3, .prune_flow = 0.3});
  const HarmonicFlowConfig config = stored_config(SafetensorsFile(smaller_));
  EXPECT_EQ(config.prior_hidden_width(), 32);
  EXPECT_EQ(config.flow_hidden_width(), 16);
  const double against_all_units = error_db();
  write_zeroed(SafetensorsFile(model_), SafetensorsFile(smaller_), folder_ / "zeroed.safetensors");
  std::filesystem::rename(folder_ / "zeroed.safetensors", model_);
  EXPECT_LT(error_db(), -90.0);
  EXPECT_GT(against_all_units, -60.0);
}

TEST_F(HarmonicFlowCompressionTest, FullRankSoundsTheSame) {
  compress({.heads_rank = config_.prior_channels, .condition_rank = config_.prior_channels});
  EXPECT_FALSE(SafetensorsFile(smaller_).contains("prior.heads.weight"));
  EXPECT_TRUE(SafetensorsFile(smaller_).contains("flow.condition.weight_a"));
  EXPECT_LT(error_db(), -90.0);
}

TEST_F(HarmonicFlowCompressionTest, DataMakeItBetter) {
  const ShardSet shards = test::make_shards(folder_ / "shards", config_);
  const LayerStatistics statistics =
      measure_layers(SafetensorsFile(model_), shards, {.batches = 4, .batch = 2, .frames = 40});
  EXPECT_EQ(statistics.size(), 6U);
  const CompressionOptions options{
      .prune_prior = 0.3, .prune_flow = 0.3, .heads_rank = 8, .condition_rank = 8};
  compress(options);
  const double by_weights = error_db();
  compress(options, statistics);
  EXPECT_LT(error_db(), by_weights - 1.0);
}

TEST_F(HarmonicFlowCompressionTest, GoesOnToEightBits) {
  compress({.prune_prior = 0.3, .prune_flow = 0.3, .heads_rank = 16, .condition_rank = 16});
  const double before = error_db();
  write_with_int8_weights(SafetensorsFile(smaller_), smaller_);
  EXPECT_EQ(SafetensorsFile(smaller_).tensor("prior.heads.weight_b").dtype, DType::kI8);
  EXPECT_LT(error_db(), before + 0.5);
}

TEST_F(HarmonicFlowCompressionTest, RefusesWhatCannotBe) {
  refuses({.prune_prior = -0.1}, "prune_prior");
  refuses({.prune_prior = 1.0}, "prune_prior");
  refuses({.prune_flow = std::numeric_limits<double>::quiet_NaN()}, "prune_flow");
  refuses({.heads_rank = 17}, "heads_rank");
  refuses({.condition_rank = -1}, "condition_rank");
}

TEST_F(HarmonicFlowCompressionTest, RefusesASecondFactorisationAndEightBits) {
  compress({.heads_rank = 8});
  std::filesystem::rename(smaller_, model_);
  refuses({.heads_rank = 4}, "rank 8 already");
  test::write_random_model(model_, config_);
  HarmonicFlowConfig wide = config_;
  wide.prior_channels = 64;
  test::write_random_model(model_, wide);
  write_with_int8_weights(SafetensorsFile(model_), model_);
  refuses({.prune_prior = 0.5}, "prior.blocks.0.pwconv1.weight");
}

/// The smaller model with one tensor of another shape must be refused by that tensor's name.
TEST_F(HarmonicFlowCompressionTest, ShapesThatDoNotFitAreRefusedByName) {
  compress({.prune_prior = 0.3, .prune_flow = 0.3, .heads_rank = 8, .condition_rank = 8});
  const std::filesystem::path hostile = folder_ / "hostile.safetensors";
  for (const std::string wrong :
       {"prior.heads.weight_a", "prior.heads.weight_b", "flow.condition.weight_a", "flow.condition.weight_b",
        "prior.blocks.1.pwconv1.weight", "flow.blocks.0.pwconv2.weight"}) {
    const SafetensorsFile model(smaller_);
    SafetensorsWriter writer;
    writer.copy_metadata(model);
    for (const std::string& name : model.names()) {
      const TensorView& tensor = model.tensor(name);
      std::vector<std::int64_t> shape = tensor.shape;
      if (name == wrong) std::swap(shape[0], shape[1]);
      writer.add(name, std::span<const float>(tensor.to_floats()), shape);
    }
    writer.write(hostile);
    try {
      (void)load_vocoder(hostile);
      FAIL() << "accepted " << wrong;
    } catch (const Error& e) {
      EXPECT_NE(std::string(e.what()).find(wrong), std::string::npos) << e.what();
    }
  }
}

TEST_F(HarmonicFlowCompressionTest, StoredConfigIsThatOfAModelOrACheckpoint) {
  compress({.prune_prior = 0.3, .heads_rank = 8});
  const nlohmann::json want = to_json(stored_config(SafetensorsFile(smaller_)));
  EXPECT_EQ(want["prior_hidden"], 32);
  EXPECT_EQ(want["heads_rank"], 8);
  EXPECT_FALSE(want.contains("flow_hidden"));
  SafetensorsWriter checkpoint;
  checkpoint.set_metadata("config", nlohmann::json{{"model", want}, {"stage", "unrolled"}}.dump());
  checkpoint.write(model_);
  EXPECT_EQ(to_json(stored_config(SafetensorsFile(model_))), want);
}

}  // namespace
}  // namespace driftwave::training
