/// --ssml-files of the program: recordings and lexicons that a document may open.
#include <filesystem>

#include "engine/audio/audio_file.h"
#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

class SsmlFilesOption : public CommandLine {
 protected:
  SsmlFilesOption() {
    std::filesystem::create_directory(path("files"));
    write_text("files/words.txt", "Skjold /skjˈɔl/\n");
    write_text("outside.txt", "Skjold /bˈɑː/\n");
    write_tone("files/gong.wav", 0.5);
  }
};

TEST_F(SsmlFilesOption, LetsADocumentBringItsLexicon) {
  const std::string document = "'<speak><lexicon uri=\"words.txt\"/>Skjold</speak>'";
  EXPECT_EQ(must("driftwave read --ipa --ssml --ssml-files files " + document), "skjˈɔl\n");
  const Outcome without = run("driftwave read --ipa --ssml " + document);
  EXPECT_EQ(without.status, 0);
  EXPECT_EQ(without.out.find("skjˈɔl"), std::string::npos);
  EXPECT_NE(without.err.find("\"words.txt\" is not opened: no folder is allowed"), std::string::npos);
}

TEST_F(SsmlFilesOption, KeepsADocumentInItsFolder) {
  const Outcome outcome =
      run("driftwave read --ipa --ssml --ssml-files files "
          "'<speak><lexicon uri=\"../outside.txt\"/>Skjold</speak>'");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out.find("bˈɑː"), std::string::npos);
  EXPECT_NE(outcome.err.find("\"../outside.txt\" is not opened: it is outside"), std::string::npos);
}

TEST_F(SsmlFilesOption, LetsARecordingSound) {
  const std::string document = "'<speak><audio src=\"gong.wav\">A long text in place of it</audio></speak>'";
  must("driftwave speak --steps 0 --ssml --ssml-files files -o gong.wav " + document);
  const AudioBuffer gong = read_audio(path("gong.wav"));
  EXPECT_NEAR(static_cast<double>(gong.frames()) / gong.sample_rate_hz, 0.5, 0.02);
  EXPECT_EQ(must("driftwave read --ssml --ssml-files files " + document), "");

  must("driftwave speak --steps 0 --ssml -o text.wav " + document);
  const AudioBuffer text = read_audio(path("text.wav"));
  EXPECT_GT(static_cast<double>(text.frames()) / text.sample_rate_hz, 0.8);
}

}  // namespace
}  // namespace driftwave
