/// What the plugin costs on this machine: the tables of docs/plugin.md.
///
///   plugin_benchmark [<recording>]
///
/// Everything runs as in a host: blocks come when their time has come, and not before.
#include <fmt/format.h>
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/audio/audio_file.h"
#include "plugin/engine/live_engine.h"
#include "tests/engine/dsp/voices.h"
#include "tests/plugin/engine/engine_fixture.h"
#include "tests/plugin/hosted_plugin.h"

namespace driftwave {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRateHz = 48000;
constexpr std::size_t kBlock = 512;

double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Of this process, now, in MB.
double resident_mb() {
  std::ifstream file("/proc/self/statm");
  double pages = 0;
  file >> pages >> pages;
  return pages * 4096 / 1e6;
}

struct Cost {
  double cores = 0;        ///< processor time over time
  double steps = 0;        ///< a frame, of late, mean over instances
  std::uint64_t late = 0;  ///< blocks
  std::uint64_t blocks = 0;
};

/// `instances` side by side on stereo sound, for so long.
Cost play(std::size_t instances, int steps, double seconds, std::span<const float> voice) {
  std::vector<std::unique_ptr<LiveEngine>> engines;
  for (std::size_t i = 0; i < instances; ++i)
    engines.push_back(std::make_unique<LiveEngine>(LiveEngineSettings{
        .vocoder = test::shipped_vocoder(), .sample_rate_hz = kRateHz, .max_block = kBlock, .channels = 2}));
  EngineControls controls;
  controls.worker.steps = steps;
  std::vector<float> left(kBlock);
  std::vector<float> right(kBlock);
  const auto blocks = static_cast<std::uint64_t>(seconds * kRateHz / kBlock);
  const double before = processor_seconds();
  const Clock::time_point start = Clock::now();
  for (std::uint64_t block = 0; block < blocks; ++block) {
    std::this_thread::sleep_until(start + std::chrono::microseconds(block * kBlock * 1000000 / kRateHz));
    for (const auto& engine : engines) {
      const std::size_t at = block * kBlock % (voice.size() - kBlock);
      std::copy_n(voice.begin() + static_cast<std::ptrdiff_t>(at), kBlock, left.begin());
      right = left;
      std::array<float*, 2> channels{left.data(), right.data()};
      engine->process({.channels = channels, .samples = kBlock}, controls);
    }
  }
  Cost cost{
      .cores = (processor_seconds() - before) / std::chrono::duration<double>(Clock::now() - start).count(),
      .blocks = blocks * instances};
  for (const auto& engine : engines) {
    cost.late += engine->late_blocks();
    if (const WorkerReadings* const readings = engine->readings())
      cost.steps += readings->steps.load() / static_cast<double>(instances);
  }
  return cost;
}

void print_cost(const std::string& name, const Cost& cost) {
  fmt::print("| {} | {:.1f} % | {:.1f} | {} of {} |\n", name, 100 * cost.cores, cost.steps, cost.late,
             cost.blocks);
  std::fflush(stdout);
}

void print_loading(const std::string& format) {
  const double before_mb = resident_mb();
  const Clock::time_point start = Clock::now();
  const auto plugin = test::load_plugin(format, {.sample_rate_hz = kRateHz, .block = kBlock});
  const auto ms = [&] { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); };
  const double loaded_ms = ms();
  const double loaded_mb = resident_mb() - before_mb;
  plugin->prepareToPlay(kRateHz, kBlock);
  fmt::print("| {} | {:.0f} ms, {:.1f} MB | {:.0f} ms, {:.1f} MB |\n", format, loaded_ms, loaded_mb, ms(),
             resident_mb() - before_mb);
}

void run(const std::string& recording) {
  const std::vector<float> voice =
      recording.empty() ? test::sing(test::difficult_voices().front(), kRateHz, 4 * kRateHz).audio
                        : read_mono(recording, kRateHz);
  fmt::print("| format | until it is there | until it can play |\n|---|---|---|\n");
  print_loading("VST3");
  fmt::print("\n| {} Hz, blocks of {}, stereo | of one core | steps | late blocks |\n|---|---|---|---|\n",
             kRateHz, kBlock);
  for (const int steps : {0, 1, 2, 4, 8})
    print_cost(fmt::format("{} steps", steps), play(1, steps, 8, voice));
  print_cost("Auto", play(1, kAutoSteps, 8, voice));
  print_cost(fmt::format("eight instances, Auto, {} cores", std::thread::hardware_concurrency()),
             play(8, kAutoSteps, 30, voice));
}

}  // namespace
}  // namespace driftwave

int main(int argc, char** argv) {
  const juce::ScopedJuceInitialiser_GUI juce;
  // As a host's audio thread, where that is allowed.
  const sched_param priority{.sched_priority = 50};
  (void)pthread_setschedparam(pthread_self(), SCHED_FIFO, &priority);
  try {
    driftwave::run(argc > 1 ? argv[1] : "");
  } catch (const std::exception& e) {
    fmt::print(stderr, "plugin_benchmark: {}\n", e.what());
    return 1;
  }
}
