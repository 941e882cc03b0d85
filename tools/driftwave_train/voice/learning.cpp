#include "tools/driftwave_train/voice/learning.h"

#include <torch/nn/module.h>

#include <algorithm>

#include "engine/training/cpu.h"
#include "tts/training/acoustic_task.h"
#include "tts/training/phone_classifier.h"

namespace driftwave {
namespace {

AcousticTaskOptions task_options(const VoicePlan& plan, const InitialModel& initial) {
  AcousticTaskOptions options;
  options.config = initial.config;
  options.config.speakers = {plan.name};
  options.network.dropout = 0.1;
  options.network.bfloat16 = training::has_fast_bfloat16();
  options.stage =
      options.config.decoder == MelDecoder::kSampler ? AcousticStage::kScore : AcousticStage::kMean;
  options.batch = plan.batch;
  options.seed = plan.seed;
  options.score_whole = true;
  options.speaker_alone = plan.sample;
  options.temperature = initial.statistics.temperature;
  options.high_temperature = initial.statistics.high_temperature;
  options.melody_temperature = initial.statistics.melody_temperature;
  options.initial = initial.file;
  return options;
}

}  // namespace

std::vector<Likeness> rank_speakers(const VoicePlan& plan, const VoiceData& data,
                                    const InitialModel& initial) {
  std::vector<std::string> candidates = initial.config.speakers;
  candidates.emplace_back();
  std::vector<Likeness> ranking;
  for (const std::string& speaker : candidates) {
    AcousticTaskOptions options = task_options(plan, initial);
    options.speaker_like = speaker;
    const auto task = make_acoustic_task(data.dataset, options);
    task->network().eval();
    ranking.push_back({speaker, task->validate().front().second});
  }
  std::ranges::stable_sort(ranking, {}, &Likeness::score);
  return ranking;
}

bool learn_voice(const VoicePlan& plan, VoiceData data, const InitialModel& initial,
                 const std::string& speaker_like) {
  AcousticTaskOptions options = task_options(plan, initial);
  options.speaker_like = speaker_like;
  if (!plan.sample && plan.phone_weight > 0 && options.stage == AcousticStage::kScore) {
    options.listener = load_phone_classifier(plan.aligner);
    options.phone_weight = plan.phone_weight;
  }
  const auto task = make_acoustic_task(std::move(data.dataset), options);
  const std::filesystem::path run = plan.work / "acoustic";
  const training::LoopOptions loop{.folder = run,
                                   .steps = plan.steps,
                                   .learning_rate = plan.learning_rate,
                                   .warmup_steps = std::min<std::int64_t>(100, plan.steps / 4),
                                   .decay_fraction = 0.6,
                                   .ema_decay = 0.995,
                                   .log_every = std::clamp<std::int64_t>(plan.steps / 40, 1, 20),
                                   .validate_every = std::max<std::int64_t>(1, plan.steps / 4),
                                   .checkpoint_every_seconds = 120,
                                   .resume = std::filesystem::exists(run / "checkpoint.safetensors")};
  std::filesystem::create_directories(run);
  if (!training::run_training(*task, loop)) return false;
  export_acoustic_model(plan.work / "acoustic.safetensors", *task, DType::kF16,
                        {{"voice", plan.name}, {"licence", plan.licence}});
  return true;
}

}  // namespace driftwave
