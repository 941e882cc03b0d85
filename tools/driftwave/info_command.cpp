/// driftwave info: what a model file or a voice is.
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/core/config.h"
#include "engine/model/safetensors.h"
#include "tools/driftwave/command.h"
#include "tools/driftwave/standard_output.h"
#include "tts/voice_search.h"

namespace driftwave {
namespace {

/// Metadata values are strings, some of which hold JSON: show those as what they are.
nlohmann::ordered_json readable(const std::string& value) {
  if (value.starts_with('{') || value.starts_with('[')) {
    try {
      // Hostile files nest without end, and whoever walks over the value is on the stack.
      (void)parse_json(value, "metadata");
      return nlohmann::ordered_json::parse(value);
    } catch (const Error&) {
      return value;
    }
  }
  return value;
}

/// @throws Error naming the file unless it is a sound safetensors file.
nlohmann::ordered_json describe_model(const std::filesystem::path& file) {
  const SafetensorsFile model(file);
  std::size_t parameters = 0;
  for (const std::string& name : model.names()) {
    const TensorView& tensor = model.tensor(name);
    if (tensor.dtype == DType::kF32 || tensor.dtype == DType::kF16 || tensor.dtype == DType::kI8)
      parameters += tensor.count();
  }
  nlohmann::ordered_json metadata = nlohmann::ordered_json::object();
  for (const auto& [key, value] : model.metadata()) {
    if (!key.starts_with("sha256.")) metadata[key] = readable(value);
  }
  return {{"file", file.string()},          {"bytes", std::filesystem::file_size(file)},
          {"sha256", model.content_hash()}, {"tensors", model.names().size()},
          {"parameters", parameters},       {"metadata", metadata}};
}

nlohmann::ordered_json describe(const std::string& name) {
  if (std::filesystem::is_regular_file(name)) return describe_model(name);
  const bool file_meant = name.ends_with(".safetensors");
  if (file_meant) throw Error("{}: no such file", name);
  const Voice voice = find_voice(name);
  return {{"name", voice.name},
          {"language", voice.language},
          {"licence", voice.licence},
          {"description", voice.description},
          {"folder", voice.folder.string()},
          {"acoustic", describe_model(voice.acoustic_file)},
          {"vocoder", describe_model(voice.vocoder_file)}};
}

/// "key: value" lines, nested by two spaces; short lists stay on one line.
void append_lines(std::string& text, const nlohmann::ordered_json& json, std::size_t depth) {
  for (const auto& [key, value] : json.items()) {
    text += fmt::format("{:{}}{}:", "", 2 * depth, key);
    if (value.is_object()) {
      text += "\n";
      append_lines(text, value, depth + 1);
    } else {
      constexpr std::size_t kLongestLine = 300;
      std::string shown = value.is_string() ? value.get<std::string>() : dump_json(value);
      if (value.is_array() && shown.size() > kLongestLine) shown = fmt::format("[{} values]", value.size());
      text += " " + shown + "\n";
    }
  }
}

struct InfoOptions {
  std::string model;
  bool json = false;
};

void run_info(const InfoOptions& options) {
  const nlohmann::ordered_json description = describe(options.model);
  std::string text;
  if (options.json) {
    text = dump_json(description, 2) + "\n";
  } else {
    append_lines(text, description, 0);
  }
  write_stdout(text);
}

}  // namespace

void add_info_command(CLI::App& app) {
  const auto options = std::make_shared<InfoOptions>();
  CLI::App* command =
      app.add_subcommand("info", "Describe a model file or a voice: settings, card, licence, hash");
  command->add_option("model", options->model, "A .safetensors file, or the name or folder of a voice")
      ->required();
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options] { run_info(*options); });
}

}  // namespace driftwave
