#include "tts/training/acoustic_dataset.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "engine/core/atomic_file.h"
#include "engine/core/error.h"
#include "engine/training/shards.h"
#include "tts/text/symbols.h"
#include "tts/training/phone_aligner.h"

namespace driftwave {
namespace {

/// engine/dsp/mel.h's log_mel without its FFT library.
class MelAnalysis {
 public:
  explicit MelAnalysis(const MelSettings& settings)
      : settings_(settings), window_(at::hann_window(settings.n_fft)) {
    Array2<float> bank = mel_filterbank(settings);
    bank_ = at::from_blob(bank.data(), {settings.mels, static_cast<std::int64_t>(settings.bins())}).clone();
  }

  [[nodiscard]] Array2<float> operator()(const std::vector<std::int16_t>& audio) const {
    std::vector<float> samples(audio.size());
    std::ranges::transform(audio, samples.begin(),
                           [](std::int16_t s) { return static_cast<float>(s) / 32768.0F; });
    const at::Tensor signal = at::from_blob(samples.data(), {static_cast<std::int64_t>(samples.size())});
    const at::Tensor padded = at::constant_pad_nd(signal, {settings_.n_fft / 2, settings_.n_fft / 2});
    const at::Tensor frames = padded.unfold(0, settings_.n_fft, settings_.hop_samples) * window_;
    const at::Tensor magnitude = at::abs(at::fft_rfft(frames));
    const at::Tensor mel = at::matmul(magnitude, bank_.t()).clamp_min(settings_.floor).log().contiguous();
    Array2<float> rows(static_cast<std::size_t>(mel.size(0)), static_cast<std::size_t>(mel.size(1)));
    std::copy_n(mel.data_ptr<float>(), rows.size(), rows.data());
    return rows;
  }

