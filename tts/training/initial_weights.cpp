#include "tts/training/initial_weights.h"

#include <torch/torch.h>

#include <algorithm>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/training/checkpoint.h"
#include "tts/training/acoustic_stage.h"

namespace driftwave {
namespace {

constexpr const char* kSpeakerTable = "speaker.weight";

/// Gives every speaker of the config a row. @param table [S, C] of the network.
void fill_speakers(at::Tensor table, const AcousticTaskOptions& options) {
  const SafetensorsFile file(options.initial);
  if (!file.metadata().contains("architecture") || !file.contains(kSpeakerTable)) return;
  const std::vector<std::string> known = read_initial_model(options.initial).config.speakers;
  const TensorView& stored = file.tensor(kSpeakerTable);
  const std::vector<float> values = stored.to_floats();
  const at::Tensor rows = at::tensor(values, at::kFloat).view({stored.shape.at(0), stored.shape.at(1)});
  const auto row_of = [&](const std::string& name) -> std::optional<at::Tensor> {
    const auto found = std::ranges::find(known, name);
    if (found == known.end()) return std::nullopt;
    return rows.select(0, found - known.begin());
  };
  at::Tensor begin = rows.mean(0);
  if (!options.speaker_like.empty()) {
    const auto like = row_of(options.speaker_like);
    if (!like)
      throw Error("{}: want a speaker of this model to begin with, got \"{}\"", options.initial.string(),
                  options.speaker_like);
    begin = *like;
  }
  const torch::NoGradGuard no_grad;
  for (std::size_t s = 0; s < options.config.speakers.size(); ++s)
    table.select(0, static_cast<std::int64_t>(s)).copy_(row_of(options.config.speakers[s]).value_or(begin));
}

}  // namespace

void load_initial_weights(torch::nn::Module& network, const AcousticTaskOptions& options) {
  if (options.initial.empty()) {
    if (options.stage != AcousticStage::kMean)
      throw Error("acoustic training: the {} stage wants the weights of a finished mean stage",
                  to_string(options.stage));
    return;
  }
  const auto parameters = network.named_parameters();
  const auto wanted = [&](const std::string& name, const std::vector<std::int64_t>& shape) {
    if (options.stage == AcousticStage::kPitch && learns(name, options)) return false;
    const bool may_differ = is_of_flow(name) || name == kSpeakerTable || is_of_melody(name, options);
    return !may_differ || parameters[name].sizes() == shape;
  };
  if (training::load_weights(options.initial, network, wanted) == 0)
    throw Error("{}: holds no weight of this network", options.initial.string());
  if (!options.config.speakers.empty()) fill_speakers(parameters[kSpeakerTable], options);
}

InitialModel read_initial_model(const std::filesystem::path& file) {
  const SafetensorsFile model(file);
  const std::string who = file.string();
  if (!model.metadata().contains("architecture") || model.metadata("architecture") != "driftwave-acoustic")
    throw Error("{}: want an acoustic model", who);
  InitialModel initial;
  initial.file = file;
  initial.config = acoustic_config_from_json(parse_json(model.metadata("config"), who), who);
  initial.statistics =
      acoustic_statistics_from_json(parse_json(model.metadata("statistics"), who), initial.config, who);
  return initial;
}

}  // namespace driftwave
