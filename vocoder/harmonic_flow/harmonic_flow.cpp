#include "vocoder/harmonic_flow/harmonic_flow.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "vocoder/file_weights.h"
#include "vocoder/harmonic_flow/flow_schedule.h"
#include "vocoder/harmonic_flow/harmonic_flow_model.h"
#include "vocoder/harmonic_flow/harmonic_flow_stream.h"

namespace driftwave {
namespace {

constexpr int kMaxSteps = 64;
/// Frames of a call when all of the input is there: enough to share the weights' way through the cache.
constexpr std::size_t kBlockFrames = 48;
/// A thread's part is at least so long: it computes its context, too.
constexpr std::size_t kShortestPartFrames = 256;

/// A run of frames for one thread: those that it computes, and those that it keeps.
struct Part {
  std::size_t context_first = 0;
  std::size_t first = 0;
  std::size_t last = 0;
};

void check_guide_and_breath(const VocoderInput& input, const MelSettings& mel) {
  const std::size_t frames = input.mel.rows();
  const std::size_t samples = frames * static_cast<std::size_t>(mel.hop_samples);
  if (!input.guide.empty() && input.guide.size() != samples)
    throw Error("vocoder: guide: want {} samples or none, got {}", samples, input.guide.size());
  if (!input.strength.empty() && input.strength.size() != frames)
    throw Error("vocoder: strength: want {} frames or none, got {}", frames, input.strength.size());
  if (!std::ranges::all_of(input.guide, [](float x) { return std::isfinite(x); }))
    throw Error("vocoder: guide: holds a value that is not finite");
  if (!std::ranges::all_of(input.strength, [](float x) { return x >= 0 && x <= 1; }))
    throw Error("vocoder: strength: want values in 0..1");
  if (!input.breath.empty() && input.breath.size() != frames)
    throw Error("vocoder: breath: want {} frames or none, got {}", frames, input.breath.size());
  if (!std::ranges::all_of(input.breath, [](float x) { return std::isfinite(x) && x >= 0; }))
    throw Error("vocoder: breath: want gains of at least 0");
}

void check_input(const VocoderInput& input, const MelSettings& mel) {
  const std::size_t frames = input.mel.rows();
  if (frames == 0) throw Error("vocoder: want at least one frame of mel");
  if (input.mel.cols() != static_cast<std::size_t>(mel.mels))
    throw Error("vocoder: mel: want {} bands ({}), got {}", mel.mels, describe(mel), input.mel.cols());
  if (input.f0_hz.size() != frames || input.voicing.size() != frames)
    throw Error("vocoder: want {} frames of pitch and voicing, got {} and {}", frames, input.f0_hz.size(),
                input.voicing.size());
  const auto finite = [](float x) { return std::isfinite(x); };
  if (!std::ranges::all_of(input.mel.values(), finite))
    throw Error("vocoder: mel: holds a value that is not finite");
  if (!std::ranges::all_of(input.f0_hz, [](float x) { return std::isfinite(x) && x > 0; }))
    throw Error("vocoder: f0_hz: want values > 0 in every frame");
  if (!std::ranges::all_of(input.voicing, [](float x) { return x >= 0 && x <= 1; }))
    throw Error("vocoder: voicing: want values in 0..1");
  if (!input.phase_rad.empty() && input.phase_rad.size() != frames)
    throw Error("vocoder: phase_rad: want {} frames or none, got {}", frames, input.phase_rad.size());
  if (!std::ranges::all_of(input.phase_rad, finite))
    throw Error("vocoder: phase_rad: holds a value that is not finite");
  check_guide_and_breath(input, mel);
}

class HarmonicFlow final : public HarmonicFlowVocoder {
 public:
  HarmonicFlow(std::shared_ptr<const HarmonicFlowModel> model, FlowSchedules schedules)
      : model_(std::move(model)), schedules_(std::move(schedules)) {}

