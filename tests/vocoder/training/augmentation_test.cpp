#include "vocoder/training/augmentation.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <filesystem>
#include <string>

#include "engine/core/error.h"
#include "tests/vocoder/harmonic_flow/random_model.h"
#include "tests/vocoder/training/fixtures.h"
#include "vocoder/training/ablation.h"
#include "vocoder/training/batch.h"
#include "vocoder/training/harmonic_flow_sampler.h"

namespace driftwave::training {
namespace {

double power_between(const at::Tensor& audio, double low_hz, double high_hz, double rate_hz) {
  const at::Tensor power = torch::fft_rfft(audio).abs().square();
  const auto bin = [&](double hz) {
    return static_cast<std::int64_t>(hz / rate_hz * 2.0 * static_cast<double>(power.size(0) - 1));
  };
  return power.slice(0, bin(low_hz), bin(high_hz)).mean().item<double>();
}

TEST(BandLimited, KeepsWhatLiesBelowAndRemovesWhatLiesAbove) {
  torch::manual_seed(1);
  const at::Tensor noise = torch::randn({2, 16384});
  const at::Tensor limited = band_limited(noise, torch::tensor({5000.0F, 22050.0F}), 44100);
  const at::Tensor low = limited[0];
  EXPECT_NEAR(power_between(low, 100, 4900, 44100) / power_between(noise[0], 100, 4900, 44100), 1.0, 1e-3);
  EXPECT_LT(power_between(low, 5700, 22000, 44100), 1e-6 * power_between(noise[0], 5700, 22000, 44100));
  EXPECT_TRUE(torch::equal(limited[1], noise[1]));
}

TEST(AtSpeed, RaisesAToneByTheRatioOfTheLengths) {
  const at::Tensor t = torch::arange(12000, at::kFloat) / 22050.0;
  const at::Tensor tone = torch::sin(2 * M_PI * 441.0 * t).unsqueeze(0);
  const at::Tensor want = torch::sin(2 * M_PI * 441.0 * 1.2 * t.slice(0, 0, 10000)).unsqueeze(0);
  const at::Tensor got = at_speed(tone, 10000);
  ASSERT_EQ(got.size(1), 10000);
  EXPECT_LT((got - want).slice(1, 500, 9500).abs().max().item<double>(), 0.02);
}

class RandomCropsTest : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) /
      (std::string("random_crops_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  HarmonicFlowConfig config_ = test::small_config();
};

TEST_F(RandomCropsTest, ChangeSpeedAndPitchTogether) {
  const ShardSet shards = test::make_shards(folder_, config_);
  const std::vector<std::size_t> all = shards.of_split("train");
  const CropOptions plain{.batch = 8, .frames = 32, .gain_range_db = 0.0, .seed = 3};
  CropOptions moved = plain;
  moved.speed_range_st = 6.0;
  const VocoderBatch a = random_crops(shards, all, config_.mel, plain, 0);
  const VocoderBatch b = random_crops(shards, all, config_.mel, moved, 0);
  ASSERT_EQ(b.audio.sizes(), a.audio.sizes());
  ASSERT_EQ(b.source.sizes(), a.source.sizes());
  ASSERT_EQ(b.f0_hz.sizes(), a.f0_hz.sizes());
  const at::Tensor ratio = b.f0_hz.mean(1) / a.f0_hz.mean(1);
  const at::Tensor speed = torch::exp2(6.0 * (2.0 * b.chances.select(1, kChances - 1) - 1.0) / 12.0);
  EXPECT_LT((ratio / speed - 1.0).abs().max().item<double>(), 0.25);
  // The recording still lies on the source's harmonics: their product keeps its mean at every speed.
  const auto likeness = [](const VocoderBatch& x) {
    return (x.audio * x.source).mean(1) / (x.audio.square().mean(1) * x.source.square().mean(1)).sqrt();
  };
  EXPECT_LT((likeness(a) - likeness(b)).abs().max().item<double>(), 0.1);
}

TEST_F(RandomCropsTest, TellWhatAnAcousticModelMade) {
  std::vector<Utterance> utterances = test::make_shards(folder_, config_).utterances();
  for (Utterance& u : utterances)
    if (u.split == "train")
      u.told_mels.emplace_back(u.f0_hz.size(), static_cast<std::size_t>(config_.mel.mels), -3.0F);
  const std::filesystem::path told_folder = folder_ / "told";
  std::filesystem::create_directories(told_folder);
  write_shard(told_folder / "shard-0000.safetensors",
              {.sample_rate_hz = config_.mel.sample_rate_hz, .hop_samples = config_.mel.hop_samples},
              utterances);
  const ShardSet shards({told_folder});
  const std::vector<std::size_t> train = shards.of_split("train");
  CropOptions options{.batch = 64, .frames = 24, .told_share = 0.5, .seed = 3};
  const VocoderBatch batch = random_crops(shards, train, config_.mel, options, 0);
  const double told = batch.told.to(at::kFloat).mean().item<double>();
  EXPECT_GT(told, 0.3);
  EXPECT_LT(told, 0.7);
  // Mels follow the gain of their crop: within 6 dB around what was stored.
  const at::Tensor mels = batch.told_mel.index({batch.told});
  EXPECT_LE((mels + 3.0).abs().max().item<double>(), std::log(2.0) + 1e-3);
  EXPECT_GT(mels.std().item<double>(), 0.05);

  const Spectral spectral(config_.mel, at::kCPU);
  const Prepared prepared = prepare_batch(batch, torch::randn_like(batch.audio), spectral);
  EXPECT_TRUE(prepared.condition.mel.index({batch.told}).equal(mels));
  const at::Tensor rest = batch.told.logical_not();
  EXPECT_TRUE(prepared.condition.mel.index({rest}).equal(prepared.target_mel.index({rest})));

  options.speed_range_st = 1.0;
  EXPECT_THROW((void)random_crops(shards, train, config_.mel, options, 0), Error);
}

TEST(SmoothedMel, LosesARippleAndKeepsTheEnvelope) {
  const at::Tensor band = torch::arange(40, at::kFloat);
  const at::Tensor envelope = (-0.1 * band).view({1, 1, 40});
  const at::Tensor ripple = torch::cos(2 * M_PI * band / 2.5).view({1, 1, 40});
  const at::Tensor smooth = smoothed_mel(envelope + ripple);
  ASSERT_EQ(smooth.sizes(), envelope.sizes());
  EXPECT_LT((smooth - envelope).slice(2, 3, -3).abs().max().item<double>(), 0.05);
}

TEST(Ablation, KnowsItsPartsByName) {
  EXPECT_TRUE(make_ablation({}).is_whole());
  const Ablation ablation = make_ablation({"source", "whitening"});
  EXPECT_FALSE(ablation.source);
  EXPECT_TRUE(ablation.phase_reference);
  EXPECT_FALSE(ablation.whitening);
  EXPECT_THROW((void)make_ablation({"everything"}), Error);
}

}  // namespace
}  // namespace driftwave::training
