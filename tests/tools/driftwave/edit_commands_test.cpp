/// vary, inpaint, extend, morph and trace as a user types them.
#include <nlohmann/json.hpp>

#include "engine/audio/audio_file.h"
#include "engine/audio/resample.h"
#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

class EditCommands : public CommandLine {
 protected:
  /// Two channels of 24 bits at 48 kHz.
  void write_stereo(const std::string& name) const {
    write_tone("tone.wav", 1.0);
    const AudioBuffer tone = read_audio(path("tone.wav"));
    AudioBuffer stereo{.samples = {}, .channels = 2, .sample_rate_hz = 48000, .bits = 24};
    for (const float x : resample(tone.samples, {.from_hz = 44100, .to_hz = 48000})) {
      stereo.samples.push_back(0.7F * x);
      stereo.samples.push_back(-0.3F * x);
    }
    write_audio(path(name), stereo);
    std::filesystem::remove(path("tone.wav"));
  }
  /// When samples of both differ.
  [[nodiscard]] std::vector<double> changed_seconds(const std::string& before,
                                                    const std::string& after) const {
    const AudioBuffer a = read_audio(path(before));
    const AudioBuffer b = read_audio(path(after));
    std::vector<double> seconds;
    for (std::size_t i = 0; i < a.samples.size(); ++i)
      if (a.samples[i] != b.samples[i])
        seconds.push_back(static_cast<double>(i / static_cast<std::size_t>(a.channels)) / a.sample_rate_hz);
    return seconds;
  }
  void expect_same_shape(const std::string& before, const std::string& after) const {
    const AudioBuffer a = read_audio(path(before));
    const AudioBuffer b = read_audio(path(after));
    EXPECT_EQ(a.channels, b.channels);
    EXPECT_EQ(a.sample_rate_hz, b.sample_rate_hz);
    EXPECT_EQ(a.frames(), b.frames());
    EXPECT_EQ(a.bits, b.bits);
  }
};

TEST_F(EditCommands, VaryKeepsTheFilesShapeAndDrawsBeforeAndAfter) {
  write_stereo("in.wav");
  must("driftwave vary in.wav -o out.wav --strength 0.4 --steps 1 --picture both.png");
  expect_same_shape("in.wav", "out.wav");
  EXPECT_EQ(listing(), "both.png in.wav out.wav ");
  must("driftwave vary in.wav -o again.wav --strength 0.4 --steps 1 && cmp out.wav again.wav");
  must("driftwave vary in.wav -o other.wav --strength 0.4 --steps 1 --seed 7 && ! cmp -s out.wav other.wav");
  EXPECT_NE(read_tags(path("out.wav")).at("comment").find("strength=0.4"), std::string::npos);
}

TEST_F(EditCommands, InpaintKeepsEveryBitOutsideOfTheGaps) {
  write_stereo("in.wav");
  write_text("gaps.txt", "# first last label\n0.700000\t0.720000\tclick\n\n");
  must(
      "driftwave inpaint in.wav -o out.wav --gap 0.3-0.35 --gaps gaps.txt --steps 1 --picture both.png "
      "--no-watermark");
  expect_same_shape("in.wav", "out.wav");
  const std::vector<double> changed = changed_seconds("in.wav", "out.wav");
  for (const double seconds : changed)
    ASSERT_TRUE((seconds > 0.2959 && seconds < 0.3541) || (seconds > 0.6959 && seconds < 0.7241)) << seconds;
  EXPECT_GT(changed.size(), 2U * 3000);
}

TEST_F(EditCommands, AreMarkedUnlessToldNotTo) {
  must("driftwave speak 'Nobody counted the boats that came in.' -o in.wav --steps 0 --no-watermark");
  for (const std::string edit :
       {"vary in.wav --strength 0.5 --steps 0", "extend in.wav --cutoff 6000 --steps 0",
        "morph in.wav in.wav --steps 0", "inpaint in.wav --gap 1.1-1.15 --steps 0"}) {
    must("driftwave " + edit + " -o marked.wav --watermark-user 5");
    const auto found = nlohmann::json::parse(must("driftwave detect --json marked.wav")).at(0);
    EXPECT_TRUE(found["marked"]) << edit;
    EXPECT_EQ(found["segments"].at(0)["payload"]["user"], 5) << edit;
    must("driftwave " + edit + " -o plain.wav --no-watermark");
    EXPECT_FALSE(nlohmann::json::parse(must("driftwave detect --json plain.wav")).at(0)["marked"]) << edit;
    EXPECT_NE(read_tags(path("plain.wav")).at("comment").find("watermark=off"), std::string::npos);
  }
  refuses("driftwave vary in.wav -o out.wav --watermark-key none", 1, "none");
}

