#pragma once
/// Training of a frame classifier on an alignment that exists: the Gaussians', or an earlier classifier's.
#include <filesystem>
#include <memory>

#include "engine/training/loop.h"
#include "tts/training/acoustic_dataset.h"
#include "tts/training/phone_classifier.h"

namespace driftwave {

struct PhoneClassifierTaskOptions {
  PhoneClassifierConfig config;
  std::int64_t batch = 8;  ///< utterances a step
  std::uint64_t seed = 1;
  double dropout = 0.2;
  int masked_bands =
      24;  ///< at most, of each of two random masks an utterance (Park et al. 2019, SpecAugment)
};

/// @throws Error when the batch is empty.
[[nodiscard]] std::unique_ptr<training::TrainingTask> make_phone_classifier_task(
    AcousticDataset dataset, const PhoneClassifierTaskOptions& options);

/// @throws Error naming the file, or when the task is another one.
void export_phone_classifier(const std::filesystem::path& file, training::TrainingTask& task);

}  // namespace driftwave
