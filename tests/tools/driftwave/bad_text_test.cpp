/// What `speak` does with text and targets that nobody should give it, but somebody will.
#include "engine/audio/audio_file.h"
#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

using BadText = CommandLine;

TEST_F(BadText, WithNothingToSayIsRefused) {
  refuses("driftwave speak '' -o x.wav", 1, "text");
  refuses("driftwave speak '   ' -o x.wav", 1, "text");
  refuses("driftwave speak '...' -o x.wav", 1, "text");
  refuses("driftwave speak -o x.wav", 1, "standard input");
  refuses("driftwave speak $'\\xf0\\x9f\\x98\\x80' -o x.wav", 1, "text");
  refuses("driftwave speak $'\\x01\\x02\\x7f' -o x.wav", 1, "text");
  refuses("driftwave speak $'\\xff\\xfe\\xc3' -o x.wav", 1, "text");
  refuses("driftwave speak --raw", 1, "standard input");
  refuses("printf '\\n\\n' | driftwave speak --raw", 1, "standard input");
  EXPECT_EQ(listing(), "");
}

TEST_F(BadText, IsSpokenAsFarAsItGoesWithANote) {
  const Outcome emoji = run("driftwave speak $'Hello \\xf0\\x9f\\x98\\x80 there.' --steps 0 -o a.wav");
  EXPECT_EQ(emoji.status, 0) << emoji.err;
  EXPECT_EQ(emoji.err, "note: text: left out 1 emoji\n");
  const Outcome bytes = run("printf 'Hel\\xfflo\\x01 \\xc3there.\\0' | driftwave speak --steps 0 -o b.wav");
  EXPECT_EQ(bytes.status, 0) << bytes.err;
  EXPECT_EQ(bytes.err, "note: standard input: left out 2 invalid bytes, 2 control characters\n");
  EXPECT_GT(read_audio(path("b.wav")).frames(), 10000U);
}

TEST_F(BadText, LeavesEarlyWhenTheReaderDoes) {
  // 100,000 characters without a full stop; the reader is content with the first few milliseconds.
  must("yes word | head -n 20000 | tr '\\n' ' ' > long.txt");
  const Outcome outcome = run(
      "(driftwave speak -f long.txt --steps 0 --raw; echo $? > status) | head -c 1000 | wc -c; cat status");
  EXPECT_EQ(outcome.out, "1000\n0\n");
  EXPECT_EQ(outcome.err, "");
}

TEST_F(BadText, LeavesNothingBehindOnCtrlC) {
  must("yes word | head -n 20000 | tr '\\n' ' ' > long.txt");
  for (const char* signal : {"INT", "TERM"}) {
    const Outcome outcome = run(std::string("driftwave speak -f long.txt -o x.wav & sleep 0.5; kill -") +
                                signal + " $!; wait $!; echo $?");
    EXPECT_EQ(outcome.out, std::string(signal) == "INT" ? "130\n" : "143\n");
    EXPECT_EQ(outcome.err, "");
  }
  EXPECT_EQ(listing(), "long.txt ");
}

TEST_F(BadText, TargetsThatCannotBeWrittenAreNamed) {
  refuses("driftwave speak Hello. --steps 0 -o missing/x.wav", 1, "missing/x.wav");
  refuses("mkdir folder.wav; driftwave speak Hello. --steps 0 -o folder.wav", 1, "folder.wav");
  refuses("driftwave speak Hello. --steps 0 -o /dev/full", 1,
          "/dev/full: cannot write: No space left on device");
  refuses("driftwave speak Hello. --steps 0 --raw > /dev/full", 1, "No space left on device");
  refuses("driftwave speak Hello. --steps 0 -o - > /dev/full", 1, "No space left on device");
  refuses("driftwave speak Hello. --steps 0 -o x.wav --timings missing/x.srt", 1, "missing/x.srt");
  must("driftwave speak Hello. --steps 0 -o /dev/null");
  EXPECT_EQ(listing(), "folder.wav ");
}

TEST_F(BadText, KeepsTheOldFileWhenItFails) {
  write_text("x.wav", "old");
  refuses("driftwave speak '...' -o x.wav", 1, "text");
  EXPECT_EQ(must("cat x.wav"), "old");
}

}  // namespace
}  // namespace driftwave