TEST_F(EditCommands, InpaintMarksASecondAndAHalfAroundAGapAndNothingElse) {
  must(
      "driftwave speak 'Nobody counted the boats that came in, and nobody counted those that went out before "
      "the others came in again.' -o in.wav --steps 0 --no-watermark");
  must("driftwave inpaint in.wav -o out.wav --gap 2.0-2.05 --steps 0");
  const std::vector<double> changed = changed_seconds("in.wav", "out.wav");
  ASSERT_FALSE(changed.empty());
  EXPECT_NEAR(changed.front(), 0.5, 0.05);
  EXPECT_NEAR(changed.back(), 3.55, 0.05);
}

TEST_F(EditCommands, ExtendGivesANarrowRecordingRoomAtTheVocodersRate) {
  write_tone("tone.wav", 0.6);
  AudioBuffer narrow{
      .samples = resample(read_audio(path("tone.wav")).samples, {.from_hz = 44100, .to_hz = 8000}),
      .channels = 1,
      .sample_rate_hz = 8000};
  write_audio(path("narrow.wav"), narrow);
  must("driftwave extend narrow.wav -o wide.wav --steps 1 --picture both.png");
  EXPECT_EQ(read_audio(path("wide.wav")).sample_rate_hz, 44100);
  EXPECT_NEAR(static_cast<double>(read_audio(path("wide.wav")).frames()), 0.6 * 44100, 10);
  EXPECT_TRUE(std::filesystem::exists(path("both.png")));
}

TEST_F(EditCommands, MorphTakesTwoRecordings) {
  write_tone("a.wav", 0.5);
  write_tone("b.wav", 0.9);
  must("driftwave morph a.wav b.wav -o out.wav --amount 0 --to 1 --steps 1 --picture three.png");
  const std::size_t frames = read_audio(path("out.wav")).frames();
  EXPECT_GT(frames, 22000U);
  EXPECT_LT(frames, 40000U);
}

TEST_F(EditCommands, TraceDrawsEachStepAndTabulatesIt) {
  write_tone("in.wav", 0.5);
  const std::string table = must("driftwave trace in.wav -o trace.png --steps 2");
  EXPECT_NE(table.find("x0 at step 1, waveform"), std::string::npos);
  EXPECT_NE(table.find("result, magnitudes"), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(path("trace.png")));
  const auto json = nlohmann::json::parse(must("driftwave trace in.wav -o trace.png --steps 2 --json"));
  ASSERT_EQ(json.size(), 3U);
  EXPECT_EQ(json[0]["bands"].size(), 7U);
}

TEST_F(EditCommands, RefuseWhatTheyCannotDoAndLeaveNothing) {
  write_tone("in.wav", 0.3);
  refuses("driftwave vary in.wav -o out.wav --strength 2", 2, "strength");
  refuses("driftwave vary in.wav -o out.wav --picture both.jpg", 2, "--picture");
  refuses("driftwave vary missing.wav -o out.wav", 1, "missing.wav");
  refuses("driftwave inpaint in.wav -o out.wav", 2, "--gap");
  refuses("driftwave inpaint in.wav -o out.wav --gap 0.2-0.1", 2, "0.2-0.1");
  refuses("driftwave inpaint in.wav -o out.wav --gap soon", 2, "soon");
  refuses("driftwave inpaint in.wav -o out.wav --gap 5-6", 1, "0.300 s");
  refuses("driftwave inpaint in.wav -o out.wav --gap 0-0.3", 1, "known sound");
  refuses("driftwave extend in.wav -o out.wav --cutoff 21000", 1, "cutoff");
  refuses("driftwave extend in.wav -o out.wav --completion missing.safetensors", 1, "missing.safetensors");
  refuses("driftwave morph in.wav -o out.wav", 2, "second");
  refuses("driftwave trace in.wav -o trace.wav", 2, ".png");
  write_text("gaps.txt", "0.1 0.2\nnonsense\n");
  refuses("driftwave inpaint in.wav -o out.wav --gaps gaps.txt", 1, "gaps.txt:2");
  std::filesystem::remove(path("gaps.txt"));
  EXPECT_EQ(listing(), "in.wav ");
}

}  // namespace
}  // namespace driftwave
