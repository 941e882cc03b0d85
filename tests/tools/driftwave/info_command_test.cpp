#include <nlohmann/json.hpp>

#include "engine/audio/audio_file.h"
#include "engine/model/safetensors.h"
#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

using InfoCommand = CommandLine;

void write_model(const std::filesystem::path& file) {
  SafetensorsWriter writer;
  const std::vector<float> values(12, 0.5F);
  writer.add("weight", values, {3, 4});
  writer.add("bias", std::span(values).first(4), {4}, DType::kF16);
  writer.set_metadata("config", R"({"architecture": "test", "mel": {"hop_samples": 512}})");
  writer.set_metadata("licence", "CC0-1.0");
  writer.write(file);
}

TEST_F(InfoCommand, DescribesAModelFile) {
  write_model(path("model.safetensors"));
  const auto info = nlohmann::json::parse(must("driftwave info model.safetensors --json"));
  EXPECT_EQ(info["parameters"], 16);
  EXPECT_EQ(info["tensors"], 2);
  EXPECT_EQ(info["sha256"].get<std::string>().size(), 64U);
  EXPECT_EQ(info["metadata"]["config"]["mel"]["hop_samples"], 512);
  EXPECT_EQ(info["metadata"]["licence"], "CC0-1.0");

  const std::string text = must("driftwave info model.safetensors");
  EXPECT_NE(text.find("hop_samples: 512"), std::string::npos) << text;
}

TEST_F(InfoCommand, RefusesAnAlteredModel) {
  write_model(path("model.safetensors"));
  must("printf x | dd of=model.safetensors bs=1 seek=$(($(stat -c %s model.safetensors) - 3)) conv=notrunc");
  refuses("driftwave info model.safetensors", 1, "model.safetensors");
}

TEST_F(InfoCommand, RefusesACutAndAForeignFile) {
  write_model(path("model.safetensors"));
  must("head -c 100 model.safetensors > cut.safetensors");
  refuses("driftwave info cut.safetensors", 1, "cut.safetensors");
  write_text("text.safetensors", "this is no model at all");
  refuses("driftwave info text.safetensors", 1, "text.safetensors");
}

TEST_F(InfoCommand, ShowsHostileNestingAsText) {
  SafetensorsWriter writer;
  const std::vector<float> values(1, 0.5F);
  writer.add("weight", values, {1});
  constexpr std::size_t kLevels = 2'000'000;
  writer.set_metadata("deep", std::string(kLevels, '[') + std::string(kLevels, ']'));
  writer.set_metadata("broken", "{not json");
  writer.write(path("model.safetensors"));
  const auto info = nlohmann::json::parse(must("driftwave info model.safetensors --json"));
  EXPECT_EQ(info["metadata"]["deep"].get<std::string>().size(), 2 * kLevels);
  EXPECT_EQ(info["metadata"]["broken"], "{not json");
  EXPECT_GT(must("driftwave info model.safetensors").size(), 2 * kLevels);
}

TEST_F(InfoCommand, DescribesTheShippedVoice) {
  const auto info = nlohmann::json::parse(must("driftwave info kathleen --json"));
  EXPECT_EQ(info["language"], "en-us");
  EXPECT_GT(info["acoustic"]["parameters"].get<int>(), 100'000);
  EXPECT_GT(info["vocoder"]["parameters"].get<int>(), 100'000);
  EXPECT_NE(must("driftwave voices").find("kathleen"), std::string::npos);
  EXPECT_NE(must("driftwave voices --json").find("\"flemishguy\""), std::string::npos);
}

TEST_F(InfoCommand, LetsEachVoiceSayItsName) {
  must("driftwave voices --say samples");
  for (const char* name : {"kathleen", "kathleen_fr", "kerstin"})
    EXPECT_GT(std::filesystem::file_size(path(std::string("samples/") + name + ".wav")), 50'000U) << name;
}

TEST_F(InfoCommand, SpeaksWithAnotherSpeakerAndInAnotherLanguage) {
  const std::string text = "speak --no-watermark --steps 0 --melody-temperature 0 'Die Bank ist alt.' -o ";
  must("driftwave " + text + "a.wav --voice kathleen/kerstin --language de");
  must("driftwave " + text + "b.wav --voice kerstin");
  must("driftwave " + text + "c.wav --voice kerstin --language en-us");
  EXPECT_EQ(read_audio(path("a.wav")).samples, read_audio(path("b.wav")).samples);
  EXPECT_NE(read_audio(path("b.wav")).samples, read_audio(path("c.wav")).samples);
  must("driftwave " + text + "e.wav --mix kathleen=0.5,flemishguy=0.5");
  must("driftwave " + text + "f.wav --voice kathleen/kathleen=2,flemishguy=2");
  EXPECT_EQ(read_audio(path("e.wav")).samples, read_audio(path("f.wav")).samples);
  refuses("driftwave " + text + "d.wav --mix kathleen=1,kathleen=1", 1, "twice");
  refuses("driftwave " + text + "d.wav --voice kathleen/nobody", 1, "nobody");
  refuses("driftwave " + text + "d.wav --language xx-nowhere", 1, "xx-nowhere");
}

}  // namespace
}  // namespace driftwave
