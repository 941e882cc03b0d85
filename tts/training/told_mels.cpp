#include "tts/training/told_mels.h"

#include <map>

#include "tts/training/acoustic_dataset.h"

namespace driftwave {

std::vector<training::Utterance> with_told_mels(const training::ShardSet& shards, const AcousticModel& model,
                                                const ToldMelsOptions& options) {
  const AcousticDataset dataset = make_acoustic_dataset(shards, model.config());
  std::map<std::string, const AcousticExample*> examples;
  for (const auto* split : {&dataset.train, &dataset.validation})
    for (const AcousticExample& example : *split) examples[example.id] = &example;

  std::vector<training::Utterance> utterances = shards.utterances();
  for (std::size_t u = 0; u < utterances.size(); ++u) {
    const auto found = examples.find(utterances[u].id);
    if (found == examples.end()) continue;
    const AcousticExample& example = *found->second;
    for (std::size_t draw = 0; draw < options.draws; ++draw) {
      AcousticOutput made = model.infer(example.symbols, {.temperature = options.temperature,
                                                          .speaker = example.speaker,
                                                          .seed = options.seed + u * options.draws + draw,
                                                          .frames_per_phoneme = example.frames,
                                                          .f0_hz = example.f0_hz,
                                                          .voicing = example.voicing});
      utterances[u].told_mels.push_back(std::move(made.features.mel));
    }
  }
  return utterances;
}

}  // namespace driftwave
