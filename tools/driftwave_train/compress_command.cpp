#include "tools/driftwave_train/compress_command.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "engine/model/int8_weights.h"

namespace driftwave {

void add_compress_command(CLI::App& app) {
  struct Arguments {
    std::string model;
    std::string output;
  };
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("compress", "Write a copy of a model with weights of 8 bits");
  command->add_option("model", arguments->model, "Model file (.safetensors)")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("-o,--output", arguments->output, "Model file (.safetensors)")->required();
  command->callback([arguments] {
    write_with_int8_weights(SafetensorsFile(arguments->model), arguments->output);
    std::fprintf(stderr, "%s: %ju bytes -> %s: %ju bytes\n", arguments->model.c_str(),
                 std::filesystem::file_size(arguments->model), arguments->output.c_str(),
                 std::filesystem::file_size(arguments->output));
  });
}

}  // namespace driftwave
