#include "tools/driftwave_train/acoustic_command.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/model/safetensors.h"
#include "engine/training/cpu.h"
#include "engine/training/shards.h"
#include "tools/driftwave_train/parallel_options.h"
#include "tts/training/acoustic_task.h"
#include "tts/training/phrases.h"

namespace driftwave {
namespace {

struct AcousticArguments {
  std::vector<std::filesystem::path> data;
  AcousticTaskOptions task;
  training::LoopOptions loop{.folder = {},
                             .steps = 4000,
                             .warmup_steps = 200,
                             .decay_fraction = 0.6,
                             .log_every = 50,
                             .validate_every = 500};
  std::string voice;
  std::string licence;
  std::filesystem::path aligner;
  ParallelOptions parallel;
  int threads = 1;
  int phrase_words = 0;
  std::optional<int> flow_channels;
  std::optional<int> flow_blocks;
  std::optional<int> melody_noise;
  bool speakers = false;
  bool flow = false;
  bool score = false;
  bool pitch = false;
  bool full_precision = false;
};

void report(const AcousticDataset& dataset, const MelSettings& mel) {
  const double seconds = static_cast<double>(dataset.train_frames()) / mel.frames_per_second();
  std::fprintf(stderr, "acoustic: %zu utterances (%.1f minutes) to learn, %zu held out, %zu left out\n",
               dataset.train.size(), seconds / 60, dataset.validation.size(), dataset.left_out);
}

AcousticStage stage_of(const AcousticArguments& arguments) {
  if (arguments.flow) return AcousticStage::kFlow;
  if (arguments.score) return AcousticStage::kScore;
  return arguments.pitch ? AcousticStage::kPitch : AcousticStage::kMean;
}

/// Sizes of the initial model, where there is one, changed by what the arguments say.
AcousticConfig config_of(const AcousticArguments& arguments, const training::ShardSet& shards) {
  AcousticConfig config = arguments.task.config;
  const std::filesystem::path& initial = arguments.task.initial;
  if (!initial.empty()) {
    const SafetensorsFile file(initial);
    if (file.metadata().contains("architecture"))
      config =
          acoustic_config_from_json(parse_json(file.metadata("config"), initial.string()), initial.string());
  }
  if (arguments.flow_channels) config.flow_channels = *arguments.flow_channels;
  if (arguments.flow_blocks) config.flow_blocks = *arguments.flow_blocks;
  if (arguments.melody_noise) config.melody_noise = *arguments.melody_noise;
  if (arguments.flow) config.decoder = MelDecoder::kFlow;
  if (arguments.score) config.decoder = MelDecoder::kSampler;
  if (arguments.speakers) add_speakers(config, shards);
  return config;
}

void run_acoustic(AcousticArguments& arguments) {
  const auto processes = join_processes(arguments.parallel, "cpu");
  const bool first = training::is_first(processes.get());
  arguments.loop.processes = processes.get();
  arguments.loop.accumulate = arguments.parallel.accumulate;
  arguments.loop.checkpoint_every_seconds = arguments.parallel.checkpoint_seconds;
  training::use_threads(arguments.threads);
  arguments.task.network.bfloat16 = !arguments.full_precision && training::has_fast_bfloat16();
  arguments.task.stage = stage_of(arguments);
  if (first) training::refuse_old_run(arguments.loop);
  std::filesystem::create_directories(arguments.loop.folder);
  const training::ShardSet shards(arguments.data);
  arguments.task.config = config_of(arguments, shards);
  std::shared_ptr<PhoneClassifier> aligner;
  if (!arguments.aligner.empty()) aligner = load_phone_classifier(arguments.aligner);
  if (arguments.task.phone_weight > 0) arguments.task.listener = aligner;
  AcousticDataset dataset = make_acoustic_dataset(shards, arguments.task.config, aligner.get());
  if (arguments.phrase_words > 0) add_phrases(dataset, arguments.phrase_words);
  if (first) {
    report(dataset, arguments.task.config.mel);
    write_alignment(arguments.loop.folder / "alignment.tsv", dataset);
  }
  const auto task = make_acoustic_task(std::move(dataset), arguments.task);
  const bool finished = training::run_training(*task, arguments.loop);
  if (!first) return;
  if (!finished) {
    std::fprintf(stderr, "acoustic: stopped early; go on with --resume\n");
    return;
  }
  std::map<std::string, std::string> card;
  if (!arguments.voice.empty()) card["voice"] = arguments.voice;
  if (!arguments.licence.empty()) card["licence"] = arguments.licence;
  const std::filesystem::path file = arguments.loop.folder / "acoustic.safetensors";
  export_acoustic_model(file, *task, DType::kF16, card);
  std::fprintf(stderr, "acoustic: wrote %s\n", file.string().c_str());
}

}  // namespace

void add_acoustic_command(CLI::App& app) {
  auto arguments = std::make_shared<AcousticArguments>();
  CLI::App* command = app.add_subcommand("acoustic", "Train the acoustic model: text to mel and pitch");
  command->add_option("--data", arguments->data, "Folders of shards from `prepare`")->required();
  command->add_option("--out", arguments->loop.folder, "Folder for checkpoints, log and model")->required();
  command->add_option("--steps", arguments->loop.steps, "Updates in all")->capture_default_str();
  command->add_option("--batch", arguments->task.batch, "Utterances a step")->capture_default_str();
  command->add_flag("--flow", arguments->flow, "Second stage: train the flow around the mean of --initial");
  command->add_flag("--pitch", arguments->pitch, "Last stage: learn the melody of --initial anew")
      ->excludes("--flow");
  command
      ->add_flag(
          "--score", arguments->score,
          "Second stage instead of --flow: a one-step sampler around the mean, through an energy score")
      ->excludes("--flow", "--pitch");
  command->add_flag("--score-whole", arguments->task.score_whole, "--score teaches the whole model")
      ->needs("--score");
  command->add_option("--draws", arguments->task.score_draws, "Draws of the energy score")
      ->check(CLI::Range(2, 16))
      ->capture_default_str();
  CLI::Option* aligner = command
                             ->add_option("--aligner", arguments->aligner,
                                          "Classifier from `aligner` that finds the phones; without one "
                                          "Gaussians do")
                             ->check(CLI::ExistingFile);
  command
      ->add_option("--phone-weight", arguments->task.phone_weight,
                   "Weight of the energy score in the aligner's features beside the mels'; 0: mels alone")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str()
      ->needs(aligner);
  command
      ->add_option("--melody-noise", arguments->melody_noise,
                   "Noise channels of durations and pitch, which are then drawn; 0: both are means")
      ->check(CLI::Range(0, 64));
  command
      ->add_option("--melody-temperature", arguments->task.melody_temperature,
                   "The same of the noise of durations and pitch")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command
      ->add_option("--phrases", arguments->phrase_words,
                   "Learn what lies between two pauses as utterances too, up to so many words; 0: whole "
                   "recordings alone")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  command->add_flag("--speakers", arguments->speakers, "An embedding for each speaker of the shards");
  command
      ->add_option("--temperature", arguments->task.temperature,
                   "Deviation of the noise that the written model speaks with")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command
      ->add_option("--high-temperature", arguments->task.high_temperature,
                   "The same in bands above 3.4 kHz (default: as below)")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--initial", arguments->task.initial, "Checkpoint or model to start from")
      ->check(CLI::ExistingFile);
  command->add_option("--flow-channels", arguments->flow_channels, "Width of the flow or sampler");
  command->add_option("--flow-blocks", arguments->flow_blocks, "Depth of the flow or sampler");
  command->add_option("--learning-rate", arguments->loop.learning_rate, "Peak rate")->capture_default_str();
  command->add_option("--dropout", arguments->task.network.dropout, "Of encoder, decoder and flow")
      ->check(CLI::Range(0.0, 0.9))
      ->capture_default_str();
  command->add_option("--heads-dropout", arguments->task.network.heads_dropout, "Of durations and pitch")
      ->check(CLI::Range(0.0, 0.9))
      ->capture_default_str();
  command->add_option("--validate-every", arguments->loop.validate_every, "Updates between validations")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--seed", arguments->task.seed, "Weights, batches, noise")->capture_default_str();
  command->add_option("--threads", arguments->threads, "CPU threads")->capture_default_str();
  command->add_flag("--checkpoint-activations", arguments->task.network.checkpoint_activations,
                    "Compute the blocks again on the way back: less memory, more time");
  add_parallel_options(*command, arguments->parallel);
  command->add_option("--voice", arguments->voice, "Name for the model file");
  command->add_option("--licence", arguments->licence, "Licence of the recordings, for the model file");
  command->add_flag("--full-precision", arguments->full_precision,
                    "Products in float32 even where the processor has instructions for bfloat16");
  command->add_flag("--resume", arguments->loop.resume, "Go on from the folder's checkpoint");
  command->callback([arguments] { run_acoustic(*arguments); });
}

}  // namespace driftwave
