#include "tools/driftwave_train/schedule_command.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "engine/audio/audio_file.h"
#include "engine/audio/resample.h"
#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "engine/dsp/metrics.h"
#include "engine/model/safetensors.h"
#include "vocoder/analysis.h"
#include "vocoder/harmonic_flow/harmonic_flow.h"
#include "vocoder/harmonic_flow/schedule_search.h"

namespace driftwave {
namespace {

namespace fs = std::filesystem;

struct ScheduleArguments {
  std::string model;
  std::string output;
  std::string clips;
  std::size_t clip_count = 6;
  double clip_seconds = 3.0;
  std::vector<int> steps = {1, 2, 4, 8};
  int threads = 1;
};

struct Clip {
  VocoderInput features;
  double gain = 1.0;
  std::vector<float> reference;  ///< at kMetricRateHz
};

std::vector<Clip> read_clips(const ScheduleArguments& arguments, const MelSettings& mel) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(arguments.clips))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<Clip> clips;
  // Spread over the folder, so that neighbours of one take do not decide alone.
  const std::size_t stride = std::max<std::size_t>(1, files.size() / arguments.clip_count);
  for (std::size_t i = stride / 2; i < files.size() && clips.size() < arguments.clip_count; i += stride) {
    std::vector<float> audio = read_mono(files[i], mel.sample_rate_hz);
    audio.resize(
        std::min(audio.size(), static_cast<std::size_t>(arguments.clip_seconds * mel.sample_rate_hz)));
    Analysis analysis = analyze(audio, mel);
    clips.push_back({std::move(analysis.features), analysis.gain,
                     resample(audio, {.from_hz = mel.sample_rate_hz, .to_hz = kMetricRateHz})});
  }
  if (clips.empty()) throw Error("{}: want audio files, got none", arguments.clips);
  return clips;
}

/// Mean M-STFT of the clips under a schedule; clips are shared out to the threads.
double loss_of(const HarmonicFlowVocoder& vocoder, const std::vector<Clip>& clips, int threads,
               const FlowSchedule& schedule, int rate_hz) {
  std::vector<double> losses(clips.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < clips.size(); i = next++) {
      std::vector<float> audio = vocoder.synthesize_along(schedule, clips[i].features, {.progress = {}});
      for (float& sample : audio) sample /= static_cast<float>(clips[i].gain);
      losses[i] = spectral_distances(clips[i].reference,
                                     resample(audio, {.from_hz = rate_hz, .to_hz = kMetricRateHz}))
                      .multi_stft;
    }
  };
  run_in_threads(static_cast<std::size_t>(threads), [&](std::size_t) { work(); });
  double sum = 0;
  for (const double loss : losses) sum += loss;
  return sum / static_cast<double>(clips.size());
}

std::string times_of(const FlowSchedule& schedule) {
  std::string text;
  for (const double t : schedule.times) text += fmt::format("{}{:.3f}", text.empty() ? "" : " ", t);
  return text;
}

void store(const SafetensorsFile& model, const FlowSchedules& schedules, const fs::path& file) {
  SafetensorsWriter writer;
  writer.copy_metadata(model);
  writer.set_metadata(kSchedulesKey, to_json(schedules).dump());
  for (const std::string& name : model.names()) writer.add(name, model.tensor(name));
  writer.write(file);
}

void run_schedule(const ScheduleArguments& arguments) {
  const SafetensorsFile model(arguments.model);
  const std::unique_ptr<HarmonicFlowVocoder> loaded = load_harmonic_flow(model);
  const HarmonicFlowVocoder& vocoder = *loaded;
  const int rate_hz = vocoder.mel_settings().sample_rate_hz;
  const std::vector<Clip> clips = read_clips(arguments, vocoder.mel_settings());
  const auto loss = [&](const FlowSchedule& s) {
    return loss_of(vocoder, clips, arguments.threads, s, rate_hz);
  };
  std::printf("%zu clips, M-STFT\n%5s %5s %8s %8s  %s\n", clips.size(), "steps", "NFE", "sampler", "M-STFT",
              "times");
  FlowSchedules best;
  for (const int steps : arguments.steps) {
    double lowest = 0;
    for (const Sampler sampler : {Sampler::kEuler, Sampler::kHeun, Sampler::kDpmSolver2M}) {
      // With one step the multistep sampler is Euler's.
      if (sampler == Sampler::kDpmSolver2M && steps == 1) continue;
      const FlowSchedule uniform = uniform_flow_schedule(sampler, steps);
      const double value = loss(uniform);
      std::printf("%5d %5d %8s %8.4f  uniform\n", steps, make_plan(uniform).evaluations(),
                  to_string(sampler).c_str(), value);
      std::fflush(stdout);
      // Heun takes two evaluations a step: it is compared, but does not stand for a number of steps.
      if (sampler != Sampler::kHeun && (best.count(steps) == 0 || value < lowest)) {
        best[steps] = uniform;
        lowest = value;
      }
    }
    const FoundSchedule found = search_schedule(best[steps], loss, {});
    best[steps] = found.schedule;
    std::printf("%5d %5d %8s %8.4f  %s (%d trials)\n", steps, make_plan(found.schedule).evaluations(),
                to_string(found.schedule.sampler).c_str(), found.loss, times_of(found.schedule).c_str(),
                found.trials);
    std::fflush(stdout);
  }
  if (arguments.output.empty()) return;
  store(model, best, arguments.output);
  std::fprintf(stderr, "wrote %s\n", arguments.output.c_str());
}

}  // namespace

void add_schedule_command(CLI::App& app) {
  const auto arguments = std::make_shared<ScheduleArguments>();
  CLI::App* command =
      app.add_subcommand("schedule", "Search the best samplers and times for few steps of a HarmonicFlow");
  command->add_option("model", arguments->model, "Vocoder (.safetensors)")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--clips", arguments->clips, "Folder of recordings to judge by")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_option("-o,--output", arguments->output, "Copy of the model with what was found");
  command->add_option("--steps", arguments->steps, "Numbers of steps")
      ->delimiter(',')
      ->check(CLI::Range(1, 64));
  command->add_option("--clip-count", arguments->clip_count, "Clips")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--clip-seconds", arguments->clip_seconds, "Seconds of each")
      ->check(CLI::Range(0.5, 60.0))
      ->capture_default_str();
  command->add_option("--threads", arguments->threads, "Threads")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->callback([arguments] { run_schedule(*arguments); });
}

}  // namespace driftwave
