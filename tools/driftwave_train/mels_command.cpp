#include "tools/driftwave_train/mels_command.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "engine/core/error.h"
#include "tts/training/told_mels.h"

namespace driftwave {
namespace {

constexpr std::size_t kUtterancesPerShard = 128;

struct MelsArguments {
  std::vector<std::filesystem::path> data;
  std::filesystem::path acoustic;
  std::filesystem::path out;
  ToldMelsOptions options;
};

std::string shard_name(std::size_t index) {
  char name[40];
  std::snprintf(name, sizeof name, "shard-%04zu.safetensors", index);
  return name;
}

void run_mels(const MelsArguments& arguments) {
  if (std::filesystem::exists(arguments.out) && !std::filesystem::is_empty(arguments.out))
    throw Error("{}: want a new or empty folder", arguments.out.string());
  const AcousticModel model = AcousticModel::load(arguments.acoustic);
  const training::ShardSet shards(arguments.data);
  const std::vector<training::Utterance> utterances = with_told_mels(shards, model, arguments.options);
  std::filesystem::create_directories(arguments.out);
  std::size_t files = 0;
  std::size_t told = 0;
  for (std::size_t first = 0; first < utterances.size(); first += kUtterancesPerShard) {
    const std::size_t last = std::min(first + kUtterancesPerShard, utterances.size());
    const std::vector<training::Utterance> some(utterances.begin() + static_cast<std::ptrdiff_t>(first),
                                                utterances.begin() + static_cast<std::ptrdiff_t>(last));
    for (const training::Utterance& utterance : some) told += utterance.told_mels.empty() ? 0 : 1;
    training::write_shard(arguments.out / shard_name(files++), shards.settings(), some);
  }
  std::fprintf(stderr, "mels: %zu of %zu utterances told, %zu draws each, in %zu shards in %s\n", told,
               utterances.size(), arguments.options.draws, files, arguments.out.string().c_str());
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
