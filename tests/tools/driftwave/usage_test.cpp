/// What every command does with wrong use, full disks and closed pipes. None of it needs a voice.
#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

TEST_F(CommandLine, TellsItsVersion) {
  EXPECT_TRUE(must("driftwave --version").starts_with("driftwave 0."));
}

TEST_F(CommandLine, ExplainsEachCommandOnStandardOutput) {
  const std::string help = must("driftwave --help");
  for (const char* command : {"speak", "vocode", "mel", "voices", "devices", "info", "bench", "eval"}) {
    EXPECT_NE(help.find(command), std::string::npos) << command;
    EXPECT_NE(must(std::string("driftwave ") + command + " --help").find("Usage"), std::string::npos)
        << command;
  }
}

TEST_F(CommandLine, RefusesWrongUseWithStatusTwo) {
  refuses("driftwave", 2, "subcommand");
  refuses("driftwave sing", 2, "sing");
  refuses("driftwave speak Hello. -o x.wav --colour red", 2, "--colour");
  refuses("driftwave speak Hello.", 2, "-o FILE");
  refuses("driftwave speak Hello. -o x.wav --raw", 2, "got several");
  refuses("driftwave speak Hello. -o x.xyz", 2, "x.xyz");
  refuses("driftwave speak Hello. -o x", 2, "x");
  refuses("driftwave speak Hello. -f notes.txt -o x.wav", 2, "both");
  refuses("driftwave speak Hello. -o x.wav --speed 9", 2, "--speed");
  refuses("driftwave speak Hello. -o x.wav --speed fast", 2, "--speed");
  refuses("driftwave speak Hello. -o x.wav --pitch 99", 2, "--pitch");
  refuses("driftwave speak Hello. -o x.wav --steps -3", 2, "--steps");
  refuses("driftwave speak Hello. -o x.wav --seed -1", 2, "--seed");
  refuses("driftwave speak Hello. -o x.wav --timings x.txt", 2, "x.txt");
  refuses("driftwave speak Hello. --json-input", 2, "--json-input");
  refuses("driftwave vocode x.wav", 2, "--output");
  refuses("driftwave mel x.wav -o x.jpg", 2, "x.jpg");
  refuses("driftwave eval --reference a", 2, "--test");
  refuses("driftwave info", 2, "model");
  EXPECT_EQ(listing(), "");
}

TEST_F(CommandLine, FailsOnMissingInputsWithStatusOne) {
  refuses("driftwave speak -f missing.txt -o x.wav", 1, "missing.txt");
  refuses("driftwave speak -f . -o x.wav", 1, ".");
  refuses("driftwave speak Hello. -o x.wav --voice nobody", 1, "nobody");
  refuses("driftwave speak Hello. -o x.wav --voice ./nowhere", 1, "nowhere");
  refuses("driftwave mel missing.wav -o x.png", 1, "missing.wav");
  refuses("driftwave vocode missing.wav -o x.wav --vocoder missing.safetensors", 1, "missing.safetensors");
  refuses("driftwave eval --reference missing --test missing", 1, "missing");
  refuses("driftwave info missing.safetensors", 1, "missing.safetensors");
  EXPECT_EQ(listing(), "");
}

TEST_F(CommandLine, FailsOnAFullDisk) {
  refuses("driftwave --help > /dev/full", 1, "No space left");
  write_tone("tone.wav", 0.3);
  refuses("driftwave mel tone.wav -o missing/x.png", 1, "missing/x.png");
  EXPECT_EQ(listing(), "tone.wav ");
}

TEST_F(CommandLine, ForgivesAReaderWhoLeaves) {
  const Outcome outcome = run("(driftwave --help; echo $? > status) | true; cat status");
  EXPECT_EQ(outcome.out, "0\n");
  EXPECT_EQ(outcome.err, "");
}

TEST_F(CommandLine, ListsNoVoicesWhereThereAreNone) {
  const Outcome outcome = run("driftwave voices --json");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out.front(), '[');
}

}  // namespace
}  // namespace driftwave