  const MelSettings& mel_settings() const override { return model_->config.mel; }
  int default_steps() const override { return model_->config.default_steps; }
  int max_steps() const override { return kMaxSteps; }
  std::vector<float> synthesize(const VocoderInput& input, const VocoderOptions& options) const override;
  std::vector<float> synthesize_along(const FlowSchedule& schedule, const VocoderInput& input,
                                      const VocoderOptions& options) const override;
  std::size_t lookahead_frames() const override { return model_->lookahead_frames(); }
  std::size_t latency_samples() const override { return model_->latency_samples(); }
  int default_corrections() const override { return model_->config.default_corrections; }
  int max_corrections() const override { return kMaxCorrections; }
  std::size_t correction_latency_samples() const override {
    return MelCorrection::latency_hops(*model_) * model_->hop();
  }
  std::unique_ptr<VocoderStream> open_stream(const VocoderStreamOptions& options) const override;

 private:
  /// How to take the steps: as the options say, as the model's own schedules say, or null for equal steps.
  /// @param asked the number of steps asked for, or -1. @param start_time see VocoderStreamOptions
  [[nodiscard]] std::shared_ptr<const SamplerPlan> plan_for(const VocoderOptions& options, int asked,
                                                            double start_time) const;
  /// @param options with steps that are taken, not -1. @param plan null: equal steps.
  [[nodiscard]] std::vector<float> run(const VocoderInput& input, const VocoderOptions& options,
                                       const std::shared_ptr<const SamplerPlan>& plan) const;
  /// Calls options.preview for each step. @param plan null: equal steps
  void show_steps(const VocoderInput& input, VocoderOptions options,
                  const std::shared_ptr<const SamplerPlan>& plan, double start_time) const;
  /// @param asked -1: the model's own. @throws Error when it is out of range.
  [[nodiscard]] int corrections_of(int asked) const;
  [[nodiscard]] std::vector<Part> parts(std::size_t frames, int evaluations,
                                        const VocoderOptions& options) const;
  /// Renders a part into its place in `audio`. @param report called with frames done; false cancels.
  void render(const VocoderInput& input, const Part& part, const StreamStart& start,
              const VocoderOptions& options, const std::shared_ptr<const SamplerPlan>& plan,
              const std::function<bool(std::size_t)>& report, std::span<float> audio) const;

