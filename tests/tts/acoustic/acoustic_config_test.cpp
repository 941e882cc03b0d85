#include "tts/acoustic/acoustic_config.h"

#include <gtest/gtest.h>

#include <limits>

#include "engine/core/error.h"

namespace driftwave {
namespace {

template <typename Function>
std::string message_of(Function function) {
  try {
    function();
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

TEST(AcousticConfig, SurvivesJson) {
  AcousticConfig config;
  config.decoder_blocks = 3;
  config.residual_scale = 0.25;
  config.mel.mels = 80;
  config.comb_bands = 40;
  EXPECT_EQ(acoustic_config_from_json(to_json(config), "model"), config);
}

TEST(AcousticConfig, NamesAnUnknownKey) {
  nlohmann::json json = to_json(AcousticConfig{});
  json["decoder_chanels"] = 3;
  const std::string message = message_of([&] { (void)acoustic_config_from_json(json, "voice.safetensors"); });
  EXPECT_NE(message.find("voice.safetensors"), std::string::npos) << message;
  EXPECT_NE(message.find("decoder_chanels"), std::string::npos) << message;
}

TEST(AcousticConfig, RejectsSizesOutOfRange) {
  for (const auto& [key, value] : std::vector<std::pair<std::string, int>>{
           {"symbols", 0}, {"kernel", 4}, {"kernel", 65}, {"encoder_channels", -1}, {"comb_bands", 129}}) {
    nlohmann::json json = to_json(AcousticConfig{});
    json[key] = value;
    EXPECT_THROW((void)acoustic_config_from_json(json, "model"), Error) << key << " = " << value;
  }
}

TEST(AcousticConfig, RejectsAMissingSize) {
  nlohmann::json json = to_json(AcousticConfig{});
  json.erase("flow_blocks");
  EXPECT_THROW((void)acoustic_config_from_json(json, "model"), Error);
}

TEST(AcousticConfig, KeepsWhatSamplersAndSpeakersNeed) {
  AcousticConfig config;
  config.decoder = MelDecoder::kSampler;
  config.melody_noise = 8;
  config.speakers = {"a", "b"};
  EXPECT_EQ(acoustic_config_from_json(to_json(config), "model"), config);
}

TEST(AcousticConfig, SaysNothingNewOfAModelOfBefore) {
  const nlohmann::json json = to_json(AcousticConfig{});
  for (const char* key : {"decoder", "melody_noise", "speakers"}) EXPECT_FALSE(json.contains(key)) << key;
}

TEST(AcousticConfig, RejectsADecoderThatItDoesNotKnow) {
  nlohmann::json json = to_json(AcousticConfig{});
  json["decoder"] = "oracle";
  EXPECT_THROW((void)acoustic_config_from_json(json, "model"), Error);
  json["decoder"] = "sampler";
  json["melody_noise"] = 65;
  EXPECT_THROW((void)acoustic_config_from_json(json, "model"), Error);
}

AcousticConfig with_mels(int mels) {
  AcousticConfig config;
  config.mel.mels = mels;
  return config;
}

TEST(AcousticStatistics, SurviveJson) {
  const AcousticStatistics statistics{.mel_mean = {-3.5F, 1.25F},
                                      .mel_std = {0.5F, 2.0F},
                                      .log_f0_mean = 5.1,
                                      .log_f0_std = 0.2,
                                      .temperature = 0.4,
                                      .high_temperature = 0.9,
                                      .speakers = {{5.0, 0.3}, {4.7, 0.1}}};
  AcousticConfig config = with_mels(2);
  config.speakers = {"a", "b"};
  const AcousticStatistics read = acoustic_statistics_from_json(to_json(statistics), config, "model");
  EXPECT_EQ(read.temperature, 0.4);
  EXPECT_EQ(read.high_temperature, 0.9);
  EXPECT_EQ(read.pitch_of(1).log_f0_mean, 4.7);
  EXPECT_EQ(read.pitch_of(2).log_f0_mean, 5.1);
  EXPECT_EQ(read.mel_mean, statistics.mel_mean);
  EXPECT_EQ(read.mel_std, statistics.mel_std);
  EXPECT_EQ(read.log_f0_mean, 5.1);
  EXPECT_EQ(read.log_f0_std, 0.2);
}

TEST(AcousticStatistics, RejectWhatCannotNormalise) {
  const AcousticStatistics fine{.mel_mean = {0.0F}, .mel_std = {1.0F}};
  EXPECT_THROW((void)acoustic_statistics_from_json(to_json(fine), with_mels(2), "model"), Error);
  AcousticStatistics flat = fine;
  flat.mel_std = {0.0F};
  EXPECT_THROW((void)acoustic_statistics_from_json(to_json(flat), with_mels(1), "model"), Error);
  AcousticStatistics still = fine;
  still.log_f0_std = 0.0;
  EXPECT_THROW((void)acoustic_statistics_from_json(to_json(still), with_mels(1), "model"), Error);
  AcousticConfig two = with_mels(1);
  two.speakers = {"a", "b"};
  EXPECT_THROW((void)acoustic_statistics_from_json(to_json(fine), two, "model"), Error);
  AcousticStatistics hot = fine;
  hot.temperature = 1.5;
  EXPECT_THROW((void)acoustic_statistics_from_json(to_json(hot), with_mels(1), "model"), Error);
  AcousticStatistics hissing = fine;
  hissing.high_temperature = 1.5;
  EXPECT_THROW((void)acoustic_statistics_from_json(to_json(hissing), with_mels(1), "model"), Error);
}

TEST(AcousticStatistics, HaveOneTemperatureWhereNoOtherIsNamed) {
  const AcousticStatistics statistics{.mel_mean = {0.0F}, .mel_std = {1.0F}, .temperature = 0.3};
  EXPECT_FALSE(to_json(statistics).contains("high_temperature"));
  EXPECT_EQ(statistics.temperature_at(200.0), 0.3);
  EXPECT_EQ(statistics.temperature_at(9000.0), 0.3);
}

TEST(AcousticStatistics, GoFromTheTemperatureOfLowBandsToThatOfHighOnes) {
  const AcousticStatistics statistics{
      .mel_mean = {0.0F}, .mel_std = {1.0F}, .temperature = 0.2, .high_temperature = 1.0};
  EXPECT_EQ(statistics.temperature_at(0.0), 0.2);
  EXPECT_NEAR(statistics.temperature_at(300.0), 0.2, 1e-4);
  EXPECT_NEAR(statistics.temperature_at(kTemperatureCornerHz), 0.6, 1e-12);
  EXPECT_NEAR(statistics.temperature_at(20000.0), 1.0, 1e-3);
}

TEST(FrameDilation, GoesRoundOneTwoFour) {
  EXPECT_EQ(frame_dilation(0), 1);
  EXPECT_EQ(frame_dilation(1), 2);
  EXPECT_EQ(frame_dilation(2), 4);
  EXPECT_EQ(frame_dilation(3), 1);
}

}  // namespace
}  // namespace driftwave
