#include "vocoder/mel_completion/mel_completion.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/core/error.h"
#include "engine/model/safetensors.h"
#include "tests/vocoder/harmonic_flow/random_model.h"
#include "vocoder/mel_completion/bridge.h"

namespace driftwave {
namespace {

MelCompletionConfig small_config() {
  MelCompletionConfig config;
  config.mel = test::small_config().mel;
  config.channels = 16;
  config.dilations = {1, 2};
  return config;
}

void write_model(const std::filesystem::path& file, const MelCompletionConfig& config) {
  SafetensorsWriter writer;
  const test::RandomWeights weights(writer, 3);
  const MelCompletion model(weights, config);
  writer.set_metadata("architecture", kMelCompletionArchitecture);
  writer.set_metadata("config", to_json(config).dump());
  writer.write(file);
}

KnownFeatures all_known(const VocoderInput& input) {
  return {.mel = Array2<std::uint8_t>(input.mel.rows(), input.mel.cols(), 1),
          .pitch = std::vector<std::uint8_t>(input.mel.rows(), 1)};
}

class MelCompletionTest : public testing::Test {
 protected:
  void SetUp() override {
    file_ = std::filesystem::path(testing::TempDir()) /
            (std::string("mel_completion_") + testing::UnitTest::GetInstance()->current_test_info()->name() +
             ".safetensors");
    write_model(file_, config_);
  }
  void TearDown() override { std::filesystem::remove(file_); }

  MelCompletionConfig config_ = small_config();
  std::filesystem::path file_;
};

TEST_F(MelCompletionTest, KeepsWhatIsKnownAndFillsTheRestWhateverItHeld) {
  const MelCompletion model = load_mel_completion(file_);
  const VocoderInput before = test::make_input(test::small_config(), 60);
  KnownFeatures known = all_known(before);
  for (std::size_t n = 20; n < 30; ++n) {
    std::ranges::fill(known.mel.row(n), 0);
    known.pitch[n] = 0;
  }
  for (std::size_t n = 40; n < 50; ++n)
    for (std::size_t m = 12; m < 20; ++m) known.mel(n, m) = 0;
  const auto filled_from = [&](float rubbish) {
    VocoderInput input = before;
    for (std::size_t n = 0; n < 60; ++n) {
      for (std::size_t m = 0; m < 20; ++m)
        if (known.mel(n, m) == 0) input.mel(n, m) = rubbish;
      if (known.pitch[n] == 0) input.f0_hz[n] = input.voicing[n] = rubbish;
    }
    model.complete(input, known);
    return input;
  };
  const VocoderInput filled = filled_from(-3.0F);
  for (std::size_t n = 0; n < 60; ++n)
    for (std::size_t m = 0; m < 20; ++m) {
      ASSERT_TRUE(known.mel(n, m) == 0 || filled.mel(n, m) == before.mel(n, m));
      ASSERT_TRUE(std::isfinite(filled.mel(n, m)));
    }
  const VocoderInput again = filled_from(std::numeric_limits<float>::quiet_NaN());
  EXPECT_TRUE(std::ranges::equal(again.mel.values(), filled.mel.values()));
  EXPECT_EQ(again.f0_hz, filled.f0_hz);
  EXPECT_EQ(again.voicing, filled.voicing);
  for (std::size_t n = 20; n < 30; ++n) {
    EXPECT_GT(filled.f0_hz[n], 0);
    EXPECT_TRUE(filled.voicing[n] >= 0 && filled.voicing[n] <= 1);
  }
}

TEST_F(MelCompletionTest, RefusesShapesThatDisagreeAndNothingKnown) {
  const MelCompletion model = load_mel_completion(file_);
  VocoderInput input = test::make_input(test::small_config(), 10);
  KnownFeatures known = all_known(input);
  known.pitch.pop_back();
  EXPECT_THROW(model.complete(input, known), Error);
  known = {.mel = Array2<std::uint8_t>(10, 20), .pitch = std::vector<std::uint8_t>(10)};
  EXPECT_THROW(model.complete(input, known), Error);
  input.mel = Array2<float>(10, 19);
  EXPECT_THROW(model.complete(input, all_known(input)), Error);
}

TEST_F(MelCompletionTest, RefusesAForeignConfigNamingFileAndKey) {
  const auto refused = [&](const char* key, const nlohmann::json& value) {
    nlohmann::json json = to_json(config_);
    json[key] = value;
    try {
      (void)mel_completion_config_from_json(json, "some.safetensors");
    } catch (const Error& e) {
      const std::string message = e.what();
      return message.find("some.safetensors") != std::string::npos && message.find(key) != std::string::npos;
    }
    return false;
  };
  EXPECT_TRUE(refused("architecture", "harmonic-flow"));
  EXPECT_TRUE(refused("channels", 0));
  EXPECT_TRUE(refused("kernel", 4));
  EXPECT_TRUE(refused("dilations", nlohmann::json::array()));
  EXPECT_TRUE(refused("dilations", {1, 1000}));
  EXPECT_TRUE(refused("surprise", 1));
  EXPECT_THROW((void)load_mel_completion(file_.string() + ".missing"), Error);
}

TEST(Bridge, RunsStraightAndHoldsAtTheEnds) {
  std::vector<float> values{9, 2, 9, 9, 8, 9};
  bridge(values, std::vector<std::uint8_t>{0, 1, 0, 0, 1, 0});
  EXPECT_EQ(values, (std::vector<float>{2, 2, 4, 6, 8, 8}));
  std::vector<float> pitch{0, 100, 0, 400};
  bridge_pitch(pitch, std::vector<std::uint8_t>{0, 1, 0, 1});
  EXPECT_NEAR(pitch[2], 200, 0.01);
  EXPECT_EQ(pitch[0], 100);
  bridge_pitch(pitch, std::vector<std::uint8_t>{0, 0, 0, 0});
  EXPECT_EQ(pitch, std::vector<float>(4, 150));
}

TEST(Bridge, TakesMissingBandsFromTheNearestKnownOne) {
  Array2<float> mel(3, 4, 7.0F);
  Array2<std::uint8_t> known(3, 4, 0);
  mel(0, 1) = 2;
  known(0, 1) = 1;
  mel(2, 1) = 4;
  known(2, 1) = 1;
  bridge_mel(mel, known);
  for (std::size_t m = 0; m < 4; ++m) {
    EXPECT_EQ(mel(0, m), 2);
    EXPECT_EQ(mel(1, m), 3);
    EXPECT_EQ(mel(2, m), 4);
  }
}

}  // namespace
}  // namespace driftwave
