/// The commands of the README, run in the order in which it gives them.
#include <fstream>
#include <sstream>
#include <vector>

#include "tests/tools/driftwave/program.h"

namespace driftwave {
namespace {

/// Lines of the blocks fenced as ```sh: those that a reader may paste. Other fences show output.
std::vector<std::string> commands_of_readme() {
  std::ifstream readme(DRIFTWAVE_README);
  std::vector<std::string> commands;
  bool inside = false;
  for (std::string line; std::getline(readme, line);) {
    if (line.starts_with("```")) {
      inside = line == "```sh";
    } else if (inside && !line.empty()) {
      commands.push_back(line);
    }
  }
  return commands;
}

using Readme = CommandLine;

TEST_F(Readme, CommandsWork) {
  // The set-up itself is what has just built this test; its commands go straight to the tool.
  write_text("bootstrap", "#!/bin/sh\ncase $1 in build | test) exit 0 ;; esac\nexec driftwave \"$@\"\n");
  must("chmod +x bootstrap");
  write_tone("recording.wav", 0.5);
  const std::vector<std::string> commands = commands_of_readme();
  EXPECT_GE(commands.size(), 8U);
  for (const std::string& command : commands) {
    SCOPED_TRACE(command);
    must(command);
  }
  EXPECT_TRUE(std::filesystem::exists(path("hello.wav")));
}

}  // namespace
}  // namespace driftwave
