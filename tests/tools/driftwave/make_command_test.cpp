/// make as a user types it.
#include "engine/audio/audio_file.h"
#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

class MakeCommand : public CommandLine {};

TEST_F(MakeCommand, FillsAFolderAndDrawsASheet) {
  must(
      "driftwave make kick -n 3 -o kicks/ --seed 1 --bright 0.7 --guidance 2 --seconds 0.5 --picture "
      "sheet.png");
  EXPECT_EQ(must("ls kicks"), "kick_000.wav\nkick_001.wav\nkick_002.wav\n");
  EXPECT_EQ(read_audio(path("kicks/kick_000.wav")).frames(), 22050U);
  EXPECT_TRUE(std::filesystem::exists(path("sheet.png")));
  must("! cmp -s kicks/kick_000.wav kicks/kick_001.wav");
  // The second of three is the first of its own seed.
  must(
      "driftwave make kick -o one.wav --seed 2 --bright 0.7 --guidance 2 --seconds 0.5 && cmp one.wav "
      "kicks/kick_001.wav");
  const std::string comment = read_tags(path("one.wav")).at("comment");
  EXPECT_NE(comment.find("class=kick seed=2 guidance=2 brightness=0.7"), std::string::npos) << comment;
  EXPECT_NE(comment.find("watermark=none"), std::string::npos) << comment;
}

TEST_F(MakeCommand, LongSoundsAreMarked) {
  must("driftwave make \"airy choir pad\" --note C3 --seconds 4 -o pad.wav");
  EXPECT_NE(read_tags(path("pad.wav")).at("comment").find("watermark=public"), std::string::npos);
  must(
      "driftwave make \"airy choir pad\" --note C3 --seconds 4 -o plain.wav --no-watermark && ! cmp -s "
      "pad.wav plain.wav");
  must(
      "driftwave make \"airy choir pad\" --note C3 --seconds 4 -o loop.wav --loop && ! cmp -s loop.wav "
      "plain.wav");
  EXPECT_EQ(read_audio(path("loop.wav")).frames(), 4U * 44100);
}

TEST_F(MakeCommand, GoesOnFromGivenSounds) {
  must("driftwave make tom -o a.wav --seed 1 && driftwave make snare -o b.wav --seed 2");
  must("driftwave make --like a.wav --strength 0.3 -n 2 -o like/ && ls like/*_001.wav");
  must("driftwave make --between a.wav b.wav -n 3 -o way/ && ls way/*_002.wav");
  must("driftwave make --like a.wav --inpaint tail --at 0.05 -o tail.wav && ! cmp -s a.wav tail.wav");
  must("driftwave make --like - --strength 0.5 -o - < a.wav > piped.wav");
  EXPECT_GT(read_audio(path("piped.wav")).frames(), 1000U);
}

TEST_F(MakeCommand, WritesALabelledSet) {
  must("driftwave make --dataset set --count 2 --classes kick,pad --seconds 0.4");
  EXPECT_EQ(must("find set -type f | sort"),
            "set/kick/kick_00000.wav\nset/kick/kick_00001.wav\nset/metadata.csv\nset/pad/pad_00000.wav\nset/"
            "pad/pad_00001.wav\n");
  EXPECT_EQ(must("head -1 set/metadata.csv"),
            "file,class,seed,brightness,attack,decay,noisiness,pitch,length\n");
  EXPECT_EQ(must("wc -l < set/metadata.csv"), "5\n");
  refuses("driftwave make --dataset set --count 2", 1, "metadata.csv");
}

TEST_F(MakeCommand, RefusesWhatDoesNotGoTogether) {
  refuses("driftwave make -o a.wav", 2, "want what to make");
  refuses("driftwave make kick", 2, "-o");
  refuses("driftwave make kick -n 2 -o a.wav", 2, "folder");
  refuses("driftwave make kick -o a.txt", 2, "a.txt");
  refuses("driftwave make purple kick -o a.wav", 2, "kick");
  refuses("driftwave make \"purple kick\" -o a.wav", 1, "purple");
  refuses("driftwave make kick --loop -o a.wav", 2, "--loop");
  refuses("driftwave make pad --note H3 -o a.wav", 2, "--note");
  refuses("driftwave make --like none.wav -o a.wav", 1, "none.wav");
  refuses("driftwave make kick --inpaint tail -o a.wav", 2, "--like");
  refuses("driftwave make kick --guidance 11 -o a.wav", 2, "--guidance");
  refuses("driftwave make kick --model none.safetensors -o a.wav", 1, "none.safetensors");
  refuses("driftwave make kick --dataset set", 2, "--dataset");
  EXPECT_EQ(listing(), "");
}

}  // namespace
}  // namespace driftwave
