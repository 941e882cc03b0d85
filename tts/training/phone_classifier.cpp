#include "tts/training/phone_classifier.h"

#include <torch/torch.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/model/safetensors.h"
#include "engine/training/checkpoint.h"
#include "tts/training/acoustic_batch.h"
#include "tts/training/conv_stack_module.h"
#include "tts/training/monotonic_alignment.h"

namespace driftwave {
namespace {

namespace nn = torch::nn;

constexpr const char* kArchitecture = "driftwave-phone-classifier";

/// By how much speech of any kind, in nepers a frame, is less likely than the phone that a text says.
constexpr double kOtherSpeech = 2.0;

at::Tensor row(const std::vector<float>& values) {
  return at::tensor(values, at::kFloat);
}

class Classifier : public nn::Module, public PhoneClassifier {
 public:
  Classifier(const PhoneClassifierConfig& config, const PhoneClassifierStatistics& statistics, double dropout)
      : config_(config) {
    const auto constant = [this](const char* name, const std::vector<float>& values) {
      return register_parameter(name, row(values), /*requires_grad=*/false);
    };
    mean_ = constant("mel_mean", statistics.mel_mean);
    deviation_ = constant("mel_std", statistics.mel_std);
    log_prior_ = constant("log_prior", statistics.log_prior);
    const ConvStackSizes sizes{.in = config.mels,
                               .channels = config.channels,
                               .out = static_cast<int>(phone_class_count(config)),
                               .blocks = config.blocks,
                               .dropout = dropout};
    stack_ = register_module("stack", std::make_shared<ConvStackModule>(sizes, ConvStackRun{}));
  }

  nn::Module& module() override { return *this; }
  const PhoneClassifierConfig& config() const override { return config_; }
  at::Tensor features(const at::Tensor& log_mel, const Offsets& offsets) override {
    return stack_->hidden((log_mel - mean_) / deviation_, offsets);
  }
  at::Tensor classify(const at::Tensor& features) override { return stack_->project(features); }
  at::Tensor log_prior() override { return log_prior_; }

