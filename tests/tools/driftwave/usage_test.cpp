/// What every command does with wrong use, full disks and closed pipes. None of it needs a voice.
#include <utility>
#include <vector>

#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

TEST_F(CommandLine, TellsItsVersion) {
  EXPECT_TRUE(must("driftwave --version").starts_with("driftwave 0."));
}

TEST_F(CommandLine, ExplainsEachCommandOnStandardOutput) {
  const std::string help = must("driftwave --help");
  for (const char* command :
       {"speak", "read", "vocode", "mel", "voices", "devices", "info", "bench", "eval"}) {
    EXPECT_NE(help.find(command), std::string::npos) << command;
    EXPECT_NE(must(std::string("driftwave ") + command + " --help").find("Usage"), std::string::npos)
        << command;
  }
}

TEST_F(CommandLine, RefusesWrongUseWithStatusTwo) {
  refuses("driftwave", 2, "subcommand");
  refuses("driftwave juggle", 2, "juggle");
  refuses("driftwave speak Hello. -o x.wav --colour red", 2, "--colour");
  refuses("driftwave speak Hello.", 2, "-o FILE");
  refuses("driftwave speak Hello. -o x.wav --raw", 2, "got several");
  refuses("driftwave speak Hello. -o x.xyz", 2, "x.xyz");
  refuses("driftwave speak Hello. -o x", 2, "x");
  refuses("driftwave speak Hello. -f notes.txt -o x.wav", 2, "both");
  refuses("driftwave speak Hello. -o x.wav --speed 9", 2, "--speed");
  refuses("driftwave speak Hello. -o x.wav --melody-temperature 1.5", 2, "--melody-temperature");
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

TEST_F(CommandLine, SurvivesClosedAndFullStandardError) {
  EXPECT_EQ(run("driftwave speak 2>&-").status, 2);
  EXPECT_EQ(run("driftwave speak 2>/dev/full").status, 2);
  EXPECT_EQ(run("driftwave info missing.safetensors 2>&-").status, 1);
  // A note that cannot be printed costs no work.
  must("driftwave speak 'Hello \xF0\x9F\x98\x80 there.' --steps 0 -o a.wav 2>/dev/full");
  must("driftwave speak 'Hello \xF0\x9F\x98\x80 there.' --steps 0 -o b.wav 2>&- && cmp a.wav b.wav");
}

TEST_F(CommandLine, RefusesAClosedStandardOutput) {
  refuses("driftwave --help >&-", 1, "standard output");
  // No file of ours may take its number, or what is written there ends in that file.
  refuses("ulimit -f 20000; driftwave speak Hello. --steps 0 -o - >&-", 1, "standard output");
  refuses("driftwave speak --steps 0 -o x.wav <&-", 1, "standard input");
  EXPECT_EQ(listing(), "");
}

TEST_F(CommandLine, LeavesNoTemporaryWhenItIsEnded) {
  refuses("ulimit -f 20; driftwave speak 'A sentence that takes more than twenty blocks.' --steps 0 -o x.wav",
          1, "File too large");
  // A named pipe as input: the program waits, with its output open, until the signal comes.
  for (const auto& [signal, status] : std::vector<std::pair<const char*, const char*>>{
           {"INT", "130"}, {"QUIT", "131"}, {"TERM", "143"}, {"XCPU", "152"}}) {
    const std::string command =
        std::string(
            "mkfifo lines; driftwave speak --json-input --steps 0 -f lines 2>/dev/null & child=$!; ") +
        "exec 3> lines; echo '{\"text\": \"One.\", \"output\": \"1.wav\"}' >&3; "
        "until [ -e 1.wav ]; do sleep 0.01; done; kill -" +
        signal + " $child; wait $child; echo $?; rm lines 1.wav; ls -A";
    EXPECT_EQ(must(command), std::string(status) + "\n") << signal;
  }
}

TEST_F(CommandLine, WritesPastWhatAKilledProgramOfItsNumberHasLeft) {
  must("bash -c 'touch .p.tmp-$$-0.wav .p.tmp-$$-1.wav; exec driftwave speak Hello. --steps 0 -o p.wav'");
  EXPECT_NE(listing().find("p.wav"), std::string::npos);
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

TEST_F(CommandLine, ReportsNamesThatAreNotUtf8) {
  must("mkdir $'x\\xff' && echo '{}' > $'x\\xff/voice.json'");
  EXPECT_NE(must("DRIFTWAVE_VOICES=. driftwave voices --json").find("x\xEF\xBF\xBD"), std::string::npos);
  must("mkdir test");
  write_tone("test/a.wav", 0.3);
  must("mv test/a.wav $'test/a\\xe9.wav'");
  EXPECT_NE(must("driftwave eval --no-reference --test test --json").find("a\xEF\xBF\xBD"),
            std::string::npos);
}

TEST_F(CommandLine, TakesAFolderForAVoiceOnlyWithASlash) {
  must("mkdir kathleen && echo broken > kathleen/voice.json");
  must("driftwave speak Hello. --steps 0 -o a.wav");
  refuses("driftwave speak Hello. --steps 0 -o b.wav --voice ./kathleen", 1, "voice.json");
}

}  // namespace
}  // namespace driftwave
