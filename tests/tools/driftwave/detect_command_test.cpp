#include <nlohmann/json.hpp>

#include "engine/audio/audio_file.h"
#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

constexpr const char* kSpeak =
    "driftwave speak 'The quick brown fox jumps over the lazy dog and runs away.' --steps 0 ";

class DetectCommand : public CommandLine {
 protected:
  [[nodiscard]] nlohmann::json detect(const std::string& arguments) const {
    return nlohmann::json::parse(must("driftwave detect --json " + arguments)).at(0);
  }
};

TEST_F(DetectCommand, TellsSpeechOfOursAndWhoseVoiceItIs) {
  must(std::string(kSpeak) + "-o said.mp3 --watermark-user 77");
  const nlohmann::json found = detect("said.mp3");
  EXPECT_TRUE(found["marked"]);
  EXPECT_GT(found["probability"], 0.999999);
  ASSERT_EQ(found["segments"].size(), 1U);
  EXPECT_EQ(found["segments"][0]["payload"]["user"], 77);
  EXPECT_EQ(found["segments"][0]["payload"]["voice_names"][0], "Kathleen");
  EXPECT_NE(must("driftwave detect said.mp3").find("Kathleen"), std::string::npos);
}

TEST_F(DetectCommand, FindsNoMarkWhereItWasTurnedOffAndTheFileSaysSo) {
  must(std::string(kSpeak) + "-o marked.wav && " + kSpeak + "-o plain.wav --no-watermark");
  EXPECT_FALSE(detect("plain.wav")["marked"]);
  EXPECT_EQ(read_audio(path("plain.wav")).frames(), read_audio(path("marked.wav")).frames());
  EXPECT_NE(read_tags(path("plain.wav")).at("comment").find("watermark=off"), std::string::npos);
  EXPECT_NE(read_tags(path("marked.wav")).at("comment").find("watermark=public"), std::string::npos);
}

TEST_F(DetectCommand, NeedsTheKeyOfASecretMark) {
  write_text("key", "only mine");
  must(std::string(kSpeak) + "-o said.wav --watermark-key key");
  EXPECT_FALSE(detect("said.wav")["marked"]);
  EXPECT_TRUE(detect("said.wav --watermark-key key")["marked"]);
  EXPECT_NE(read_tags(path("said.wav")).at("comment").find("watermark=own"), std::string::npos);
}

TEST_F(DetectCommand, MarksAResynthesisUnlessToldNotTo) {
  must(std::string(kSpeak) + "-o plain.wav --no-watermark");
  must("driftwave vocode plain.wav -o again.wav --steps 0");
  EXPECT_TRUE(detect("again.wav")["marked"]);
  must("driftwave vocode plain.wav -o clean.wav --steps 0 --no-watermark");
  EXPECT_FALSE(detect("clean.wav")["marked"]);
}

TEST_F(DetectCommand, SpeaksTheSameWithAnyThreads) {
  const std::string two = "driftwave speak 'One sentence. And here is another one.' --steps 0 ";
  must(two + "-o a.wav --threads 1 && " + two + "-o b.wav --threads 3");
  must("cmp a.wav b.wav");
}

TEST_F(DetectCommand, DrawsWhere) {
  must(std::string(kSpeak) + "-o said.wav && driftwave detect said.wav --picture said.png");
  EXPECT_EQ(must("head -c 4 said.png | tail -c 3"), "PNG");
  refuses("driftwave detect said.wav said.wav --picture a.png", 2, "--picture");
  refuses("driftwave detect said.wav --picture a.jpg", 2, "--picture");
}

TEST_F(DetectCommand, RefusesWhatItCannotRead) {
  refuses("driftwave detect none.wav", 1, "none.wav");
  write_text("text.wav", "no sound");
  refuses("driftwave detect text.wav", 1, "text.wav");
  refuses(std::string(kSpeak) + "-o a.wav --watermark-key none", 1, "none");
  refuses(std::string(kSpeak) + "-o a.wav --watermark-user 65536", 2, "--watermark-user");
  refuses(std::string(kSpeak) + "-o a.wav --no-watermark --watermark-user 1", 2, "--no-watermark");
}

}  // namespace
}  // namespace driftwave
