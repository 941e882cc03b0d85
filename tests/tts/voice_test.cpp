#include "tts/voice.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/core/error.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

class VoiceFolder : public ::testing::Test {
 protected:
  VoiceFolder() : folder_(fs::temp_directory_path() / ("driftwave-voice-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    std::ofstream(folder_ / "a.safetensors") << "x";
    std::ofstream(folder_ / "v.safetensors") << "x";
  }
  ~VoiceFolder() override { fs::remove_all(folder_); }

  void describe(const std::string& json) const { std::ofstream(folder_ / "voice.json") << json; }

  /// Fails the test unless loading throws a message that holds `words`.
  void refuses(const std::string& words) const {
    try {
      (void)load_voice(folder_);
      FAIL() << "loaded; want an error about " << words;
    } catch (const Error& e) {
      EXPECT_NE(std::string(e.what()).find(words), std::string::npos) << e.what();
    }
  }

  fs::path folder_;
};

TEST_F(VoiceFolder, IsDescribedByVoiceJson) {
  describe(R"({"name": "Anna", "language": "en-us", "licence": "CC0-1.0", "description": "calm",
               "files": {"acoustic": "a.safetensors", "vocoder": "v.safetensors"}})");
  const Voice voice = load_voice(folder_);
  EXPECT_EQ(voice.name, "Anna");
  EXPECT_EQ(voice.language, "en-us");
  EXPECT_EQ(voice.description, "calm");
  EXPECT_EQ(voice.vocoder_file, folder_ / "v.safetensors");
}

TEST_F(VoiceFolder, MayDrawLessNoise) {
  const auto with = [](const std::string& value) {
    return R"({"name": "Anna", "language": "en-us", "licence": "CC0-1.0", "noise_temperature": )" + value +
           R"(, "files": {"acoustic": "a.safetensors", "vocoder": "v.safetensors"}})";
  };
  describe(with("0.5"));
  EXPECT_EQ(load_voice(folder_).noise_temperature, 0.5);
  describe(with("1.5"));
  refuses("noise_temperature");
}

TEST_F(VoiceFolder, MayBeOneSpeakerOfAModel) {
  describe(R"({"name": "Anna", "language": "en-us", "licence": "CC0-1.0", "speaker": "anna",
               "files": {"acoustic": "a.safetensors", "vocoder": "v.safetensors"}})");
  EXPECT_EQ(load_voice(folder_).speaker, "anna");
}

TEST_F(VoiceFolder, IsWrittenAsItIsRead) {
  Voice voice;
  voice.name = "Anna";
  voice.language = "de";
  voice.licence = "CC0-1.0";
  voice.person = "Anna Beispiel";
  voice.consent = "She agreed.";
  voice.data = "12 minutes";
  voice.corrections = 2;
  voice.noise_temperature = 0.5;
  voice.folder = folder_;
  voice.acoustic_file = folder_ / "a.safetensors";
  voice.vocoder_file = folder_ / "v.safetensors";
  save_voice(voice);
  const Voice read = load_voice(folder_);
  EXPECT_EQ(read.person, "Anna Beispiel");
  EXPECT_EQ(read.consent, "She agreed.");
  EXPECT_EQ(read.data, "12 minutes");
  EXPECT_EQ(read.corrections, 2);
  EXPECT_EQ(read.noise_temperature, 0.5);
  EXPECT_EQ(read.vocoder_file, voice.vocoder_file);
}

TEST_F(VoiceFolder, IsNotWrittenWithoutAPersonsConsent) {
  Voice voice;
  voice.name = "Anna";
  voice.language = "de";
  voice.licence = "CC0-1.0";
  voice.person = "Anna";
  voice.folder = folder_;
  EXPECT_THROW(save_voice(voice), Error);
  EXPECT_FALSE(fs::exists(folder_ / "voice.json"));
}

TEST_F(VoiceFolder, MayHaveALexicon) {
  describe(R"({"name": "Anna", "language": "en-us", "licence": "CC0-1.0",
               "files": {"acoustic": "a.safetensors", "vocoder": "v.safetensors", "lexicon": "names.txt"}})");
  EXPECT_EQ(load_voice(folder_).lexicon_files, std::vector<fs::path>{folder_ / "names.txt"});
}

TEST_F(VoiceFolder, WithoutADescriptionFileIsRefused) {
  refuses("voice.json");
}

TEST_F(VoiceFolder, WithABrokenDescriptionIsRefused) {
  describe("{");
  refuses("voice.json");
  describe("[]");
  refuses("voice.json");
  describe(R"({"name": "Anna", "language": "en-us", "licence": "CC0-1.0"})");
  refuses("files");
  describe(R"({"name": 3, "language": "en-us", "licence": "CC0-1.0",
               "files": {"acoustic": "a.safetensors", "vocoder": "v.safetensors"}})");
  refuses("name");
  describe(R"({"name": "Anna", "language": "en-us", "licence": "CC0-1.0", "age": 3,
               "files": {"acoustic": "a.safetensors", "vocoder": "v.safetensors"}})");
  refuses("age");
}

TEST_F(VoiceFolder, WithoutItsModelsIsRefused) {
  describe(R"({"name": "Anna", "language": "en-us", "licence": "CC0-1.0",
               "files": {"acoustic": "gone.safetensors", "vocoder": "v.safetensors"}})");
  refuses("gone.safetensors");
}

}  // namespace
}  // namespace driftwave
