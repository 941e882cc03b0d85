#include "tts/training/acoustic_dataset.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "engine/core/atomic_file.h"
#include "engine/core/error.h"
#include "engine/training/shards.h"
#include "tts/text/symbols.h"
#include "tts/training/phone_aligner.h"
#include "tts/training/phone_classifier.h"

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

/// Sums over the values of a mel band, or of log F0.
struct Moments {
  double weight = 0;
  double sum = 0;
  double square = 0;

  void add(double value, double by) {
    weight += by;
    sum += by * value;
    square += by * value * value;
  }
  [[nodiscard]] double mean() const { return sum / std::max(weight, 1.0); }
  [[nodiscard]] double deviation() const {
    return std::sqrt(std::max(1e-4, square / std::max(weight, 1.0) - mean() * mean()));
  }
};

void gather_statistics(const std::vector<AcousticExample>& examples, AcousticStatistics& statistics,
                       const AcousticConfig& config) {
  const auto bands = static_cast<std::size_t>(config.mel.mels);
  std::vector<Moments> mel(bands);
  Moments log_f0;
  std::vector<Moments> own_log_f0(config.speakers.size());
  for (const AcousticExample& example : examples)
    for (std::size_t f = 0; f < example.mel.rows(); ++f) {
      for (std::size_t m = 0; m < static_cast<std::size_t>(example.bands); ++m)
        mel[m].add(example.mel(f, m), 1.0);
      const double value = std::log(std::max(1.0, static_cast<double>(example.f0_hz[f])));
      log_f0.add(value, example.voicing[f]);
      if (!own_log_f0.empty()) own_log_f0[example.speaker].add(value, example.voicing[f]);
    }
  for (const Moments& band : mel) {
    statistics.mel_mean.push_back(static_cast<float>(band.mean()));
    statistics.mel_std.push_back(static_cast<float>(band.deviation()));
  }
  statistics.log_f0_mean = log_f0.mean();
  statistics.log_f0_std = log_f0.deviation();
  for (const Moments& own : own_log_f0) statistics.speakers.push_back({own.mean(), own.deviation()});
}

/// How far below the loudest band the highest may stay, in nepers of a band's near-maximum.
constexpr float kBandRange = 7.5F;

/// Lowest bands up to the highest whose near-maximum (99.5th percentile) is not lost below the loudest's.
int bandwidth(const std::vector<const AcousticExample*>& examples, std::size_t mels) {
  std::vector<float> peaks(mels);
  for (std::size_t m = 0; m < mels; ++m) {
    std::vector<float> values;
    for (const AcousticExample* example : examples)
      for (std::size_t f = 0; f < example->mel.rows(); ++f) values.push_back(example->mel(f, m));
    if (values.empty()) return 0;
    const auto at =
        values.begin() + static_cast<std::ptrdiff_t>(0.995 * static_cast<double>(values.size() - 1));
    std::ranges::nth_element(values, at);
    peaks[m] = *at;
  }
  const float least = std::ranges::max(peaks) - kBandRange;
  while (mels > 1 && peaks[mels - 1] < least) --mels;
  return static_cast<int>(mels);
}

/// @param fill whoever has the widest band has all of it: a band that nobody has is learned as silence.
void measure_bandwidths(std::vector<AcousticExample>& examples, const AcousticConfig& config, bool fill) {
  const std::size_t speakers = std::max<std::size_t>(1, config.speakers.size());
  std::vector<std::vector<const AcousticExample*>> own(speakers);
  for (const AcousticExample& example : examples) own[example.speaker].push_back(&example);
  std::vector<int> bands;
  for (const auto& one : own) bands.push_back(bandwidth(one, static_cast<std::size_t>(config.mel.mels)));
  const int widest = std::ranges::max(bands);
  for (AcousticExample& example : examples)
    example.bands = fill && bands[example.speaker] == widest ? config.mel.mels : bands[example.speaker];
}

std::size_t speaker_of(const training::Utterance& utterance, const AcousticConfig& config) {
  if (config.speakers.empty()) return 0;
  const auto found = std::ranges::find(config.speakers, utterance.speaker);
  if (found == config.speakers.end())
    throw Error("acoustic data: {}: speaker \"{}\" is none of the model's", utterance.id, utterance.speaker);
  return static_cast<std::size_t>(found - config.speakers.begin());
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
          .speaker = speaker_of(utterance, config),
          .held_out = utterance.split == "validation",
          .bands = config.mel.mels,
          .symbols = utterance.phonemes,
          .frames = {},
          .mel = analysis(utterance.audio),
          .f0_hz = utterance.f0_hz,
          .voicing = utterance.voicing};
}

