#include "tts/training/phone_classifier_task.h"

#include <torch/torch.h>

#include <cmath>

#include "engine/core/error.h"
#include "tts/training/acoustic_batch.h"
#include "tts/training/example_order.h"

namespace driftwave {
namespace {

constexpr int kMasks = 2;

std::vector<std::int64_t> classes_of(const AcousticExample& example) {
  return phone_classes(example.symbols, example.frames);
}

/// Each class counts as seen once more than it was.
std::vector<float> log_priors(const AcousticDataset& dataset, std::int64_t classes) {
  std::vector<double> counts(static_cast<std::size_t>(classes), 1.0);
  double sum = static_cast<double>(classes);
  for (const AcousticExample& example : dataset.train)
    for (const std::int64_t one : classes_of(example)) {
      ++counts[static_cast<std::size_t>(one)];
      ++sum;
    }
  std::vector<float> priors;
  for (const double count : counts) priors.push_back(static_cast<float>(std::log(count / sum)));
  return priors;
}

struct FrameBatch {
  at::Tensor mel;  ///< [N, M] natural log
  at::Tensor classes;
  Offsets offsets = {0};
};

class PhoneClassifierTask : public training::TrainingTask {
 public:
  PhoneClassifierTask(AcousticDataset dataset, const PhoneClassifierTaskOptions& options)
      : dataset_(std::move(dataset)),
        options_(options),
        mean_(at::tensor(dataset_.statistics.mel_mean, at::kFloat)),
        deviation_(at::tensor(dataset_.statistics.mel_std, at::kFloat)),
        classifier_(
            make_phone_classifier(options.config,
                                  {.mel_mean = dataset_.statistics.mel_mean,
                                   .mel_std = dataset_.statistics.mel_std,
                                   .log_prior = log_priors(dataset_, phone_class_count(options.config))},
                                  options.dropout, options.seed)),
        order_(dataset_.train.size(), options.seed) {}

  torch::nn::Module& network() override { return classifier_->module(); }
  [[nodiscard]] PhoneClassifier& classifier() { return *classifier_; }

  nlohmann::json config() const override {
    return {{"architecture", "driftwave-phone-classifier"},
            {"channels", options_.config.channels},
            {"blocks", options_.config.blocks},
            {"batch", options_.batch},
            {"seed", options_.seed}};
  }

  training::StepResult loss(std::int64_t step, const training::BatchPart& part) override {
    torch::manual_seed(options_.seed * 1000003U + static_cast<std::uint64_t>(step) +
                       2654435761U * static_cast<std::uint64_t>(part.index));
    const training::BatchRange range = part.range(options_.batch);
    std::vector<const AcousticExample*> examples;
    double all = 0;
    double here = 0;
    for (std::int64_t i = 0; i < options_.batch; ++i) {
      const AcousticExample* const example = &dataset_.train[order_.at(step * options_.batch + i)];
      all += static_cast<double>(example->mel.rows());
      if (i < range.first || i >= range.first + range.count) continue;
      here += static_cast<double>(example->mel.rows());
      examples.push_back(example);
    }
    const FrameBatch batch = gather(examples, true);
    const at::Tensor scores = classifier_->classify(classifier_->features(batch.mel, batch.offsets));
    return {.loss = torch::cross_entropy_loss(scores, batch.classes),
            .terms = {{"accuracy", (scores.detach().argmax(1) == batch.classes).to(at::kFloat).mean()}},
            .weight = here / all};
  }

  training::Metrics validate() override {
    double entropy = 0;
    double right = 0;
    double right_phone = 0;
    double frames = 0;
    for (const AcousticExample& example : dataset_.validation) {
      const FrameBatch batch = gather({&example}, false);
      const at::Tensor scores = classifier_->classify(classifier_->features(batch.mel, batch.offsets));
      const at::Tensor best = scores.argmax(1);
      const auto phone = [](const at::Tensor& classes) { return torch::div(classes, kPhoneHalves, "floor"); };
      entropy += torch::cross_entropy_loss(scores, batch.classes, {}, at::Reduction::Sum).item<double>();
      right += (best == batch.classes).sum().item<double>();
      right_phone += (phone(best) == phone(batch.classes)).sum().item<double>();
      frames += static_cast<double>(example.mel.rows());
    }
    return {{"cross_entropy", entropy / frames},
            {"accuracy", right / frames},
            {"phone_accuracy", right_phone / frames}};
  }

 private:
  [[nodiscard]] FrameBatch gather(const std::vector<const AcousticExample*>& examples, bool masked) const {
    FrameBatch batch;
    std::vector<at::Tensor> mels;
    std::vector<std::int64_t> classes;
    for (const AcousticExample* example : examples) {
      at::Tensor mel = to_tensor(example->mel);
      if (masked) mask_bands(mel);
      mels.push_back(mel);
      const std::vector<std::int64_t> own = classes_of(*example);
      classes.insert(classes.end(), own.begin(), own.end());
      batch.offsets.push_back(static_cast<std::int64_t>(classes.size()));
    }
    batch.mel = at::cat(mels) * deviation_ + mean_;
    batch.classes = at::tensor(classes, at::kLong);
    return batch;
  }

  /// Bands at their mean tell nothing.
  void mask_bands(at::Tensor& mel) const {
    for (int i = 0; i < kMasks; ++i) {
      const std::int64_t width = torch::randint(options_.masked_bands + 1, {1}).item<std::int64_t>();
      const std::int64_t first =
          torch::randint(std::max<std::int64_t>(1, mel.size(1) - width), {1}).item<std::int64_t>();
      mel.slice(1, first, std::min(mel.size(1), first + width)).zero_();
    }
  }

  AcousticDataset dataset_;
  PhoneClassifierTaskOptions options_;
  at::Tensor mean_;
  at::Tensor deviation_;
  std::unique_ptr<PhoneClassifier> classifier_;
  ExampleOrder order_;
};

}  // namespace

std::unique_ptr<training::TrainingTask> make_phone_classifier_task(
    AcousticDataset dataset, const PhoneClassifierTaskOptions& options) {
  if (options.batch < 1) throw Error("phone classifier: batch: want >= 1, got {}", options.batch);
  return std::make_unique<PhoneClassifierTask>(std::move(dataset), options);
}

void export_phone_classifier(const std::filesystem::path& file, training::TrainingTask& task) {
  auto* own = dynamic_cast<PhoneClassifierTask*>(&task);
  if (own == nullptr) throw Error("{}: want a phone classifier's task to export", file.string());
  save_phone_classifier(file, own->classifier());
}

}  // namespace driftwave
