#pragma once
/// Short utterances out of long ones: recordings are sentences, and a model that heard nothing else says
/// "Yes." badly.
#include <vector>

#include "tts/training/acoustic_dataset.h"

namespace driftwave {

/// What lies between two pauses of an aligned example and is at most `most_words` long, each as an example of
/// its own: it begins and ends in half of its pauses, and with a comma where no mark follows. The example
/// itself is none of them.
[[nodiscard]] std::vector<AcousticExample> phrases_of(const AcousticExample& example, int most_words);

/// Adds the phrases of the training split to it. The statistics stay those of the recordings.
void add_phrases(AcousticDataset& dataset, int most_words);

}  // namespace driftwave
