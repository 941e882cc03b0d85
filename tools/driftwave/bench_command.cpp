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

#include "engine/core/config.h"
#include "engine/streaming/deadline.h"
#include "tools/driftwave/bench_peers.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/progress_bar.h"
#include "tools/driftwave/standard_output.h"
#include "tts/acoustic/acoustic_model.h"
#include "tts/speech_session.h"
#include "tts/voice_search.h"
#include "vocoder/live_resynthesis.h"
#include "vocoder/vocoder.h"

namespace driftwave {
namespace {

using Report = nlohmann::ordered_json;

/// A paragraph of eight sentences, about half a minute.
constexpr const char* kText =
    "The harbour was quiet when the first boat came in. Nobody had expected her before noon. "
    "She carried forty crates of oranges, two bicycles and a piano. The captain waved, and then he laughed. "
    "It had taken them eleven days to cross, and the wind had turned against them twice. "
    "On the quay, children counted the crates aloud. Someone had already opened the piano. "
    "By evening the whole town knew the tune.";

struct BenchOptions {
  std::string voice = kDefaultVoice;
  std::vector<std::string> vocoders;
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

/// What the stages work on: the paragraph, its sentences, and what the acoustic model says of each.
struct Material {
  std::vector<SpokenSentence> sentences;
  std::vector<VocoderInput> said;
  double seconds = 0;
};

class Bench {
 public:
  explicit Bench(const BenchOptions& options) : options_(options), voice_(find_voice(options.voice)) {}

  Report run() {
    report_ = {{"voice", voice_.name}};
    measure_first_audio();
    // Before other models come: what speaking takes.
    report_["peak_memory_mib"] = peak_memory_mib();
    measure_front();
    const std::unique_ptr<Vocoder> own = load_vocoder(voice_.vocoder_file);
    measure_steps("vocoder", *own, {0, 1, 2, 4, 8});
    measure_chunks(*own);
    measure_live(*own);
    measure_speech();
    for (const std::string& file : options_.vocoders) {
      const std::unique_ptr<Vocoder> vocoder = load_vocoder(file);
      measure_steps(file, *vocoder, {vocoder->default_steps()});
    }
    if (const auto espeak = espeak_cpu_seconds(kText, options_.repeats))
      add("espeak-ng", espeak->cpu_seconds, espeak->audio_seconds);
    return report_;
  }

 private:
  void add(const std::string& stage, double cpu, double audio_seconds) {
    report_["stages"].push_back(
        {{"stage", stage}, {"cpu_seconds", cpu}, {"real_time_factor", cpu / audio_seconds}});
    bar_.update(std::min(1.0, static_cast<double>(report_["stages"].size()) / 20.0));
  }

  /// From nothing, and from loaded models, to the first samples.
  void measure_first_audio() {
    const Stopwatch cold;
    const auto synthesizer = std::make_shared<const Synthesizer>(voice_);
    report_["load_seconds"] = cold.seconds();
    const Stopwatch warm;
    SpeechSession session(synthesizer, {});
    session.push_text(kText);
    (void)session.pull();
    report_["first_audio_seconds"] = warm.seconds();
    while (!session.pull().empty()) {
    }
  }

  void measure_front() {
    const TextFrontEnd front_end({.language = voice_.language, .espeak_data = {}});
    const AcousticModel acoustic = AcousticModel::load(voice_.acoustic_file);
    const double text = fastest(options_.repeats, [&] { material_.sentences = front_end.process(kText); });
    const double said = fastest(options_.repeats, [&] {
      material_.said.clear();
      for (const SpokenSentence& sentence : material_.sentences)
        material_.said.push_back(acoustic.infer(sentence.phonemes.ids, {}).features);
    });
    std::size_t frames = 0;
    for (const VocoderInput& input : material_.said) frames += input.mel.rows();
    material_.seconds = static_cast<double>(frames) / acoustic.mel_settings().frames_per_second();
    report_["audio_seconds"] = material_.seconds;
    add("text", text, material_.seconds);
    add("acoustic model", said, material_.seconds);
  }