  std::shared_ptr<const HarmonicFlowModel> model_;
  FlowSchedules schedules_;
};

/// Where the way of the frame that is to leave the guide furthest begins.
double start_time_of(const VocoderInput& input) {
  return input.strength.empty() ? 0.0 : 1.0 - std::ranges::max(input.strength);
}

std::unique_ptr<VocoderStream> HarmonicFlow::open_stream(const VocoderStreamOptions& options) const {
  validate(options.blend);
  if (options.max_frames < 1 || options.max_frames > 65536)
    throw Error("vocoder stream: max_frames: want 1..65536, got {}", options.max_frames);
  if (options.max_steps < 0 || options.max_steps > kMaxSteps)
    throw Error("vocoder stream: max_steps: want 0..{}, got {}", kMaxSteps, options.max_steps);
  if (options.fixed_steps < -1 || options.fixed_steps > kMaxSteps)
    throw Error("vocoder stream: fixed_steps: want 0..{}, or -1 for the governor's, got {}", kMaxSteps,
                options.fixed_steps);
  if (!(options.start_time >= 0 && options.start_time < 1))
    throw Error("vocoder stream: start_time: want at least 0 and less than 1, got {}", options.start_time);
  VocoderStreamOptions fixed = options;
  fixed.corrections = corrections_of(options.corrections);
  if (options.fixed_steps < 0) return std::make_unique<HarmonicFlowStream>(model_, fixed);
  fixed.max_steps = options.fixed_steps;
  return std::make_unique<HarmonicFlowStream>(
      model_, fixed,
      plan_for({.steps = options.fixed_steps, .progress = {}}, options.fixed_steps, options.start_time));
}

std::shared_ptr<const SamplerPlan> HarmonicFlow::plan_for(const VocoderOptions& options, int asked,
                                                          double start_time) const {
  const auto stored = schedules_.find(options.steps);
  if (options.sampler.empty() && options.schedule.empty()) {
    if (stored == schedules_.end()) return nullptr;
    return std::make_shared<const SamplerPlan>(make_plan(stored->second, start_time));
  }
  FlowSchedule schedule;
  if (!options.sampler.empty()) schedule.sampler = sampler_from_string(options.sampler);
  if (options.schedule.empty() || options.schedule == "uniform") {
    if (options.steps == 0) return nullptr;
    schedule.times = uniform_flow_schedule(schedule.sampler, options.steps).times;
  } else {
    schedule.times = read_flow_times(options.schedule);
    if (asked >= 0 && asked != schedule.steps())
      throw Error("{}: want the times of {} steps, got those of {}", options.schedule, asked,
                  schedule.steps());
  }
  validate(schedule, "vocoder");
  return std::make_shared<const SamplerPlan>(make_plan(schedule, start_time));
}

int HarmonicFlow::corrections_of(int asked) const {
  if (asked < -1 || asked > kMaxCorrections)
    throw Error("vocoder: corrections: want 0..{}, got {}", kMaxCorrections, asked);
  return asked < 0 ? default_corrections() : asked;
}

std::vector<Part> HarmonicFlow::parts(std::size_t frames, int evaluations,
                                      const VocoderOptions& options) const {
  const std::size_t most = std::max<std::size_t>(1, frames / kShortestPartFrames);
  const std::size_t count = std::min(static_cast<std::size_t>(options.threads), most);
  // What a kept sample depends on before its own frame: windows that reach it, their sources, the networks.
  const std::size_t before = 2 * model_->half_window_frames() + model_->prior.lookback_frames() +
                             static_cast<std::size_t>(evaluations) * model_->flow.lookback_frames() +
                             static_cast<std::size_t>(options.corrections) * 2 * model_->half_window_frames();
  std::vector<Part> all;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t first = frames * i / count;
    all.push_back({first > before ? first - before : 0, first, frames * (i + 1) / count});
  }
  return all;
}

void HarmonicFlow::render(const VocoderInput& input, const Part& part, const StreamStart& start,
                          const VocoderOptions& options, const std::shared_ptr<const SamplerPlan>& plan,
                          const std::function<bool(std::size_t)>& report, std::span<float> audio) const {
  const std::size_t frames = input.mel.rows();
  FixedSteps steps(options.steps);
  HarmonicFlowStream stream(model_,
                            {.max_frames = kBlockFrames,
                             .max_steps = options.steps,
                             .start_time = start_time_of(input),
                             .blend = options.blend,
                             .corrections = options.corrections},
                            plan);
  stream.start(options.seed, start);
  std::vector<float> block(stream.max_samples());
  std::size_t place = part.context_first * model_->hop();
  const std::size_t first = part.first * model_->hop();
  const std::size_t last = part.last * model_->hop();
  const auto keep = [&](std::size_t count) {
    const std::size_t from = std::clamp(first, place, place + count);
    const std::size_t to = std::clamp(last, from, place + count);
    std::copy_n(block.begin() + static_cast<std::ptrdiff_t>(from - place), to - from,
                audio.begin() + static_cast<std::ptrdiff_t>(from));
    place += count;
  };
  for (std::size_t n = part.context_first; n < frames && place < last; n += kBlockFrames) {
    const std::size_t count = std::min(kBlockFrames, frames - n);
    keep(stream.process(frames_of(input, n, count), steps, block));
    if (!report(count)) return;
  }
  if (place < last) keep(stream.finish(steps, block));
}

std::vector<float> HarmonicFlow::synthesize(const VocoderInput& input, const VocoderOptions& given) const {
  VocoderOptions options = given;
  if (options.steps < 0) options.steps = default_steps();
  if (options.steps > kMaxSteps) throw Error("vocoder: steps: want 0..{}, got {}", kMaxSteps, options.steps);
  check_input(input, model_->config.mel);
  validate(options.blend);
  options.corrections = corrections_of(given.corrections);
  const double start_time = start_time_of(input);
  // A guide that no frame may leave is copied.
  if (start_time >= 1) {
    options.steps = 0;
    return run(input, options, nullptr);
  }
  const std::shared_ptr<const SamplerPlan> plan = plan_for(options, given.steps, start_time);
  if (options.preview) show_steps(input, options, plan, start_time);
  return run(input, options, plan);
}

void HarmonicFlow::show_steps(const VocoderInput& input, VocoderOptions options,
                              const std::shared_ptr<const SamplerPlan>& given, double start_time) const {
  if (options.steps == 0) return;
  const SamplerPlan plan =
      given ? *given : make_plan(uniform_flow_schedule(Sampler::kEuler, options.steps), start_time);
  options.progress = nullptr;
  for (std::size_t i = 0; i < plan.rows.size(); ++i) {
    if (i > 0 && !plan.rows[i - 1].ends_step) continue;
    // As far as this row, and from there straight to the end: x0 = x + (1 - t) v.
    SamplerPlan shown{.rows = {plan.rows.begin(), plan.rows.begin() + static_cast<std::ptrdiff_t>(i)},
                      .steps = plan.rows[i].step + 1};
    const double t = plan.rows[i].at.time;
    shown.rows.push_back({.at = plan.rows[i].at,
                          .d = {.x = 0, .d = 1},
                          .a = 1,
                          .b = {1 - t, 0},
                          .after = {.signal = 1, .noise = 0, .time = 1},
                          .step = plan.rows[i].step});
    options.steps = shown.evaluations();
    options.preview(plan.rows[i].step, run(input, options, std::make_shared<const SamplerPlan>(shown)));
  }
}

std::vector<float> HarmonicFlow::synthesize_along(const FlowSchedule& schedule, const VocoderInput& input,
                                                  const VocoderOptions& given) const {
  validate(schedule, "vocoder");
  check_input(input, model_->config.mel);
  VocoderOptions options = given;
  options.steps = schedule.steps();
  options.corrections = corrections_of(given.corrections);
  // The last moment before the end stands for a guide that no frame may leave.
  const double start_time = std::min(start_time_of(input), 1.0 - 1e-6);
  return run(input, options, std::make_shared<const SamplerPlan>(make_plan(schedule, start_time)));
}

std::vector<float> HarmonicFlow::run(const VocoderInput& input, const VocoderOptions& options,
                                     const std::shared_ptr<const SamplerPlan>& plan) const {
  if (options.threads < 1 || options.threads > 256)
    throw Error("vocoder: threads: want 1..256, got {}", options.threads);

  const std::size_t frames = input.mel.rows();
  const std::vector<SourceFrame> track =
      integrate_source(input.f0_hz, input.voicing, model_->source_settings());
  const std::vector<Part> all = parts(frames, plan ? plan->evaluations() : options.steps, options);
  std::vector<float> audio(frames * model_->hop());
  std::atomic<bool> cancelled{false};
  std::size_t done = 0;
  std::mutex progress_mutex;
  const auto report = [&](std::size_t count) {
    const std::scoped_lock lock(progress_mutex);
    done = std::min(done + count, frames);
    if (options.progress && !options.progress(static_cast<double>(done) / static_cast<double>(frames)))
      cancelled = true;
    return !cancelled;
  };
  run_in_threads(all.size(), [&](std::size_t i) {
    const Part& part = all[i];
    try {
      render(input, part, {.frame = part.context_first, .phase_rad = track[part.context_first].phase_rad},
             options, plan, report, audio);
    } catch (...) {
      cancelled = true;  // the other threads need not go on
      throw;
    }
  });
  if (cancelled) return {};
  return audio;
}

}  // namespace

std::unique_ptr<HarmonicFlowVocoder> load_harmonic_flow(const SafetensorsFile& file) {
  const std::string who = file.path().string();
  const HarmonicFlowConfig config =
      harmonic_flow_config_from_json(parse_json(file.metadata("config"), who + ": config"), who);
  FlowSchedules schedules;
  if (const auto stored = file.metadata().find(kSchedulesKey); stored != file.metadata().end()) {
    const std::string where = who + ": " + kSchedulesKey;
    schedules = flow_schedules_from_json(parse_json(stored->second, where), where);
  }
  return std::make_unique<HarmonicFlow>(std::make_shared<HarmonicFlowModel>(config, FileWeights(file)),
                                        std::move(schedules));
}

}  // namespace driftwave
