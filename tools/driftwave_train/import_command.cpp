#include "tools/driftwave_train/import_command.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "engine/model/safetensors.h"
#include "vocoder/torch/diffusion_vocoder.h"
#include "vocoder/torch/import_checkpoint.h"

namespace driftwave {
namespace {

struct ImportArguments {
  std::filesystem::path checkpoint;
  std::filesystem::path model;
  ImportOptions options;
  bool half = false;
};

void run_import(ImportArguments arguments) {
  if (arguments.half) arguments.options.store_as = DType::kF16;
  const std::string architecture =
      import_checkpoint(arguments.checkpoint, arguments.model, arguments.options);
  try {
    // What does not fit the network should be known now.
    const auto vocoder = load_diffusion_vocoder(SafetensorsFile(arguments.model));
    std::fprintf(stderr, "%s: %s, mel of %s, %d steps by default\nwrote %s\n",
                 arguments.checkpoint.string().c_str(), architecture.c_str(),
                 describe(vocoder->mel_settings()).c_str(), vocoder->default_steps(),
                 arguments.model.string().c_str());
  } catch (const std::exception&) {
    std::filesystem::remove(arguments.model);
    throw;
  }
}

}  // namespace

void add_import_command(CLI::App& app) {
  auto arguments = std::make_shared<ImportArguments>();
  CLI::App* command = app.add_subcommand(
      "import", "Turn a DiffWave or WaveGrad checkpoint (.pt, as lmnt-com's) into a model file");
  command->add_option("checkpoint", arguments->checkpoint, "The .pt file; its pickle is read, not run")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("-o,--output", arguments->model, "Model file (.safetensors)")->required();
  command->add_option("--training-schedule", arguments->options.training_schedule,
                      "Name or file, when the checkpoint does not hold its own");
  command->add_option("--rate", arguments->options.sample_rate_hz,
                      "Sample rate in Hz, when the checkpoint does not say (or wrongly)");
  command->add_option("--licence", arguments->options.licence, "Licence of the weights, for the model file");
  command->add_flag("--half", arguments->half, "Store the weights as fp16");
  command->callback([arguments] { run_import(*arguments); });
}

}  // namespace driftwave
