/// Recordings and lexicons that a document opens.
#include "tts/ssml_files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "engine/audio/audio_file.h"
#include "engine/core/error.h"
#include "tts/ssml.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

class SsmlFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_ / "inside");
    write_audio(folder_ / "inside" / "a gong.wav",
                {.samples = std::vector<float>(100, 0.5F), .sample_rate_hz = 8000});
    std::ofstream(folder_ / "inside" / "words.txt") << "Skjold\t/skjˈɔl/\nACME\tacme corp\n";
    std::ofstream(folder_ / "outside.txt") << "Skjold\tsecret\n";
    fs::create_symlink(folder_ / "outside.txt", folder_ / "inside" / "link.txt");
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string refusal(const std::string& uri) const {
    try {
      (void)ssml_file(uri, folder_ / "inside");
    } catch (const Error& e) {
      return e.what();
    }
    return "";
  }

  [[nodiscard]] SsmlDocument parse(const std::string& inside) const {
    return parse_ssml("<speak>" + inside + "</speak>", "test", {.files = folder_ / "inside"});
  }

  const fs::path folder_ = fs::temp_directory_path() / ("driftwave-ssml-" + std::to_string(::getpid()));
};

TEST_F(SsmlFiles, AreThoseOfOneFolder) {
  EXPECT_EQ(ssml_file("a%20gong.wav", folder_ / "inside"), fs::canonical(folder_ / "inside" / "a gong.wav"));
  EXPECT_EQ(refusal("file://" + fs::canonical(folder_ / "inside" / "words.txt").string()), "");
  EXPECT_NE(refusal("../outside.txt").find("outside"), std::string::npos);
  EXPECT_NE(refusal("%2e%2e/outside.txt").find("is outside"), std::string::npos);
  EXPECT_NE(refusal((folder_ / "outside.txt").string()).find("is outside"), std::string::npos);
  EXPECT_NE(refusal("link.txt").find("is outside"), std::string::npos);
  EXPECT_NE(refusal("none.wav").find("no such file"), std::string::npos);
  EXPECT_NE(refusal("").find("is not opened"), std::string::npos);
  EXPECT_NE(refusal("http://example.com/a.wav").find("it is no file"), std::string::npos);
  EXPECT_THROW((void)ssml_file("words.txt", std::nullopt), Error);
  EXPECT_THROW((void)ssml_file("words.txt", folder_ / "missing"), Error);
}

TEST_F(SsmlFiles, SoundInsteadOfTheirElement) {
  const SsmlDocument document =
      parse("One. <mark name=\"m\"/><audio src=\"a%20gong.wav\">a gong</audio> Two.");
  ASSERT_EQ(document.segments.size(), 3U);
  EXPECT_TRUE(document.notes.empty());
  EXPECT_EQ(document.segments[1].text, "");
  EXPECT_EQ(document.segments[0].marks, (std::vector<SsmlMark>{{.name = "m", .at = 5}}));
  ASSERT_NE(document.segments[1].audio, nullptr);
  EXPECT_EQ(document.segments[1].audio->frames(), 100U);
  EXPECT_EQ(document.segments[2].audio, nullptr);
}

TEST_F(SsmlFiles, GiveWayToTheTextWhereTheyCannotSound) {
  const SsmlDocument document = parse("<audio src=\"words.txt\">a gong</audio>");
  ASSERT_EQ(document.segments.size(), 1U);
  EXPECT_EQ(document.segments[0].text, "a gong");
  ASSERT_EQ(document.notes.size(), 1U);
  EXPECT_NE(document.notes[0].find("line 1: <audio>"), std::string::npos);
}

TEST_F(SsmlFiles, SayHowWordsSound) {
  EXPECT_EQ(parse("<lexicon uri=\"words.txt\"/>The Skjold of ACME").segments.at(0).text,
            "The [[skjˈɔl]] of acme corp");
  EXPECT_EQ(parse("<lexicon uri=\"words.txt\" xml:id=\"w\"/>Skjold <lookup ref=\"w\">Skjold</lookup> Skjold")
                .segments.at(0)
                .text,
            "Skjold [[skjˈɔl]] Skjold");
}

TEST_F(SsmlFiles, LeadWordsBackToTheDocument) {
  const std::string ssml = "<speak><lexicon uri=\"words.txt\"/>R &amp; Skjold</speak>";
  const SsmlSegment segment = parse_ssml(ssml, "test", {.files = folder_ / "inside"}).segments.at(0);
  const SourceRange range = segment.source.source_of(segment.text.find("[["), segment.text.size());
  EXPECT_EQ(ssml.substr(range.begin, range.end - range.begin), "Skjold");
}

}  // namespace
}  // namespace driftwave
