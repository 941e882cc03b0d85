#include "tools/driftwave/bench_peers.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <vector>

#include "engine/audio/audio_file.h"

extern char** environ;

namespace driftwave {
namespace {

/// A folder that goes with its contents.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "driftwave-bench-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

/// @return processor time of the program, or nothing when it cannot run or fails.
std::optional<double> run(std::vector<std::string> arguments) {
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&quiet, stream, "/dev/null", O_RDWR, 0);
  pid_t child = 0;
  const int error = posix_spawnp(&child, argv[0], &quiet, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&quiet);
  if (error != 0) return std::nullopt;
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child || status != 0) return std::nullopt;
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

std::optional<PeerTime> espeak_cpu_seconds(const std::string& text, int repeats) {
  const ScratchFolder folder;
  if (folder.path().empty()) return std::nullopt;
  const std::string file = (folder.path() / "espeak.wav").string();
  PeerTime time{.cpu_seconds = std::numeric_limits<double>::infinity()};
  for (int i = 0; i < repeats; ++i) {
    const std::optional<double> cpu = run({"espeak-ng", "-w", file, text});
    if (!cpu) return std::nullopt;
    time.cpu_seconds = std::min(time.cpu_seconds, *cpu);
  }
  const AudioBuffer audio = read_audio(file);
  time.audio_seconds = static_cast<double>(audio.frames()) / audio.sample_rate_hz;
  return time;
}

}  // namespace driftwave
