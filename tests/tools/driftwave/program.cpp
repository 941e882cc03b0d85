#include "tests/tools/driftwave/program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numbers>
#include <sstream>
#include <vector>

#include "engine/audio/audio_file.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return std::move(text).str();
}

fs::path new_folder() {
  std::string name = (fs::temp_directory_path() / "driftwave-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
  return name;
}

[[noreturn]] void become_shell(const std::string& command, const fs::path& folder, const fs::path& logs) {
  const auto redirect = [](const fs::path& file, int flags, int descriptor) {
    const int opened = ::open(file.c_str(), flags, 0666);
    if (opened < 0 || ::dup2(opened, descriptor) < 0) _exit(127);
  };
  redirect("/dev/null", O_RDONLY, STDIN_FILENO);
  redirect(logs / "out", O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
  redirect(logs / "err", O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
  const char* old_path = std::getenv("PATH");
  const std::string path =
      fs::path(DRIFTWAVE_PROGRAM).parent_path().string() + ":" + (old_path ? old_path : "");
  if (::setenv("PATH", path.c_str(), 1) != 0 || ::chdir(folder.c_str()) != 0) _exit(127);
  ::execl("/bin/bash", "bash", "-c", command.c_str(), static_cast<char*>(nullptr));
  _exit(127);
}

}  // namespace

Outcome run_shell(const std::string& command, const fs::path& folder) {
  const fs::path logs = new_folder();
  const pid_t child = ::fork();
  if (child == 0) become_shell(command, folder, logs);
  int status = 0;
  ::waitpid(child, &status, 0);
  Outcome outcome{.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
                  .out = contents(logs / "out"),
                  .err = contents(logs / "err")};
  fs::remove_all(logs);
  return outcome;
}

CommandLine::CommandLine() : folder_(new_folder()) {}
CommandLine::~CommandLine() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string CommandLine::must(const std::string& command) const {
  const Outcome outcome = run(command);
  EXPECT_EQ(outcome.status, 0) << command << "\n" << outcome.err;
  return outcome.out;
}

void CommandLine::refuses(const std::string& command, int status, const std::string& words) const {
  const Outcome outcome = run(command);
  EXPECT_EQ(outcome.status, status) << command << "\n" << outcome.err;
  EXPECT_EQ(outcome.out, "") << command;
  std::istringstream lines(outcome.err);
  std::string line;
  std::string last;
  int errors = 0;
  while (std::getline(lines, line)) {
    errors += line.starts_with("driftwave: ") ? 1 : 0;
    last = line;
  }
  EXPECT_EQ(errors, 1) << command << "\n" << outcome.err;
  EXPECT_TRUE(last.starts_with("driftwave: ")) << command << "\n" << outcome.err;
  EXPECT_NE(last.find(words), std::string::npos) << command << "\nwant \"" << words << "\" in: " << last;
}

std::string CommandLine::listing() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder_)) names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  std::string text;
  for (const std::string& name : names) text += name + " ";
  return text;
}

void CommandLine::write_tone(const std::string& name, double seconds) const {
  constexpr int kRateHz = 44100;
  AudioBuffer audio{.samples = {}, .channels = 1, .sample_rate_hz = kRateHz};
  audio.samples.resize(static_cast<std::size_t>(seconds * kRateHz));
  double phase = 0.0;
  for (std::size_t t = 0; t < audio.samples.size(); ++t) {
    const double position = static_cast<double>(t) / static_cast<double>(audio.samples.size());
    phase += 2.0 * std::numbers::pi * (150.0 + 100.0 * position) / kRateHz;
    double sample = 0.0;
    for (int k = 1; k <= 12; ++k) sample += std::sin(k * phase) / k;
    audio.samples[t] = static_cast<float>(0.2 * sample);
  }
  write_audio(path(name), audio);
}

void CommandLine::write_text(const std::string& name, const std::string& text) const {
  std::ofstream(path(name), std::ios::binary) << text;
}

}  // namespace driftwave
