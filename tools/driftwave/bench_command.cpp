/// driftwave bench: how fast a voice is on this machine, stage by stage.
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tools/driftwave/command.h"
#include "tools/driftwave/progress_bar.h"
#include "tools/driftwave/standard_output.h"
#include "tools/driftwave/voice_search.h"
#include "tts/acoustic/acoustic_model.h"
#include "tts/synthesizer.h"
#include "vocoder/vocoder.h"

namespace driftwave {
namespace {

/// A paragraph of eight sentences, about half a minute.
constexpr const char* kText =
    "The harbour was quiet when the first boat came in. Nobody had expected her before noon. "
    "She carried forty crates of oranges, two bicycles and a piano. The captain waved, and then he laughed. "
    "It had taken them eleven days to cross, and the wind had turned against them twice. "
    "On the quay, children counted the crates aloud. Someone had already opened the piano. "
    "By evening the whole town knew the tune.";

struct BenchOptions {
  std::string voice = kDefaultVoice;
  int repeats = 3;
  bool json = false;
};

class Stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Processor time of this process: other programs on the machine do not change it much.
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Least processor time of some runs: the others were disturbed.
template <typename Work>
double fastest(int repeats, const Work& work) {
  double best = std::numeric_limits<double>::infinity();
  for (int i = 0; i < repeats; ++i) {
    const double start = cpu_seconds();
    work();
    best = std::min(best, cpu_seconds() - start);
  }
  return best;
}

double peak_memory_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;  // Linux counts KiB
}

/// From loaded models to the first samples, and from nothing.
void measure_first_audio(const Voice& voice, nlohmann::ordered_json& report) {
  const Stopwatch cold;
  const Synthesizer synthesizer(voice);
  report["load_seconds"] = cold.seconds();
  std::optional<double> first;
  const Stopwatch warm;
  synthesizer.speak(kText, synthesizer.read(kText), {},
                    {.on_part = {},
                     .on_audio =
                         [&](std::span<const float>) {
                           first = warm.seconds();
                           return false;
                         },
                     .on_progress = {}});
  report["first_audio_seconds"] = first.value_or(0.0);
}

void measure_stages(const Voice& voice, const BenchOptions& options, ProgressBar& bar,
                    nlohmann::ordered_json& report) {
  const TextFrontEnd front_end({.language = voice.language, .espeak_data = {}});
  const AcousticModel acoustic = AcousticModel::load(voice.acoustic_file);
  const std::unique_ptr<Vocoder> vocoder = load_vocoder(voice.vocoder_file);

  std::vector<SpokenSentence> sentences;
  const double text_seconds = fastest(options.repeats, [&] { sentences = front_end.process(kText); });
  bar.update(0.1);
  std::vector<AcousticOutput> said;
  const double acoustic_seconds = fastest(options.repeats, [&] {
    said.clear();
    for (const SpokenSentence& sentence : sentences)
      said.push_back(acoustic.infer(sentence.phonemes.ids, {}));
  });
  bar.update(0.2);

  std::size_t frames = 0;
  for (const AcousticOutput& output : said) frames += output.features.mel.rows();
  const double audio_seconds = static_cast<double>(frames) / vocoder->mel_settings().frames_per_second();
  report["audio_seconds"] = audio_seconds;
  report["text"] = {{"cpu_seconds", text_seconds}, {"real_time_factor", text_seconds / audio_seconds}};
  report["acoustic"] = {{"cpu_seconds", acoustic_seconds},
                        {"real_time_factor", acoustic_seconds / audio_seconds}};
  report["vocoder"] = nlohmann::ordered_json::array();
  for (const int steps : {0, 1, 2, 4, 8}) {
    if (steps > vocoder->max_steps()) continue;
    const double seconds = fastest(options.repeats, [&] {
      for (const AcousticOutput& output : said) {
        (void)vocoder->synthesize(output.features, {.steps = steps, .seed = 0, .threads = 1, .progress = {}});
      }
    });
    report["vocoder"].push_back(
        {{"steps", steps}, {"cpu_seconds", seconds}, {"real_time_factor", seconds / audio_seconds}});
    bar.update(0.2 + 0.1 * steps);
  }
}

void print(const nlohmann::ordered_json& report) {
  const auto line = [](const std::string& stage, const nlohmann::ordered_json& stage_report) {
    return fmt::format("{:<20} {:8.3f} {:8.4f}\n", stage, stage_report["cpu_seconds"].get<double>(),
                       stage_report["real_time_factor"].get<double>());
  };
  std::string text = fmt::format("{:.1f} s of speech, one thread\n{:<20} {:>8} {:>8}\n",
                                 report["audio_seconds"].get<double>(), "stage", "CPU s", "RTF");
  text += line("text", report["text"]) + line("acoustic", report["acoustic"]);
  for (const auto& entry : report["vocoder"]) {
    text += line(fmt::format("vocoder, {} steps", entry["steps"].get<int>()), entry);
  }
  text += fmt::format("load {:.3f} s, first audio after {:.3f} s, peak memory {:.0f} MiB\n",
                      report["load_seconds"].get<double>(), report["first_audio_seconds"].get<double>(),
                      report["peak_memory_mib"].get<double>());
  write_stdout(text);
}

void run_bench(const BenchOptions& options) {
  const Voice voice = find_voice(options.voice);
  nlohmann::ordered_json report{{"voice", voice.name}};
  measure_first_audio(voice, report);
  {
    ProgressBar bar("measuring");
    measure_stages(voice, options, bar, report);
  }
  report["peak_memory_mib"] = peak_memory_mib();
  if (options.json) {
    write_stdout(report.dump(2) + "\n");
  } else {
    print(report);
  }
}

}  // namespace

void add_bench_command(CLI::App& app) {
  const auto options = std::make_shared<BenchOptions>();
  CLI::App* command = app.add_subcommand("bench", "Measure how fast a voice is here, stage by stage");
  command->add_option("--voice", options->voice, "Name or folder of a voice")->capture_default_str();
  command->add_option("--repeats", options->repeats, "Runs of each stage; the fastest counts")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options] { run_bench(*options); });
}

}  // namespace driftwave