  void measure_steps(const std::string& name, const Vocoder& vocoder, const std::vector<int>& all_steps) {
    const std::vector<VocoderInput>* inputs = &material_.said;
    std::vector<VocoderInput> flat;
    const MelSettings& mel = vocoder.mel_settings();
    if (material_.said.front().mel.cols() != static_cast<std::size_t>(mel.mels)) {
      // Another model's mel: what is in it does not change how long it takes.
      flat.push_back({Array2<float>(static_cast<std::size_t>(2 * mel.frames_per_second()),
                                    static_cast<std::size_t>(mel.mels)),
                      {},
                      {}});
      flat[0].f0_hz.assign(flat[0].mel.rows(), 150.0F);
      flat[0].voicing.assign(flat[0].mel.rows(), 1.0F);
      inputs = &flat;
    }
    double seconds = 0;
    for (const VocoderInput& input : *inputs)
      seconds += static_cast<double>(input.mel.rows()) / mel.frames_per_second();
    for (const int steps : all_steps) {
      if (steps > vocoder.max_steps()) continue;
      const double cpu = fastest(options_.repeats, [&] {
        for (const VocoderInput& input : *inputs)
          (void)vocoder.synthesize(input, {.steps = steps, .progress = {}});
      });
      add(fmt::format("{}, {} steps", name, steps), cpu, seconds);
    }
  }

  /// The vocoder in calls of few frames: a plugin's worst case.
  void measure_chunks(const Vocoder& vocoder) {
    const VocoderInput& input = material_.said.front();
    const double seconds = static_cast<double>(input.mel.rows()) / vocoder.mel_settings().frames_per_second();
    for (const int steps : {0, 4}) {
      for (const std::size_t chunk : {1U, 4U, 16U, 64U}) {
        const auto stream = vocoder.open_stream({.max_frames = chunk, .max_steps = steps, .corrections = 0});
        std::vector<float> out(stream->max_samples());
        FixedSteps governor(steps);
        const double cpu = fastest(options_.repeats, [&] {
          for (std::size_t n = 0; n < input.mel.rows(); n += chunk) {
            const std::size_t count = std::min(chunk, input.mel.rows() - n);
            (void)stream->process(frames_of(input, n, count), governor, out);
          }
          (void)stream->finish(governor, out);
        });
        add(fmt::format("{} steps, {} frames a call", steps, chunk), cpu, seconds);
      }
    }
  }

  /// Live audio in blocks of 512 samples: analysis, 4 steps, synthesis.
  void measure_live(const Vocoder& vocoder) {
    std::vector<float> audio = vocoder.synthesize(material_.said.front(), {.steps = 0, .progress = {}});
    LiveResynthesis live(vocoder, {.max_steps = 4});
    FixedSteps governor(4);
    std::vector<float> out(512);
    const double cpu = fastest(options_.repeats, [&] {
      for (std::size_t i = 0; i + 512 <= audio.size(); i += 512)
        live.process(std::span(audio).subspan(i, 512), governor, out);
    });
    report_["live_latency_samples"] = live.latency_samples();
    measure_deadline(vocoder, audio);
    add("live, 4 steps", cpu, static_cast<double>(audio.size()) / vocoder.mel_settings().sample_rate_hz);
  }

