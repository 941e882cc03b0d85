#include "tools/driftwave_train/compress_command.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/model/int8_weights.h"
#include "vocoder/training/harmonic_flow_compression.h"

namespace driftwave {
namespace {

struct CompressArguments {
  std::string model;
  std::string output;
  training::CompressionOptions options;
  std::vector<std::filesystem::path> data;
  bool int8 = false;
  bool sizes = false;  ///< a width or a rank was asked for
};

void compress(const CompressArguments& arguments) {
  const SafetensorsFile model(arguments.model);
  if (!arguments.sizes) {
    write_with_int8_weights(model, arguments.output);
  } else {
    training::LayerStatistics statistics;
    if (!arguments.data.empty())
      statistics = training::measure_layers(model, training::ShardSet(arguments.data));
    training::write_compressed(model, arguments.options, statistics, arguments.output);
    if (arguments.int8) write_with_int8_weights(SafetensorsFile(arguments.output), arguments.output);
  }
  std::fprintf(stderr, "%s: %ju bytes -> %s: %ju bytes\n", arguments.model.c_str(),
               std::filesystem::file_size(arguments.model), arguments.output.c_str(),
               std::filesystem::file_size(arguments.output));
}

}  // namespace

void add_compress_command(CLI::App& app) {
  const auto arguments = std::make_shared<CompressArguments>();
  CLI::App* command = app.add_subcommand(
      "compress",
      "Write a smaller copy of a model: of 8 bits, or a vocoder with fewer hidden units or ranks");
  command->add_option("model", arguments->model, "Model file (.safetensors)")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("-o,--output", arguments->output, "Model file (.safetensors)")->required();
  training::CompressionOptions& options = arguments->options;
  const CLI::Range share(0.0, 0.95);
  command->add_option("--prune-prior", options.prune_prior, "Share of the prior's hidden units to drop")
      ->check(share);
  command->add_option("--prune-flow", options.prune_flow, "Share of the flow's hidden units to drop")
      ->check(share);
  const CLI::Range rank(1, 4096);
  command->add_option("--rank-heads", options.heads_rank, "Rank of the prior's heads as two factors")
      ->check(rank);
  command->add_option("--rank-condition", options.condition_rank, "Rank of the flow's conditioner, likewise")
      ->check(rank);
  command->add_option("--data", arguments->data,
                      "Folders of shards to measure on what matters (default: the weights alone say)");
  command->add_flag("--int8", arguments->int8, "Weights of 8 bits (the default without other options)");
  command->callback([arguments, command] {
    for (const char* option : {"--prune-prior", "--prune-flow", "--rank-heads", "--rank-condition"})
      arguments->sizes = arguments->sizes || command->count(option) > 0;
    compress(*arguments);
  });
}

}  // namespace driftwave
