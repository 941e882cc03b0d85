#pragma once
/// Words for sounds: "deep dark kick, long tail" as a class and descriptors. The vocabulary is a table
/// (docs/sounds.md), and nothing beyond it is understood.
#include <span>
#include <string>
#include <vector>

#include "vocoder/sounds/sound_model.h"

namespace driftwave {

struct DescriptorShare {
  Descriptor descriptor;
  float share;  ///< as SoundRequest::wanted
};

struct SoundWord {
  const char* word;
  std::vector<DescriptorShare> shares;
};

/// Every word that stands for descriptors.
[[nodiscard]] const std::vector<SoundWord>& sound_words();

/// Fills class and descriptors. Later words win. A class is named as in the model, with spaces for _, in the
/// plural, or by another name that the table has.
/// @throws Error naming a word that is not known, or when two classes are named.
[[nodiscard]] SoundRequest request_from_words(const SoundModel& model, const std::string& words);

}  // namespace driftwave
