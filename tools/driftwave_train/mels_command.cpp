#include "tools/driftwave_train/mels_command.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <utility>

#include "engine/training/shards.h"
#include "tts/training/told_mels.h"

namespace driftwave {
namespace {

struct MelsArguments {
  std::vector<std::filesystem::path> data;
  std::filesystem::path acoustic;
  std::filesystem::path out;
  ToldMelsOptions options;
};

void run_mels(const MelsArguments& arguments) {
  const AcousticModel model = AcousticModel::load(arguments.acoustic);
  const training::ShardSet shards(arguments.data);
  training::ShardWriter writer(arguments.out, shards.settings());
  std::size_t told = 0;
  for (training::Utterance& utterance : with_told_mels(shards, model, arguments.options)) {
    told += utterance.told_mels.empty() ? 0 : 1;
    writer.add(std::move(utterance));
  }
  const std::size_t files = writer.finish();
  std::fprintf(stderr, "mels: %zu of %zu utterances told, %zu draws each, in %zu shards in %s\n", told,
               shards.utterances().size(), arguments.options.draws, files, arguments.out.string().c_str());
}

}  // namespace

void add_mels_command(CLI::App& app) {
  auto arguments = std::make_shared<MelsArguments>();
  CLI::App* command =
      app.add_subcommand("mels", "Copy shards and add the mels that an acoustic model makes of their texts");
  command->add_option("--data", arguments->data, "Folders of shards from `prepare`")->required();
  command->add_option("--acoustic", arguments->acoustic, "Acoustic model (.safetensors)")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--out", arguments->out, "Folder for the new shards")->required();
  command->add_option("--draws", arguments->options.draws, "Mels of each utterance")
      ->check(CLI::Range(1, 16))
      ->capture_default_str();
  command
      ->add_option("--temperature", arguments->options.temperature,
                   "Deviation of the mel decoder's noise (default: the model's own)")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--seed", arguments->options.seed, "Seed of the draws")->capture_default_str();
  command->callback([arguments] { run_mels(*arguments); });
}

}  // namespace driftwave
