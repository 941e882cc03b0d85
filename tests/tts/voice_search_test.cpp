#include "tts/voice_search.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>

#include "engine/core/error.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDescription =
    R"({"name": "Test Voice", "language": "en-us", "licence": "CC0-1.0",
        "files": {"acoustic": "a.safetensors", "vocoder": "v.safetensors"}})";

/// A folder of voices, named in DRIFTWAVE_VOICES for the time of a test.
class VoiceSearch : public ::testing::Test {
 protected:
  VoiceSearch() : folder_(fs::temp_directory_path() / ("driftwave-voices-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    ::setenv("DRIFTWAVE_VOICES", ("/nowhere:" + folder_.string()).c_str(), 1);
  }
  ~VoiceSearch() override {
    ::unsetenv("DRIFTWAVE_VOICES");
    fs::remove_all(folder_);
  }

  void add_voice(const std::string& name, const std::string& description) const {
    fs::create_directories(folder_ / name);
    std::ofstream(folder_ / name / "voice.json") << description;
    std::ofstream(folder_ / name / "a.safetensors") << "x";
    std::ofstream(folder_ / name / "v.safetensors") << "x";
  }

  fs::path folder_;
};

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

TEST_F(VoiceSearch, FindsAVoiceByNameAndByFolder) {
  add_voice("test-voice", kDescription);
  const Voice by_name = find_voice("test-voice");
  EXPECT_EQ(by_name.name, "Test Voice");
  EXPECT_EQ(by_name.acoustic_file.filename(), "a.safetensors");
  EXPECT_EQ(find_voice((folder_ / "test-voice").string()).licence, "CC0-1.0");
}

TEST_F(VoiceSearch, TakesASpeakerBehindASlash) {
  add_voice("test-voice", kDescription);
  EXPECT_EQ(find_voice("test-voice/anna").speaker, "anna");
  EXPECT_EQ(find_voice("test-voice/anna").folder, find_voice("test-voice").folder);
  const std::string path = (folder_ / "test-voice").string();
  EXPECT_EQ(find_voice(path + "/anna").speaker, "anna");
  EXPECT_EQ(find_voice(path + "/").speaker, "");
  const std::string missing = message_of([] { (void)find_voice("./gone/anna"); });
  EXPECT_NE(missing.find("./gone/anna: want a voice folder"), std::string::npos) << missing;
}

TEST_F(VoiceSearch, PassesOverLinksToThemselves) {
  add_voice("test-voice", kDescription);
  fs::create_symlink("loop", folder_ / "loop");
  const std::vector<FoundVoice> found = all_voices();
  EXPECT_TRUE(std::ranges::any_of(found, [](const FoundVoice& f) { return f.voice.name == "Test Voice"; }));
  EXPECT_THROW((void)find_voice("loop"), Error);
}

TEST_F(VoiceSearch, LooksAtNoFolderThatOnlyHappensToLieHere) {
  add_voice("test-voice", kDescription);
  add_voice("here/test-voice", R"({"name": "Planted"})");
  const fs::path before = fs::current_path();
  fs::current_path(folder_ / "here");
  const Voice found = find_voice("test-voice");
  const std::string by_path = message_of([] { (void)find_voice("./test-voice"); });
  fs::current_path(before);
  EXPECT_EQ(found.name, "Test Voice");
  EXPECT_NE(by_path.find("language"), std::string::npos) << by_path;
}

TEST_F(VoiceSearch, NamesTheVoicesThereAre) {
  add_voice("test-voice", kDescription);
  EXPECT_NE(message_of([] { (void)find_voice("nobody"); }).find("test-voice"), std::string::npos);
}

TEST_F(VoiceSearch, ListsABrokenVoiceWithItsProblem) {
  add_voice("broken-voice", R"({"name": "B"})");
  bool listed = false;
  for (const FoundVoice& found : all_voices()) {
    if (found.voice.name != "broken-voice") continue;
    listed = true;
    EXPECT_NE(found.problem.find("language"), std::string::npos) << found.problem;
  }
  EXPECT_TRUE(listed);
}

TEST_F(VoiceSearch, NamesTheFileAndKeyAtFault) {
  add_voice("odd", R"({"name": "B", "language": "en-us", "licence": "CC0-1.0", "colour": 1,
                       "files": {"acoustic": "a.safetensors", "vocoder": "v.safetensors"}})");
  const std::string unknown_key = message_of([] { (void)find_voice("odd"); });
  EXPECT_NE(unknown_key.find("voice.json"), std::string::npos);
  EXPECT_NE(unknown_key.find("colour"), std::string::npos);

  add_voice("gone", kDescription);
  fs::remove(folder_ / "gone" / "v.safetensors");
  EXPECT_NE(message_of([] { (void)find_voice("gone"); }).find("v.safetensors"), std::string::npos);
}

}  // namespace
}  // namespace driftwave