 private:
  MelSettings settings_;
  at::Tensor window_;
  at::Tensor bank_;
};

void gather_statistics(const std::vector<AcousticExample>& examples, AcousticStatistics& statistics,
                       int mels) {
  const auto bands = static_cast<std::size_t>(mels);
  std::vector<double> sum(bands);
  std::vector<double> square(bands);
  double frames = 0;
  double weight = 0;
  double f0_sum = 0;
  double f0_square = 0;
  for (const AcousticExample& example : examples) {
    for (std::size_t f = 0; f < example.mel.rows(); ++f) {
      for (std::size_t m = 0; m < bands; ++m) {
        const double value = example.mel(f, m);
        sum[m] += value;
        square[m] += value * value;
      }
      const double log_f0 = std::log(std::max(1.0, static_cast<double>(example.f0_hz[f])));
      weight += example.voicing[f];
      f0_sum += example.voicing[f] * log_f0;
      f0_square += example.voicing[f] * log_f0 * log_f0;
    }
    frames += static_cast<double>(example.mel.rows());
  }
  statistics.mel_mean.resize(bands);
  statistics.mel_std.resize(bands);
  for (std::size_t m = 0; m < bands; ++m) {
    const double mean = sum[m] / frames;
    statistics.mel_mean[m] = static_cast<float>(mean);
    statistics.mel_std[m] = static_cast<float>(std::sqrt(std::max(1e-4, square[m] / frames - mean * mean)));
  }
  const double norm = std::max(weight, 1.0);
  statistics.log_f0_mean = f0_sum / norm;
  statistics.log_f0_std =
      std::sqrt(std::max(1e-4, f0_square / norm - statistics.log_f0_mean * statistics.log_f0_mean));
}

void normalise(AcousticExample& example, const AcousticStatistics& statistics) {
  for (std::size_t f = 0; f < example.mel.rows(); ++f)
    for (std::size_t m = 0; m < example.mel.cols(); ++m)
      example.mel(f, m) = (example.mel(f, m) - statistics.mel_mean[m]) / statistics.mel_std[m];
}

AcousticExample make_example(const training::Utterance& utterance, const MelAnalysis& analysis,
                             const AcousticConfig& config) {
  for (const std::int32_t id : utterance.phonemes)
    if (id < 0 || id >= config.symbols)
      throw Error("acoustic data: {}: want symbols in 0..{}, got {}", utterance.id, config.symbols - 1, id);
  return {.id = utterance.id,
          .text = utterance.text,
          .symbols = utterance.phonemes,
          .frames = {},
          .mel = analysis(utterance.audio),
          .f0_hz = utterance.f0_hz,
          .voicing = utterance.voicing};
}

/// Fills in `frames` and drops what does not fit. @return number dropped
std::size_t align(std::vector<AcousticExample>& examples) {
  std::vector<AlignmentProblem> problems;
  for (const AcousticExample& example : examples)
    problems.push_back({.features = alignment_features(example.mel, example.voicing),
                        .units = phone_units(example.symbols)});
  const std::vector<std::vector<int>> frames = align_phones(problems);
  for (std::size_t i = 0; i < examples.size(); ++i) {
    if (frames[i].empty()) continue;
    examples[i].frames.assign(examples[i].symbols.size(), 0);
    for (std::size_t u = 0; u < frames[i].size(); ++u)
      examples[i].frames[problems[i].units[u].symbol] = frames[i][u];
  }
  return std::erase_if(examples, [](const AcousticExample& example) { return example.frames.empty(); });
}

}  // namespace

std::size_t AcousticDataset::train_frames() const {
  std::size_t sum = 0;
  for (const AcousticExample& example : train) sum += example.mel.rows();
  return sum;
}

AcousticDataset make_acoustic_dataset(const training::ShardSet& shards, const AcousticConfig& config) {
  const training::ShardSettings want{.sample_rate_hz = config.mel.sample_rate_hz,
                                     .hop_samples = config.mel.hop_samples};
  if (!(shards.settings() == want))
    throw Error("acoustic data: want {} Hz with hop {}, got {} Hz with hop {}", want.sample_rate_hz,
                want.hop_samples, shards.settings().sample_rate_hz, shards.settings().hop_samples);
  const MelAnalysis analysis(config.mel);
  AcousticDataset dataset;
  std::vector<AcousticExample> all;
  std::vector<std::string> held_out;
  for (const training::Utterance& utterance : shards.utterances()) {
    if (utterance.phonemes.empty()) {
      ++dataset.left_out;
      continue;
    }
    all.push_back(make_example(utterance, analysis, config));
    if (utterance.split == "validation") held_out.push_back(utterance.id);
  }
  dataset.left_out += align(all);
  std::ranges::sort(held_out);
  for (AcousticExample& example : all) {
    const bool validation = std::ranges::binary_search(held_out, example.id);
    (validation ? dataset.validation : dataset.train).push_back(std::move(example));
  }
  if (dataset.train.empty() || dataset.validation.empty())
    throw Error(
        "acoustic data: want utterances with phonemes in both splits, got {} for training and {} held out",
        dataset.train.size(), dataset.validation.size());
  gather_statistics(dataset.train, dataset.statistics, config.mel.mels);
  for (AcousticExample& example : dataset.train) normalise(example, dataset.statistics);
  for (AcousticExample& example : dataset.validation) normalise(example, dataset.statistics);
  return dataset;
}

void write_alignment(const std::filesystem::path& file, const AcousticDataset& dataset) {
  std::string text;
  for (const auto* split : {&dataset.train, &dataset.validation})
    for (const AcousticExample& example : *split) {
      text += example.id + "\t";
      for (std::size_t p = 0; p < example.symbols.size(); ++p)
        text += fmt::format("{}{}:{}", p == 0 ? "" : " ", symbol_text(example.symbols[p]), example.frames[p]);
      text += "\n";
    }
  write_file(file, std::as_bytes(std::span<const char>(text)));
}

}  // namespace driftwave