 private:
  PhoneClassifierConfig config_;
  at::Tensor mean_;
  at::Tensor deviation_;
  at::Tensor log_prior_;
  std::shared_ptr<ConvStackModule> stack_;
};

nlohmann::json to_json(const PhoneClassifierConfig& config) {
  return {{"symbols", config.symbols},
          {"mels", config.mels},
          {"channels", config.channels},
          {"blocks", config.blocks}};
}

PhoneClassifierConfig config_from_json(const nlohmann::json& json, const std::string& who) {
  PhoneClassifierConfig config;
  ConfigReader reader(json, who);
  reader.required("symbols", config.symbols);
  reader.required("mels", config.mels);
  reader.required("channels", config.channels);
  reader.required("blocks", config.blocks);
  reader.finish();
  constexpr int kMost = 65536;
  for (const int size : {config.symbols, config.mels, config.channels, config.blocks})
    if (size < 1 || size > kMost) throw Error("{}: want sizes in 1..{}, got {}", who, kMost, size);
  return config;
}

/// @param log_mel [F, M]. @return [F, classes]
at::Tensor log_posteriors(PhoneClassifier& classifier, const Array2<float>& log_mel) {
  const Offsets whole{0, static_cast<std::int64_t>(log_mel.rows())};
  return torch::log_softmax(classifier.classify(classifier.features(to_tensor(log_mel), whole)), 1);
}

}  // namespace

std::int64_t phone_class_count(const PhoneClassifierConfig& config) {
  // A phone's model is twice its symbol, plus one where it is long; 0 is the pause.
  return 2LL * config.symbols * kPhoneHalves;
}

std::int64_t phone_class(const PhoneUnit& unit, int half) {
  return unit.pause ? kPauseModel : static_cast<std::int64_t>(unit.model) * kPhoneHalves + half;
}

std::vector<std::int64_t> phone_classes(std::span<const std::int32_t> symbols, std::span<const int> frames) {
  std::vector<std::int64_t> classes;
  for (const PhoneUnit& unit : phone_units(symbols)) {
    const int count = frames[unit.symbol];
    for (int f = 0; f < count; ++f) classes.push_back(phone_class(unit, 2 * f < count ? 0 : 1));
  }
  return classes;
}

std::unique_ptr<PhoneClassifier> make_phone_classifier(const PhoneClassifierConfig& config,
                                                       const PhoneClassifierStatistics& statistics,
                                                       double dropout, std::uint64_t seed) {
  const auto mels = static_cast<std::size_t>(config.mels);
  if (statistics.mel_mean.size() != mels || statistics.mel_std.size() != mels ||
      statistics.log_prior.size() != static_cast<std::size_t>(phone_class_count(config)))
    throw Error("phone classifier: the statistics do not fit {} mels and {} classes", mels,
                phone_class_count(config));
  torch::manual_seed(seed);
  return std::make_unique<Classifier>(config, statistics, dropout);
}

std::unique_ptr<PhoneClassifier> load_phone_classifier(const std::filesystem::path& file) {
  const SafetensorsFile stored(file);
  if (stored.metadata("architecture") != kArchitecture)
    throw Error("{}: want a {}, got a {}", file.string(), kArchitecture, stored.metadata("architecture"));
  const PhoneClassifierConfig config =
      config_from_json(parse_json(stored.metadata("config"), file.string()), file.string());
  const auto mels = static_cast<std::size_t>(config.mels);
  const PhoneClassifierStatistics any{
      .mel_mean = std::vector<float>(mels),
      .mel_std = std::vector<float>(mels, 1.0F),
      .log_prior = std::vector<float>(static_cast<std::size_t>(phone_class_count(config)))};
  auto classifier = make_phone_classifier(config, any, 0.0, 1);
  nn::Module& module = classifier->module();
  if (training::load_weights(file, module) != module.parameters().size())
    throw Error("{}: lacks weights of a {}", file.string(), kArchitecture);
  module.eval();
  for (at::Tensor& parameter : module.parameters()) parameter.requires_grad_(false);
  return classifier;
}

void save_phone_classifier(const std::filesystem::path& file, PhoneClassifier& classifier) {
  training::export_weights(file, classifier.module(),
                           {{"architecture", kArchitecture}, {"config", to_json(classifier.config()).dump()}},
                           DType::kF16);
}

std::vector<int> align_phones(PhoneClassifier& classifier, const Array2<float>& log_mel,
                              std::span<const PhoneUnit> units, const AlignPhonesOptions& options) {
  std::vector<AlignmentUnit> rows;
  std::vector<std::int64_t> classes;
  std::vector<std::size_t> unit_of_state;
  std::size_t least = 0;
  for (std::size_t u = 0; u < units.size(); ++u) {
    const int states = units[u].pause ? kPauseStates : kPhoneHalves;
    rows.push_back({.states = states, .optional = units[u].pause});
    if (!units[u].pause) least += kPhoneHalves;
    for (int s = 0; s < states; ++s) {
      classes.push_back(phone_class(units[u], s));
      unit_of_state.push_back(u);
    }
  }
  if (least == 0 || log_mel.rows() < least) return {};
  const torch::NoGradGuard no_grad;
  const at::Tensor ratios = log_posteriors(classifier, log_mel) - classifier.log_prior();
  const at::Tensor scores = ratios.index_select(1, at::tensor(classes, at::kLong)).contiguous();
  Array2<float> emissions(log_mel.rows(), classes.size());
  std::copy_n(scores.data_ptr<float>(), emissions.size(), emissions.data());
  if (options.speech_around) {
    const at::Tensor any = (std::get<0>(ratios.max(1)) - kOtherSpeech).contiguous();
    for (std::size_t s = 0; s < classes.size(); ++s) {
      const std::size_t u = unit_of_state[s];
      if (!units[u].pause || (u != 0 && u + 1 != units.size())) continue;
      for (std::size_t f = 0; f < emissions.rows(); ++f)
        emissions(f, s) = std::max(emissions(f, s), any.data_ptr<float>()[f]);
    }
  }
  std::vector<int> frames(units.size(), 0);
  for (const int state : align_monotonic(emissions, rows))
    ++frames[unit_of_state[static_cast<std::size_t>(state)]];
  return frames;
}

std::vector<double> frame_fits(PhoneClassifier& classifier, const Array2<float>& log_mel,
                               std::span<const std::int32_t> symbols, std::span<const int> frames) {
  const std::vector<std::int64_t> classes = phone_classes(symbols, frames);
  const torch::NoGradGuard no_grad;
  const at::Tensor posteriors = log_posteriors(classifier, log_mel);
  const auto rows = posteriors.accessor<float, 2>();
  const std::int64_t pause = phone_class({.pause = true}, 0);
  std::vector<double> fits(classes.size(), 1.0);
  for (std::size_t f = 0; f < classes.size(); ++f)
    if (classes[f] != pause) fits[f] = std::min(0.0F, rows[static_cast<std::int64_t>(f)][classes[f]]);
  return fits;
}

double alignment_score(PhoneClassifier& classifier, const Array2<float>& log_mel,
                       std::span<const std::int32_t> symbols, std::span<const int> frames) {
  double sum = 0;
  std::size_t count = 0;
  for (const double fit : frame_fits(classifier, log_mel, symbols, frames)) {
    if (fit > 0) continue;
    sum += fit;
    ++count;
  }
  return count == 0 ? -std::numeric_limits<double>::infinity() : sum / static_cast<double>(count);
}

}  // namespace driftwave
