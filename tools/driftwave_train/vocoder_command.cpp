#include "tools/driftwave_train/vocoder_command.h"

#include <torch/torch.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>

#include "engine/core/atomic_file.h"
#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/training/checkpoint.h"
#include "engine/training/cpu.h"
#include "tools/driftwave_train/parallel_options.h"
#include "vocoder/training/harmonic_flow_task.h"
#include "vocoder/training/stored_config.h"

namespace driftwave {
namespace {

using training::HarmonicFlowStage;

constexpr std::array kStages = {HarmonicFlowStage::kPrior, HarmonicFlowStage::kFlow,
                                HarmonicFlowStage::kUnrolled};

/// All of a run; run.json in its folder keeps it for `resume`.
struct VocoderRun {
  std::vector<std::string> data;
  std::string config_file;
  std::string init_file;
  std::int64_t steps[3] = {2400, 0, 1300};
  double learning_rate[3] = {1e-3, 1e-3, 1e-3};
  std::int64_t batch = 8;
  std::int64_t frames = 64;
  double mel_weight = 1.0;
  double loudness_weight = 0.5;
  std::int64_t score_draws = 0;
  std::vector<int> unrolled_steps_in_turn = {4, 1, 0, 2};
  double adversarial_weight = 0;
  double told_share = 0;
  double smooth_share = 0;
  double band_limit_share = 0;
  double speed_range_st = 0;
  std::vector<std::string> without;
  double corner_hz = 4000.0;
  std::uint64_t seed = 0;
  std::int64_t validate_every = 250;
  std::string device = "cpu";
  bool bf16 = false;
  bool checkpoint_activations = false;
  ParallelOptions parallel;
  int threads = 1;
  std::string voice;
  std::string licence;
};

nlohmann::json to_json(const VocoderRun& r) {
  return {{"data", r.data},
          {"config_file", r.config_file},
          {"init_file", r.init_file},
          {"steps", {r.steps[0], r.steps[1], r.steps[2]}},
          {"learning_rate", {r.learning_rate[0], r.learning_rate[1], r.learning_rate[2]}},
          {"batch", r.batch},
          {"frames", r.frames},
          {"mel_weight", r.mel_weight},
          {"loudness_weight", r.loudness_weight},
          {"score_draws", r.score_draws},
          {"unrolled_steps_in_turn", r.unrolled_steps_in_turn},
          {"adversarial_weight", r.adversarial_weight},
          {"told_share", r.told_share},
          {"smooth_share", r.smooth_share},
          {"band_limit_share", r.band_limit_share},
          {"speed_range_st", r.speed_range_st},
          {"without", r.without},
          {"corner_hz", r.corner_hz},
          {"seed", r.seed},
          {"validate_every", r.validate_every},
          {"device", r.device},
          {"bf16", r.bf16},
          {"checkpoint_activations", r.checkpoint_activations},
          {"accumulate", r.parallel.accumulate},
          {"checkpoint_seconds", r.parallel.checkpoint_seconds},
          {"threads", r.threads},
          {"voice", r.voice},
          {"licence", r.licence}};
}

VocoderRun run_from_json(const nlohmann::json& json, const std::string& who) {
  VocoderRun r;
  ConfigReader reader(json, who);
  std::vector<std::int64_t> steps;
  std::vector<double> rates;
  reader.required("data", r.data);
  reader.required("config_file", r.config_file);
  reader.required("init_file", r.init_file);
  reader.required("steps", steps);
  reader.required("learning_rate", rates);
  reader.required("batch", r.batch);
  reader.required("frames", r.frames);
  reader.optional("mel_weight", r.mel_weight);
  reader.required("loudness_weight", r.loudness_weight);
  reader.optional("score_draws", r.score_draws);
  reader.optional("unrolled_steps_in_turn", r.unrolled_steps_in_turn);
  reader.optional("adversarial_weight", r.adversarial_weight);
  reader.optional("told_share", r.told_share);
  reader.optional("smooth_share", r.smooth_share);
  reader.optional("band_limit_share", r.band_limit_share);
  reader.optional("speed_range_st", r.speed_range_st);
  reader.optional("without", r.without);
  reader.required("corner_hz", r.corner_hz);
  reader.required("seed", r.seed);
  reader.required("validate_every", r.validate_every);
  reader.required("device", r.device);
  reader.required("bf16", r.bf16);
  reader.optional("checkpoint_activations", r.checkpoint_activations);
  reader.optional("accumulate", r.parallel.accumulate);
  reader.optional("checkpoint_seconds", r.parallel.checkpoint_seconds);
  reader.required("threads", r.threads);
  reader.required("voice", r.voice);
  reader.required("licence", r.licence);
  reader.finish();
  if (steps.size() != 3 || rates.size() != 3)
    throw Error("{}: want three steps and three learning rates", who);
  std::ranges::copy(steps, r.steps);
  std::ranges::copy(rates, r.learning_rate);
  return r;
}

HarmonicFlowConfig config_of(const VocoderRun& run) {
  const std::string& name = run.config_file;
  if (name.empty() && !run.init_file.empty()) return training::stored_config(SafetensorsFile(run.init_file));
  if (name.empty() || name == "44k") return {};
  if (name == "22k") return harmonic_flow_config_22k();
  return harmonic_flow_config_from_json(read_json(name), name);
}

/// @throws Error for what an ablation has learned: the runtime would play it wrong.
void export_model(const std::filesystem::path& file, training::HarmonicFlowNetwork& network,
                  const HarmonicFlowConfig& config, const VocoderRun& run) {
  if (!run.without.empty()) throw Error("{}: a run --without parts of the model writes none", file.string());
  std::map<std::string, std::string> metadata{{"architecture", kHarmonicFlowArchitecture},
                                              {"config", to_json(config).dump()}};
  if (!run.voice.empty()) metadata["voice"] = run.voice;
  if (!run.licence.empty()) metadata["licence"] = run.licence;
  training::export_weights(file, network.module(), metadata, DType::kF16);
  std::fprintf(stderr, "wrote %s\n", file.string().c_str());
}

/// @return false when a signal stopped the stage before its end.
bool train_stage(std::size_t index, const std::filesystem::path& folder, const HarmonicFlowConfig& config,
                 const training::ShardSet& shards, training::HarmonicFlowNetwork& network,
                 const VocoderRun& run, training::ProcessGroup* processes) {
  const HarmonicFlowStage stage = kStages[index];
  const std::filesystem::path stage_folder = folder / training::to_string(stage);
  const auto task = training::make_harmonic_flow_task(config, shards, network,
                                                      {.stage = stage,
                                                       .batch = run.batch,
                                                       .frames = run.frames,
                                                       .seed = run.seed,
                                                       .mel_loss_weight = run.mel_weight,
                                                       .loudness_loss_weight = run.loudness_weight,
                                                       .score_draws = run.score_draws,
                                                       .unrolled_steps = run.unrolled_steps_in_turn,
                                                       .adversarial_weight = run.adversarial_weight,
                                                       .told_share = run.told_share,
                                                       .smooth_share = run.smooth_share,
                                                       .band_limit_share = run.band_limit_share,
                                                       .speed_range_st = run.speed_range_st,
                                                       .without = training::make_ablation(run.without),
                                                       .corner_hz = run.corner_hz,
                                                       .device = own_device(run.device, processes),
                                                       .bf16 = run.bf16});
  if (training::is_first(processes))
    std::fprintf(stderr, "stage %s: %lld steps\n", training::to_string(stage).c_str(),
                 static_cast<long long>(run.steps[index]));
  return training::run_training(*task,
                                {.folder = stage_folder,
                                 .steps = run.steps[index],
                                 .accumulate = run.parallel.accumulate,
                                 .processes = processes,
                                 .learning_rate = run.learning_rate[index],
                                 .validate_every = run.validate_every,
                                 .checkpoint_every_seconds = run.parallel.checkpoint_seconds,
                                 .resume = std::filesystem::exists(stage_folder / "checkpoint.safetensors")});
}

void train(const std::filesystem::path& folder, const VocoderRun& run, training::ProcessGroup* processes) {
  training::use_threads(run.threads);
  const HarmonicFlowConfig config = config_of(run);
  const training::ShardSet shards({run.data.begin(), run.data.end()});
  torch::manual_seed(run.seed);
  const auto network = training::make_harmonic_flow_network(config);
  network->checkpoint_activations(run.checkpoint_activations);
  if (!run.init_file.empty()) {
    const std::size_t filled = training::load_weights(run.init_file, network->module());
    if (training::is_first(processes))
      std::fprintf(stderr, "%s: took %zu tensors\n", run.init_file.c_str(), filled);
  }
  for (std::size_t i = 0; i < kStages.size(); ++i) {
    if (run.steps[i] == 0) continue;
    if (!train_stage(i, folder, config, shards, *network, run, processes)) {
      if (training::is_first(processes))
        std::fprintf(stderr, "stopped; go on with: driftwave-train resume %s\n", folder.string().c_str());
      return;
    }
    network->module().to(at::kCPU);
    if (training::is_first(processes) && run.without.empty())
      export_model(folder / "vocoder.safetensors", *network, config, run);
  }
}

/// The model that the run's checkpoints hold now.
void export_run(const std::filesystem::path& folder, const std::filesystem::path& out,
                std::optional<int> default_steps) {
  const std::string file = (folder / "run.json").string();
  const VocoderRun run = run_from_json(read_json(file), file);
  HarmonicFlowConfig config = config_of(run);
  if (default_steps) config.default_steps = *default_steps;
  torch::manual_seed(run.seed);
  const auto network = training::make_harmonic_flow_network(config);
  if (!run.init_file.empty()) training::load_weights(run.init_file, network->module());
  std::size_t found = 0;
  for (const HarmonicFlowStage stage : kStages) {
    const std::filesystem::path checkpoint = folder / training::to_string(stage) / "checkpoint.safetensors";
    if (!std::filesystem::exists(checkpoint)) continue;
    training::load_weights(checkpoint, network->module());
    ++found;
  }
  if (found == 0) throw Error("{}: holds no checkpoint yet", folder.string());
  export_model(out, *network, config, run);
}

void write_run(const std::filesystem::path& folder, const VocoderRun& run) {
  if (std::filesystem::exists(folder / "run.json"))
    throw Error("{}: holds a run already: go on with `driftwave-train resume {}`, or take another folder",
                folder.string(), folder.string());
  std::filesystem::create_directories(folder);
  const std::string text = dump_json(to_json(run), 2) + "\n";
  write_file(folder / "run.json", std::as_bytes(std::span(text)));
}

void start(const std::filesystem::path& folder, const VocoderRun& run) {
  const auto processes = join_processes(run.parallel, run.device);
  if (training::is_first(processes.get())) write_run(folder, run);
  train(folder, run, processes.get());
}

}  // namespace

void add_vocoder_commands(CLI::App& app) {
  auto run = std::make_shared<VocoderRun>();
  auto folder = std::make_shared<std::filesystem::path>();
  CLI::App* vocoder = app.add_subcommand("vocoder", "Train HarmonicFlow: prior, flow, unrolled sampler");
  vocoder->add_option("--data", run->data, "Folders of shards")->required();
  vocoder->add_option("--out", *folder, "Folder for checkpoints, logs and the model")->required();
  vocoder->add_option("--config", run->config_file,
                      "44k, 22k, or a JSON file (default: that of --init, or 44k)");
  vocoder->add_option("--init", run->init_file, "Start from this model or checkpoint");
  vocoder->add_option("--prior-steps", run->steps[0], "Updates of the prior")->capture_default_str();
  vocoder->add_option("--flow-steps", run->steps[1], "Updates of the flow")->capture_default_str();
  vocoder->add_option("--unrolled-steps", run->steps[2], "Updates of the unrolled sampler")
      ->capture_default_str();
  vocoder->add_option("--prior-rate", run->learning_rate[0], "Learning rate of the prior")
      ->capture_default_str();
  vocoder->add_option("--flow-rate", run->learning_rate[1], "Learning rate of the flow")
      ->capture_default_str();
  vocoder->add_option("--unrolled-rate", run->learning_rate[2], "Learning rate of the unrolled sampler")
      ->capture_default_str();
  vocoder->add_option("--batch", run->batch, "Crops in a step")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  vocoder->add_option("--frames", run->frames, "Frames in a crop")
      ->check(CLI::Range(24, 4096))
      ->capture_default_str();
  vocoder->add_option("--mel-weight", run->mel_weight, "Weight of the mel loss")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str();
  vocoder->add_option("--loudness-weight", run->loudness_weight, "Weight of the loudness loss")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str();
  vocoder
      ->add_option(
          "--score-draws", run->score_draws,
          "Draws of an energy score in the unrolled stage (2 or more) instead of a distance to the mean; 0: "
          "the distance")
      ->check(CLI::Range(0, 16))
      ->capture_default_str();
  vocoder
      ->add_option("--unrolled-steps-in-turn", run->unrolled_steps_in_turn,
                   "Euler steps that the unrolled stage takes, one update after another")
      ->check(CLI::Range(0, 64))
      ->capture_default_str();
  vocoder
      ->add_option("--adversarial-weight", run->adversarial_weight,
                   "Weight of discriminators that learn beside the unrolled sampler")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str();
  vocoder
      ->add_option("--told-share", run->told_share,
                   "Share of crops whose network is told an acoustic model's mel (shards of `mels`)")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  vocoder
      ->add_option("--smooth-share", run->smooth_share,
                   "Share of crops whose mel loses the ripple of its harmonics")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  vocoder
      ->add_option("--band-limit-share", run->band_limit_share,
                   "Share of crops that lose what lies above 3 to 16 kHz")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  vocoder
      ->add_option("--speed-range", run->speed_range_st,
                   "Crops play faster or slower, and so higher or lower, by up to this many semitones")
      ->check(CLI::Range(0.0, 12.0))
      ->capture_default_str();
  vocoder->add_option("--without", run->without,
                      "Learn without some of: " + training::ablation_names() +
                          "; to measure what they bring, no model is written");
  vocoder
      ->add_option("--loss-corner", run->corner_hz,
                   "Spectral losses weigh 1 / (1 + f / corner), in Hz: lower hears more like an ear")
      ->check(CLI::Range(50.0, 1e6))
      ->capture_default_str();
  vocoder->add_option("--seed", run->seed, "Seed of everything random")->capture_default_str();
  vocoder->add_option("--validate-every", run->validate_every, "Updates between validations")
      ->capture_default_str();
  vocoder->add_option("--device", run->device, "cpu or cuda")->capture_default_str();
  vocoder->add_flag("--bf16", run->bf16, "bfloat16 products");
  vocoder->add_flag("--checkpoint-activations", run->checkpoint_activations,
                    "Compute the flow's blocks again on the way back: less memory, more time");
  add_parallel_options(*vocoder, run->parallel);
  vocoder->add_option("--threads", run->threads, "CPU threads")->capture_default_str();
  vocoder->add_option("--voice", run->voice, "Name of the voice, for the model file");
  vocoder->add_option("--licence", run->licence, "Licence of the weights, for the model file");
  vocoder->callback([run, folder] { start(*folder, *run); });

  auto named = std::make_shared<std::string>();
  CLI::App* config =
      app.add_subcommand("config", "Print a configuration of HarmonicFlow, to change for --config");
  config->add_option("name", *named, "44k or 22k")->required()->check(CLI::IsMember({"44k", "22k"}));
  config->callback([named] {
    std::puts(to_json(*named == "22k" ? harmonic_flow_config_22k() : HarmonicFlowConfig{}).dump(2).c_str());
  });

  auto resumed = std::make_shared<std::filesystem::path>();
  auto again = std::make_shared<ParallelOptions>();
  CLI::App* resume = app.add_subcommand("resume", "Go on with a vocoder run that was stopped");
  resume->add_option("folder", *resumed, "The run's --out")->required()->check(CLI::ExistingDirectory);
  add_processes_option(*resume, *again);
  resume->callback([resumed, again] {
    const std::string file = (*resumed / "run.json").string();
    const VocoderRun stored = run_from_json(read_json(file), file);
    const auto processes = join_processes(*again, stored.device);
    train(*resumed, stored, processes.get());
  });

  auto exported = std::make_shared<std::pair<std::filesystem::path, std::filesystem::path>>();
  CLI::App* export_command =
      app.add_subcommand("export", "Write the model that a vocoder run's checkpoints hold now");
  export_command->add_option("folder", exported->first, "The run's --out")
      ->required()
      ->check(CLI::ExistingDirectory);
  export_command->add_option("-o,--output", exported->second, "Model file (.safetensors)")->required();
  auto default_steps = std::make_shared<std::optional<int>>();
  export_command
      ->add_option("--default-steps", *default_steps, "Steps that the model takes when none are asked for")
      ->check(CLI::Range(0, 64));
  export_command->callback(
      [exported, default_steps] { export_run(exported->first, exported->second, *default_steps); });
}

}  // namespace driftwave
