#include "tts/training/acoustic_batch.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "tts/acoustic/conditioning.h"

namespace driftwave {
namespace {

at::Tensor indices(const std::vector<std::int64_t>& values) {
  return at::tensor(values, at::kLong);
}

at::Tensor floats(const std::vector<float>& values) {
  return at::tensor(values, at::kFloat);
}

/// Undefined when all recordings have all bands.
at::Tensor band_mask(std::span<const AcousticExample* const> examples, int mels) {
  if (std::ranges::all_of(examples, [&](const AcousticExample* e) { return e->bands == mels; })) return {};
  std::vector<at::Tensor> masks;
  for (const AcousticExample* example : examples) {
    at::Tensor mask = at::zeros({static_cast<std::int64_t>(example->mel.rows()), mels}, at::kFloat);
    mask.slice(1, 0, example->bands).fill_(1.0);
    masks.push_back(mask);
  }
  return at::cat(masks);
}

}  // namespace

at::Tensor to_tensor(const Array2<float>& array) {
  at::Tensor tensor = at::empty(
      {static_cast<std::int64_t>(array.rows()), static_cast<std::int64_t>(array.cols())}, at::kFloat);
  std::copy_n(array.data(), array.size(), tensor.data_ptr<float>());
  return tensor;
}

AcousticBatch make_acoustic_batch(std::span<const AcousticExample* const> examples,
                                  const AcousticConfig& config, const AcousticStatistics& statistics) {
  AcousticBatch batch;
  batch.phoneme_offsets = {0};
  batch.frame_offsets = {0};
  std::vector<std::int64_t> symbols;
  std::vector<std::int64_t> speakers;
  std::vector<std::int64_t> owners;
  std::vector<float> durations;
  std::vector<float> voicing;
  std::vector<at::Tensor> positions;
  std::vector<at::Tensor> pitch;
  std::vector<at::Tensor> mels;
  for (const AcousticExample* example : examples) {
    const auto first = static_cast<std::int64_t>(symbols.size());
    for (const std::int32_t owner : phoneme_of_frame(example->frames)) owners.push_back(first + owner);
    symbols.insert(symbols.end(), example->symbols.begin(), example->symbols.end());
    speakers.insert(speakers.end(), example->symbols.size(), static_cast<std::int64_t>(example->speaker));
    for (const int frames : example->frames) durations.push_back(std::log1p(static_cast<float>(frames)));
    voicing.insert(voicing.end(), example->voicing.begin(), example->voicing.end());
    positions.push_back(to_tensor(position_features(example->frames)));
    pitch.push_back(to_tensor(
        pitch_features(example->f0_hz, example->voicing, config, statistics.pitch_of(example->speaker))));
    mels.push_back(to_tensor(example->mel));
    batch.phoneme_offsets.push_back(static_cast<std::int64_t>(symbols.size()));
    batch.frame_offsets.push_back(static_cast<std::int64_t>(owners.size()));
  }
  batch.symbols = indices(symbols);
  batch.speakers = indices(speakers);
  batch.log_durations = floats(durations);
  batch.phoneme_of_frame = indices(owners);
  batch.positions = at::cat(positions);
  batch.pitch_features = at::cat(pitch);
  batch.mel = at::cat(mels);
  batch.band_mask = band_mask(examples, config.mel.mels);
  batch.log_f0 = batch.pitch_features.select(1, 0);
  batch.voicing = floats(voicing);
  return batch;
}

}  // namespace driftwave