  /// As many steps as fit into half of the time that a block of 512 samples lasts.
  void measure_deadline(const Vocoder& vocoder, std::span<const float> audio) {
    LiveResynthesis live(vocoder, {.max_steps = 8});
    DeadlineGovernor governor({.max_steps = 8});
    const double block_seconds = 512.0 / vocoder.mel_settings().sample_rate_hz;
    const auto budget = std::chrono::duration_cast<DeadlineGovernor::Clock::duration>(
        std::chrono::duration<double>(0.5 * block_seconds));
    std::vector<float> out(512);
    for (int round = 0; round < 10; ++round) {
      for (std::size_t i = 0; i + 512 <= audio.size(); i += 512) {
        governor.start(budget);
        live.process(audio.subspan(i, 512), governor, out);
        governor.finish();
      }
    }
    std::uint64_t blocks = 0;
    std::uint64_t steps = 0;
    for (std::size_t n = 0; n < DeadlineGovernor::kCounted; ++n) {
      blocks += governor.blocks_by_steps()[n];
      steps += n * governor.blocks_by_steps()[n];
    }
    report_["live_deadline"] = {
        {"budget_seconds", 0.5 * block_seconds},
        {"blocks", blocks},
        {"mean_steps", static_cast<double>(steps) / static_cast<double>(std::max<std::uint64_t>(blocks, 1))},
        {"missed", governor.misses()}};
  }

  /// Text to samples, loaded: processor time of one thread, and how long one waits with more.
  void measure_speech() {
    const auto synthesizer = std::make_shared<const Synthesizer>(voice_);
    for (const int threads : {1, 2, 4}) {
      if (threads > default_threads()) break;
      double wall = std::numeric_limits<double>::infinity();
      const double cpu = fastest(options_.repeats, [&] {
        const Stopwatch watch;
        SpeechOptions options;
        options.threads = threads;
        SpeechSession session(synthesizer, options);
        session.push_text(kText);
        while (!session.pull().empty()) {
        }
        wall = std::min(wall, watch.seconds());
      });
      add(fmt::format("speech, {} thread{}", threads, threads == 1 ? "" : "s"), cpu, material_.seconds);
      report_["stages"].back()["wall_seconds"] = wall;
    }
  }

  const BenchOptions& options_;
  Voice voice_;
  Material material_;
  ProgressBar bar_{"measuring"};
  Report report_;
};

void print(const Report& report) {
  std::string text = fmt::format("{:.1f} s of speech\n{:<28} {:>8} {:>8} {:>8}\n",
                                 report["audio_seconds"].get<double>(), "stage", "CPU s", "RTF", "wall s");
  for (const auto& stage : report["stages"]) {
    text += fmt::format("{:<28} {:8.3f} {:8.4f}", stage["stage"].get<std::string>(),
                        stage["cpu_seconds"].get<double>(), stage["real_time_factor"].get<double>());
    if (stage.contains("wall_seconds")) text += fmt::format(" {:8.3f}", stage["wall_seconds"].get<double>());
    text += '\n';
  }
  text += fmt::format(
      "load {:.3f} s, first audio after {:.3f} s, peak memory {:.0f} MiB, live latency {} samples\n",
      report["load_seconds"].get<double>(), report["first_audio_seconds"].get<double>(),
      report["peak_memory_mib"].get<double>(), report["live_latency_samples"].get<int>());
  const Report& deadline = report["live_deadline"];
  text += fmt::format("live within {:.1f} ms a block: {:.1f} steps on average, {} of {} blocks late\n",
                      1000.0 * deadline["budget_seconds"].get<double>(), deadline["mean_steps"].get<double>(),
                      deadline["missed"].get<int>(), deadline["blocks"].get<int>());
  write_stdout(text);
}

void run_bench(const BenchOptions& options) {
  const Report report = Bench(options).run();
  if (options.json) {
    write_stdout(dump_json(report, 2) + "\n");
  } else {
    print(report);
  }
}

}  // namespace

void add_bench_command(CLI::App& app) {
  const auto options = std::make_shared<BenchOptions>();
  CLI::App* command = app.add_subcommand("bench", "Measure how fast a voice is here, stage by stage");
  command->add_option("--voice", options->voice, "Name or folder of a voice")->capture_default_str();
  command->add_option("--vocoder", options->vocoders, "Other vocoders to measure beside it (.safetensors)");
  command->add_option("--repeats", options->repeats, "Runs of each stage; the fastest counts")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options] { run_bench(*options); });
}

}  // namespace driftwave
