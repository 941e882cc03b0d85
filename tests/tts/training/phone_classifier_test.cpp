#include "tts/training/phone_classifier.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "engine/core/error.h"
#include "engine/core/noise.h"
#include "engine/training/adamw.h"
#include "engine/training/checkpoint.h"
#include "tests/tts/training/made_up_data.h"
#include "tts/training/acoustic_batch.h"
#include "tts/training/cut_recording.h"
#include "tts/training/phone_classifier_task.h"
#include "tts/training/phone_score.h"

namespace driftwave {
namespace {

constexpr int kPhones = 4;
constexpr std::int32_t kFirstPhone = 26;  // "a" and the letters after it

PhoneClassifierConfig tiny_classifier() {
  return {.symbols = testing::tiny_config().symbols,
          .mels = testing::tiny_config().mel.mels,
          .channels = 32,
          .blocks = 2};
}

std::vector<float> draws(std::uint32_t channel, std::size_t count) {
  std::vector<float> values(count);
  uniform_noise({.seed = 19, .purpose = NoisePurpose::kAugment, .channel = channel}, 0, values);
  return values;
}

/// Random phones, each with a band of its own, between pauses. `frames` are the true ones.
AcousticExample bumps(std::uint32_t index) {
  const std::vector<float> random = draws(index, 32);
  AcousticExample example;
  example.id = "bumps-" + std::to_string(index);
  example.bands = testing::tiny_config().mel.mels;
  example.symbols = {1};
  example.frames = {6};
  std::int32_t last = -1;
  for (std::size_t p = 0; p < 8; ++p) {
    auto phone = static_cast<std::int32_t>(random[p] * kPhones);
    if (phone == last) phone = (phone + 1) % kPhones;
    last = phone;
    example.symbols.push_back(kFirstPhone + phone);
    example.frames.push_back(6 + static_cast<int>(random[p + 10] * 10.0F));
  }
  example.symbols.push_back(2);
  example.frames.push_back(6);
  const auto total =
      static_cast<std::size_t>(std::accumulate(example.frames.begin(), example.frames.end(), 0));
  example.mel = Array2<float>(total, static_cast<std::size_t>(example.bands));
  gaussian_noise({.seed = 5, .channel = index}, 0, example.mel.values());
  std::size_t f = 0;
  for (std::size_t p = 0; p < example.symbols.size(); ++p)
    for (int n = 0; n < example.frames[p]; ++n, ++f) {
      for (float& value : example.mel.row(f)) value *= 0.5F;
      if (example.symbols[p] >= kFirstPhone)
        for (int m = 0; m < 2; ++m)
          example.mel(f, static_cast<std::size_t>(2 * (example.symbols[p] - kFirstPhone) + m)) += 2.5F;
    }
  example.f0_hz.assign(total, 100.0F);
  example.voicing.assign(total, 1.0F);
  return example;
}

AcousticDataset bumps_dataset(std::uint32_t count) {
  AcousticDataset dataset;
  dataset.statistics = testing::tiny_statistics();
  for (std::uint32_t i = 0; i < count; ++i) dataset.train.push_back(bumps(i));
  dataset.validation.push_back(bumps(count));
  return dataset;
}

/// Moves each inner boundary by up to three frames.
void blur_alignment(AcousticExample& example, std::uint32_t index) {
  const std::vector<float> random = draws(1000 + index, example.frames.size());
  for (std::size_t p = 0; p + 1 < example.frames.size(); ++p) {
    const int by = static_cast<int>(random[p] * 7.0F) - 3;
    if (example.frames[p] + by < 2 || example.frames[p + 1] - by < 2) continue;
    example.frames[p] += by;
    example.frames[p + 1] -= by;
  }
}

/// Mean distance in frames.
double boundary_error(std::span<const int> found, std::span<const int> truth) {
  int end = 0;
  int true_end = 0;
  double error = 0;
  for (std::size_t u = 0; u + 1 < truth.size(); ++u) {
    end += found[u];
    true_end += truth[u];
    error += std::abs(end - true_end);
  }
  return error / static_cast<double>(truth.size() - 1);
}

Array2<float> log_mel_of(const AcousticExample& example) {
  const AcousticStatistics statistics = testing::tiny_statistics();
  Array2<float> mel = example.mel;
  for (std::size_t f = 0; f < mel.rows(); ++f)
    for (std::size_t m = 0; m < mel.cols(); ++m)
      mel(f, m) = mel(f, m) * statistics.mel_std[m] + statistics.mel_mean[m];
  return mel;
}

/// A classifier that has learned the bumps, from boundaries that are off by some frames.
std::filesystem::path trained_classifier() {
  static const std::filesystem::path file = [] {
    AcousticDataset dataset = bumps_dataset(24);
    for (std::uint32_t i = 0; i < dataset.train.size(); ++i) blur_alignment(dataset.train[i], i);
    const auto task = make_phone_classifier_task(
        std::move(dataset), {.config = tiny_classifier(), .batch = 4, .masked_bands = 0});
    training::AdamW optimizer(task->network());
    for (int step = 0; step < 150; ++step) {
      optimizer.zero_grad();
      task->loss(step).loss.backward();
      (void)optimizer.update(step, {.learning_rate = 3e-3});
    }
    auto path = std::filesystem::temp_directory_path() / "classifier.safetensors";
    export_phone_classifier(path, *task);
    return path;
  }();
  return file;
}

TEST(PhoneClasses, AreTwoHalvesOfEachPhoneAndOnePause) {
  const std::vector<std::int32_t> symbols = {1, kFirstPhone, kFirstPhone + 1, 2};
  const std::vector<int> frames = {2, 3, 2, 1};
  const std::int64_t a = 2LL * kFirstPhone * kPhoneHalves;
  const std::int64_t b = 2LL * (kFirstPhone + 1) * kPhoneHalves;
  EXPECT_EQ(phone_classes(symbols, frames), (std::vector<std::int64_t>{0, 0, a, a, a + 1, b, b + 1, 0}));
  EXPECT_LT(b + 1, phone_class_count(tiny_classifier()));
}

TEST(PhoneClassifier, FindsBoundariesBetterThanTheAlignmentThatItLearnedFrom) {
  const auto classifier = load_phone_classifier(trained_classifier());
  double taught = 0;
  double found = 0;
  for (std::uint32_t i = 100; i < 110; ++i) {
    const AcousticExample truth = bumps(i);
    AcousticExample blurred = truth;
    blur_alignment(blurred, i);
    taught += boundary_error(blurred.frames, truth.frames);
    const std::vector<int> frames = align_phones(*classifier, log_mel_of(truth), phone_units(truth.symbols));
    ASSERT_EQ(frames.size(), truth.frames.size());
    found += boundary_error(frames, truth.frames);
  }
  EXPECT_GT(taught / 10, 1.0);
  EXPECT_LT(found, 0.6 * taught);
}

TEST(PhoneClassifier, LeavesOutAPauseThatIsNotThereAndRefusesTooFewFrames) {
  const auto classifier = load_phone_classifier(trained_classifier());
  AcousticExample example = bumps(200);
  // A comma that is not heard after the fourth symbol.
  const std::int32_t space = 3;
  example.symbols.insert(example.symbols.begin() + 4, space);
  const std::vector<PhoneUnit> units = phone_units(example.symbols);
  ASSERT_TRUE(units[4].pause);
  const std::vector<int> frames = align_phones(*classifier, log_mel_of(example), units);
  EXPECT_EQ(frames[4], 0);
  EXPECT_EQ(std::accumulate(frames.begin(), frames.end(), 0), static_cast<int>(example.mel.rows()));
  EXPECT_TRUE(align_phones(*classifier, Array2<float>(5, 10), units).empty());
}

/// Two sentences of bumps with a pause between them, behind speech that the text does not hold.
struct LongRecording {
  Array2<float> log_mel;
  std::size_t heading = 0;  ///< frames
  std::size_t first = 0;    ///< of the first sentence with its pauses
  std::string text = "one. two";
  PhonemeSequence phonemes;
};

LongRecording long_recording() {
  const std::array parts{bumps(300), bumps(301), bumps(302)};
  LongRecording recording;
  recording.heading = parts[0].mel.rows();
  recording.first = parts[1].mel.rows();
  std::vector<float> mels;
  for (const AcousticExample& part : parts) {
    const Array2<float> mel = log_mel_of(part);
    mels.insert(mels.end(), mel.values().begin(), mel.values().end());
  }
  recording.log_mel = Array2<float>(mels.size() / parts[0].mel.cols(), parts[0].mel.cols());
  std::ranges::copy(mels, recording.log_mel.data());
  std::vector<std::int32_t>& ids = recording.phonemes.ids;
  ids = parts[1].symbols;
  ids.back() = 3;  // a space instead of the end
  ids.insert(ids.end(), parts[2].symbols.begin() + 1, parts[2].symbols.end());
  const std::size_t end = parts[1].symbols.size() - 1;
  recording.phonemes.words = {
      {.text = "one", .first_id = 1, .end_id = end, .source_begin = 0, .source_end = 3},
      {.text = "two", .first_id = end + 1, .end_id = ids.size() - 1, .source_begin = 5, .source_end = 8}};
  return recording;
}

TEST(CutRecording, CutsInThePauseAndLeavesOutSpeechThatIsNotInTheText) {
  const auto classifier = load_phone_classifier(trained_classifier());
  const LongRecording recording = long_recording();
  const std::vector<RecordingPiece> pieces =
      cut_recording(*classifier, recording.log_mel, 0.01, recording.text, recording.phonemes,
                    {.longest_seconds = 5, .least_seconds = 0.2, .least_pause_seconds = 0.05});
  ASSERT_EQ(pieces.size(), 2U);
  const double boundary = static_cast<double>(recording.heading + recording.first);
  EXPECT_NEAR(static_cast<double>(pieces[0].end_frame), boundary, 4);
  EXPECT_NEAR(static_cast<double>(pieces[1].begin_frame), boundary, 4);
  EXPECT_GE(pieces[0].begin_frame + 12, recording.heading) << "the heading is none of it";
  EXPECT_EQ(recording.text.substr(pieces[0].source_begin, pieces[0].source_end), "one. ");
  EXPECT_EQ(recording.text.substr(pieces[1].source_begin), "two");
  for (const RecordingPiece& piece : pieces) EXPECT_GT(piece.fit, -1.0);
}

TEST(CutRecording, KeepsOneSentenceWholeAndTellsAnotherText) {
  const auto classifier = load_phone_classifier(trained_classifier());
  LongRecording recording = long_recording();
  const std::vector<RecordingPiece> whole =
      cut_recording(*classifier, recording.log_mel, 0.01, recording.text, recording.phonemes,
                    {.longest_seconds = 5, .least_seconds = 4, .least_pause_seconds = 0.05});
  ASSERT_EQ(whole.size(), 1U);
  EXPECT_EQ(whole[0].source_end, recording.text.size());
  for (std::int32_t& id : recording.phonemes.ids)
    if (id >= kFirstPhone) id = kFirstPhone + (id - kFirstPhone + 2) % kPhones;
  const std::vector<RecordingPiece> other =
      cut_recording(*classifier, recording.log_mel, 0.01, recording.text, recording.phonemes,
                    {.longest_seconds = 5, .least_seconds = 4, .least_pause_seconds = 0.05});
  ASSERT_EQ(other.size(), 1U);
  EXPECT_LT(other[0].fit, whole[0].fit - 1.5);
}

TEST(CutRecording, GivesNothingWhereTheTextIsTooLong) {
  const auto classifier = load_phone_classifier(trained_classifier());
  const LongRecording recording = long_recording();
  EXPECT_TRUE(cut_recording(*classifier, Array2<float>(5, recording.log_mel.cols()), 0.01, recording.text,
                            recording.phonemes)
                  .empty());
}

TEST(PhoneClassifier, MeasuresWhatItKnowsOfHeldOutFrames) {
  const auto fresh = make_phone_classifier_task(bumps_dataset(4), {.config = tiny_classifier()});
  const auto learned = make_phone_classifier_task(bumps_dataset(4), {.config = tiny_classifier()});
  (void)training::load_weights(trained_classifier(), learned->network());
  const auto accuracy = [](training::TrainingTask& task) {
    task.network().eval();
    const torch::NoGradGuard no_grad;
    const training::Metrics metrics = task.validate();
    EXPECT_EQ(metrics[2].first, "phone_accuracy");
    return metrics[2].second;
  };
  EXPECT_LT(accuracy(*fresh), 0.4);
  EXPECT_GT(accuracy(*learned), 0.9);
}

TEST(PhoneClassifier, RefusesAnotherModelsFileAndStatisticsOfAnotherSize) {
  const auto file = std::filesystem::temp_directory_path() / "other.safetensors";
  SafetensorsWriter writer;
  writer.set_metadata("architecture", "harmonic-flow");
  writer.write(file);
  EXPECT_THROW((void)load_phone_classifier(file), Error);
  EXPECT_THROW((void)make_phone_classifier(tiny_classifier(), {}, 0.0, 1), Error);
}

TEST(PhoneClassifier, TellsWhetherARecordingSaysItsText) {
  const auto classifier = load_phone_classifier(trained_classifier());
  const AcousticExample example = bumps(210);
  AcousticExample other = example;
  std::ranges::reverse(other.symbols);
  const auto score = [&](const AcousticExample& said) {
    const std::vector<PhoneUnit> units = phone_units(said.symbols);
    const std::vector<int> of_units = align_phones(*classifier, log_mel_of(example), units);
    std::vector<int> frames(said.symbols.size(), 0);
    for (std::size_t u = 0; u < of_units.size(); ++u) frames[units[u].symbol] = of_units[u];
    return alignment_score(*classifier, log_mel_of(example), said.symbols, frames);
  };
  EXPECT_GT(score(example), -0.7);
  EXPECT_LT(score(other), score(example) - 1.0);
}

TEST(PhoneEnergyScore, HearsAnotherPhoneMoreThanAsMuchNoise) {
  const auto classifier = load_phone_classifier(trained_classifier());
  const at::Tensor target = to_tensor(log_mel_of(bumps(300)));
  const Offsets offsets = {0, target.size(0)};
  const auto score = [&](const at::Tensor& a, const at::Tensor& b) {
    const at::Tensor pair[] = {a, b};
    return phone_energy_score(*classifier, pair, target, {}, offsets, 0).score.item<double>();
  };
  torch::manual_seed(4);
  // All bumps one phone further: the same energy, other phones.
  const at::Tensor moved = torch::roll(target, 2, 1);
  const double size = (moved - target).square().mean().sqrt().item<double>();
  const at::Tensor noise = torch::randn_like(target) * size;
  EXPECT_GT(score(moved, moved), 1.3 * score(target + noise, target + noise));
  EXPECT_LT(score(target, target), 0.1);
}

TEST(PhoneEnergyScore, TeachesTheDrawsAloneAndOnlyWithinTheBandwidth) {
  const auto classifier = load_phone_classifier(trained_classifier());
  const at::Tensor target = to_tensor(log_mel_of(bumps(301)));
  at::Tensor mask = torch::ones_like(target);
  mask.slice(1, 6).zero_();
  at::Tensor a = target + torch::randn_like(target);
  a.requires_grad_(true);
  const at::Tensor pair[] = {a, target + torch::randn_like(target)};
  phone_energy_score(*classifier, pair, target, mask, {0, target.size(0)}, 3).score.backward();
  EXPECT_GT(a.grad().slice(1, 0, 6).abs().sum().item<float>(), 0.0F);
  EXPECT_EQ(a.grad().slice(1, 6).abs().sum().item<float>(), 0.0F);
  for (const at::Tensor& parameter : classifier->module().parameters())
    EXPECT_FALSE(parameter.grad().defined());
}

}  // namespace
}  // namespace driftwave
