#include "plugin/render_file.h"

#include <gtest/gtest.h>
#include <juce_audio_basics/juce_audio_basics.h>

#include <cstdlib>
#include <fstream>

#include "engine/audio/audio_file.h"
#include "engine/core/error.h"
#include "tests/engine/dsp/voices.h"
#include "vocoder/live_resynthesis.h"

namespace driftwave {
namespace {

class RenderFile : public testing::Test {
 protected:
  RenderFile() {
    const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
    folder_ = std::filesystem::path(testing::TempDir()) / ("driftwave_render_" + name);
    std::filesystem::create_directories(folder_);
    voice_ = {.samples = test::sing(test::difficult_voices().front(), 44100, 30000).audio};
    write_audio(folder_ / "in.wav", voice_);
    voice_ = read_audio(folder_ / "in.wav");
  }
  ~RenderFile() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
  AudioBuffer voice_;
};

TEST_F(RenderFile, GivesTheSamplesOfTheToolAtTheSameSettings) {
  EXPECT_TRUE(render_file({.input = folder_ / "in.wav",
                           .output = folder_ / "out.wav",
                           .values = {"steps=4", "seed=3", "match=0"}})
                  .empty());
  // As driftwave vocode --stream does it.
  const auto vocoder =
      load_vocoder(std::filesystem::path(DRIFTWAVE_MODELS) / "kathleen" / "vocoder.safetensors");
  LiveResynthesis live(*vocoder, {.max_steps = 4, .seed = 3});
  AudioBuffer want = voice_;
  want.samples.resize(want.samples.size() + live.latency_samples());
  FixedSteps four(4);
  live.process(want.samples, four, want.samples);
  want.samples.erase(want.samples.begin(),
                     want.samples.begin() + static_cast<std::ptrdiff_t>(live.latency_samples()));
  write_audio(folder_ / "want.wav", want);
  EXPECT_EQ(read_audio(folder_ / "out.wav").samples, read_audio(folder_ / "want.wav").samples);
}

TEST_F(RenderFile, KeepsRateLengthAndChannelsAndDoesNotDependOnBlocks) {
  AudioBuffer stereo{.samples = std::vector<float>(2 * 20000), .channels = 2, .sample_rate_hz = 48000};
  for (std::size_t t = 0; t < 20000; ++t) {
    stereo.samples[2 * t] = voice_.samples[t];
    stereo.samples[2 * t + 1] = 0.5F * voice_.samples[t];
  }
  write_audio(folder_ / "stereo.flac", stereo);
  const auto render = [&](std::size_t block) {
    (void)render_file({.input = folder_ / "stereo.flac",
                       .output = folder_ / "out.flac",
                       .preset = "giant",
                       .values = {"steps=1"},
                       .block = block});
    return read_audio(folder_ / "out.flac");
  };
  const AudioBuffer one = render(512);
  EXPECT_EQ(one.sample_rate_hz, 48000);
  EXPECT_EQ(one.channels, 2);
  EXPECT_EQ(one.frames(), 20000U);
  EXPECT_EQ(render(100).samples, one.samples);
  double left = 0;
  double right = 0;
  for (std::size_t t = 5000; t < 20000; ++t) {
    left += std::pow(one.samples[2 * t], 2.0);
    right += std::pow(one.samples[2 * t + 1], 2.0);
  }
  EXPECT_NEAR(std::sqrt(left / right), 2.0, 0.02);
}

TEST_F(RenderFile, TakesItsColourFromTheSideChain) {
  write_audio(folder_ / "side.wav", {.samples = test::white_noise(30000, 5)});
  const auto render = [&](const std::filesystem::path& side) {
    (void)render_file({.input = folder_ / "in.wav",
                       .side = side,
                       .output = folder_ / "out.wav",
                       .values = {"steps=0", "morph=100", "seed=1"}});
    return read_audio(folder_ / "out.wav").samples;
  };
  // Noise is brighter than a voice: its neighbours differ more.
  const auto brightness = [](std::span<const float> x) {
    double steps = 0;
    double power = 1e-9;
    for (std::size_t t = 10000; t < 30000; ++t) {
      steps += std::pow(x[t] - x[t - 1], 2.0);
      power += std::pow(x[t], 2.0);
    }
    return steps / power;
  };
  EXPECT_GT(brightness(render(folder_ / "side.wav")), 4 * brightness(render({})));
}

TEST_F(RenderFile, SaysWhenAStateWasMadeWithAnotherModel) {
  const auto remarks = [&](const std::string& hash) {
    std::ofstream(folder_ / "state.xml") << "<driftwave version=\"2\" model=\"" << hash << "\"/>";
    return render_file(
        {.input = folder_ / "in.wav", .output = folder_ / "out.wav", .state = folder_ / "state.xml"});
  };
  EXPECT_TRUE(remarks("").empty());
  const std::vector<std::string> other = remarks("feedfeedfeed");
  ASSERT_EQ(other.size(), 1U);
  EXPECT_NE(other[0].find("feedfeedfeed"), std::string::npos);
}

TEST_F(RenderFile, RendersATailAndSaysWhatIsClipped) {
  const auto remarks = render_file({.input = folder_ / "in.wav",
                                    .output = folder_ / "out.wav",
                                    .values = {"steps=0", "smear=5000", "output=12", "ceiling=0"},
                                    .tail_seconds = 0.5});
  const AudioBuffer out = read_audio(folder_ / "out.wav");
  EXPECT_EQ(out.frames(), voice_.frames() + 22050);
  double tail = 0;
  for (const float x : std::span(out.samples).last(11025)) tail += static_cast<double>(x) * x;
  EXPECT_GT(10 * std::log10(tail / 11025), -40.0);
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_NE(remarks[0].find("above full scale"), std::string::npos);
}

TEST_F(RenderFile, PlaysTheNotesOfAMidiFile) {
  const auto rendered = [&](const std::filesystem::path& midi) {
    (void)render_file({.input = folder_ / "in.wav",
                       .midi = midi,
                       .output = folder_ / "out.wav",
                       .preset = "Chord Machine"});
    return read_audio(folder_ / "out.wav").samples;
  };
  juce::MidiMessageSequence track;
  track.addEvent(juce::MidiMessage::noteOn(1, 57, 0.8F), 0);
  track.addEvent(juce::MidiMessage::noteOff(1, 57), 960);
  juce::MidiFile file;
  file.setTicksPerQuarterNote(960);
  file.addTrack(track);
  const std::filesystem::path path = folder_ / "notes.mid";
  juce::FileOutputStream out{juce::File(juce::String(path.string()))};
  ASSERT_TRUE(file.writeTo(out));
  out.flush();
  const auto power = [](const std::vector<float>& samples) {
    double sum = 0;
    for (const float x : samples) sum += static_cast<double>(x) * x;
    return sum;
  };
  // The preset is silent while nothing is played.
  const double played = power(rendered(path));
  EXPECT_GT(played, 100 * power(rendered({})));
  try {
    (void)rendered(folder_ / "in.wav");
    FAIL() << "a recording is no MIDI file";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("in.wav: want a MIDI file"), std::string::npos) << e.what();
  }
}

TEST_F(RenderFile, NamesWhatIsWrong) {
  const auto message = [&](const RenderRequest& request) {
    try {
      (void)render_file(request);
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string("no error");
  };
  const auto in = folder_ / "in.wav";
  const auto out = folder_ / "out.wav";
  EXPECT_NE(message({.input = in, .output = out, .preset = "no such"}).find("no such"), std::string::npos);
  EXPECT_NE(message({.input = in, .output = out, .values = {"loudness=1"}}).find("loudness=1"),
            std::string::npos);
  EXPECT_NE(message({.input = in, .output = out, .state = in}).find("in.wav"), std::string::npos);
  EXPECT_NE(message({.input = folder_ / "none.wav", .output = out}).find("none.wav"), std::string::npos);
  EXPECT_NE(message({.input = in, .output = folder_ / "out.txt"}).find("out.txt"), std::string::npos);
}

TEST_F(RenderFile, WorksFromTheStandalonesCommandLine) {
  const auto run = [&](const std::string& arguments) {
    return std::system((DRIFTWAVE_STANDALONE " " + arguments + " >/dev/null 2>&1").c_str());
  };
  const std::string files = (folder_ / "in.wav").string() + " " + (folder_ / "out.wav").string();
  EXPECT_EQ(run("--render " + files + " --preset \"Small Hours\""), 0);
  EXPECT_EQ(read_audio(folder_ / "out.wav").frames(), voice_.frames());
  EXPECT_EQ(WEXITSTATUS(run("--render " + files + " --preset none")), 1);
  EXPECT_EQ(WEXITSTATUS(run("--render " + files + " --blocks 3")), 2);
  EXPECT_EQ(run("--list-presets"), 0);
}

}  // namespace
}  // namespace driftwave