/// @param frames of each unit; empty where they do not fit, and then the example's stay empty
void keep_alignment(AcousticExample& example, std::span<const PhoneUnit> units,
                    const std::vector<int>& frames) {
  if (frames.empty()) return;
  example.frames.assign(example.symbols.size(), 0);
  for (std::size_t u = 0; u < frames.size(); ++u) example.frames[units[u].symbol] = frames[u];
}

void align_by_gaussians(const std::vector<AcousticExample*>& examples) {
  std::vector<AlignmentProblem> problems;
  for (const AcousticExample* example : examples)
    problems.push_back({.features = alignment_features(example->mel, example->voicing),
                        .units = phone_units(example->symbols)});
  const std::vector<std::vector<int>> frames = align_phones(problems);
  for (std::size_t i = 0; i < examples.size(); ++i)
    keep_alignment(*examples[i], problems[i].units, frames[i]);
}

/// Fills in `frames` and drops what does not fit. @return number dropped
std::size_t align(std::vector<AcousticExample>& examples, std::size_t speakers, PhoneClassifier* aligner) {
  if (aligner != nullptr) {
    for (AcousticExample& example : examples) {
      const std::vector<PhoneUnit> units = phone_units(example.symbols);
      keep_alignment(example, units, align_phones(*aligner, example.mel, units));
    }
  } else {
    for (std::size_t speaker = 0; speaker < std::max<std::size_t>(1, speakers); ++speaker) {
      std::vector<AcousticExample*> own;
      for (AcousticExample& example : examples)
        if (example.speaker == speaker) own.push_back(&example);
      if (!own.empty()) align_by_gaussians(own);
    }
  }
  return std::erase_if(examples, [](const AcousticExample& example) { return example.frames.empty(); });
}

void check_aligner(PhoneClassifier& aligner, const AcousticConfig& config) {
  const PhoneClassifierConfig& own = aligner.config();
  if (own.mels != config.mel.mels || own.symbols != config.symbols)
    throw Error("acoustic data: want an aligner of {} mels and {} symbols, got {} and {}", config.mel.mels,
                config.symbols, own.mels, own.symbols);
}

}  // namespace

std::size_t AcousticDataset::train_frames() const {
  std::size_t sum = 0;
  for (const AcousticExample& example : train) sum += example.mel.rows();
  return sum;
}

void add_speakers(AcousticConfig& config, const training::ShardSet& shards) {
  for (const training::Utterance& utterance : shards.utterances())
    if (std::ranges::find(config.speakers, utterance.speaker) == config.speakers.end())
      config.speakers.push_back(utterance.speaker);
}

AcousticDataset make_acoustic_dataset(const training::ShardSet& shards, const AcousticConfig& config,
                                      PhoneClassifier* aligner, const AcousticStatistics* initial) {
  if (aligner != nullptr) check_aligner(*aligner, config);
  const training::ShardSettings want{.sample_rate_hz = config.mel.sample_rate_hz,
                                     .hop_samples = config.mel.hop_samples};
  if (!(shards.settings() == want))
    throw Error("acoustic data: want {} Hz with hop {}, got {} Hz with hop {}", want.sample_rate_hz,
                want.hop_samples, shards.settings().sample_rate_hz, shards.settings().hop_samples);
  const MelAnalysis analysis(config.mel);
  AcousticDataset dataset;
  std::vector<AcousticExample> all;
  for (const training::Utterance& utterance : shards.utterances()) {
    if (utterance.phonemes.empty()) {
      ++dataset.left_out;
      continue;
    }
    all.push_back(make_example(utterance, analysis, config));
  }
  dataset.left_out += align(all, config.speakers.size(), aligner);
  measure_bandwidths(all, config, initial == nullptr);
  for (AcousticExample& example : all)
    (example.held_out ? dataset.validation : dataset.train).push_back(std::move(example));
  if (dataset.train.empty() || dataset.validation.empty())
    throw Error(
        "acoustic data: want utterances with phonemes in both splits, got {} for training and {} held out",
        dataset.train.size(), dataset.validation.size());
  gather_statistics(dataset.train, dataset.statistics, config);
  if (initial != nullptr) {
    dataset.statistics.mel_mean = initial->mel_mean;
    dataset.statistics.mel_std = initial->mel_std;
  }
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
