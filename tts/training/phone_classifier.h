#pragma once
/// A frame classifier: which phone, and which half of it, a frame of a mel belongs to.
///
/// It finds the boundaries of phones more exactly than Gaussians do, as the emissions of a hidden Markov
/// model (Bourlard & Morgan 1994, Connectionist Speech Recognition), and its features hear what makes a phone
/// that phone, so that an acoustic model can be scored in them (after Johnson et al. 2016, arXiv:1603.08155).
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "engine/core/tensor.h"
#include "tts/training/packed_ops.h"
#include "tts/training/phone_units.h"

namespace torch::nn {
class Module;
}

namespace driftwave {

struct PhoneClassifierConfig {
  int symbols = 192;  ///< inventory of the phonemes
  int mels = 128;
  int channels = 192;
  int blocks = 4;

  bool operator==(const PhoneClassifierConfig&) const = default;
};

/// Halves of a phone that are told apart.
inline constexpr int kPhoneHalves = 2;

/// Two classes a phone, one for all pauses.
[[nodiscard]] std::int64_t phone_class_count(const PhoneClassifierConfig& config);
[[nodiscard]] std::int64_t phone_class(const PhoneUnit& unit, int half);
/// The class of each frame. @param frames [P] of each symbol, as in AcousticExample.
[[nodiscard]] std::vector<std::int64_t> phone_classes(std::span<const std::int32_t> symbols,
                                                      std::span<const int> frames);

struct PhoneClassifierStatistics {
  std::vector<float> mel_mean;   ///< [M] of the natural log mel
  std::vector<float> mel_std;    ///< [M]
  std::vector<float> log_prior;  ///< [classes] natural log of each class's share of the frames
};

/// All mels are natural log, [N, M], packed (packed_ops.h).
class PhoneClassifier {
 public:
  virtual ~PhoneClassifier() = default;
  [[nodiscard]] virtual torch::nn::Module& module() = 0;
  [[nodiscard]] virtual const PhoneClassifierConfig& config() const = 0;
  /// What the last layer classifies: unit variance over the channels. @return [N, channels]
  [[nodiscard]] virtual at::Tensor features(const at::Tensor& log_mel, const Offsets& offsets) = 0;
  /// @param features [N, channels]. @return [N, classes] unnormalised log posteriors
  [[nodiscard]] virtual at::Tensor classify(const at::Tensor& features) = 0;
  [[nodiscard]] virtual at::Tensor log_prior() = 0;  ///< [classes]
};

/// Freshly initialised from `seed`.
/// @throws Error when the statistics do not fit the config.
[[nodiscard]] std::unique_ptr<PhoneClassifier> make_phone_classifier(
    const PhoneClassifierConfig& config, const PhoneClassifierStatistics& statistics, double dropout,
    std::uint64_t seed);

/// Ready for use: it drops nothing and learns nothing.
/// @throws Error naming the file when it is not a classifier's ("driftwave-phone-classifier").
[[nodiscard]] std::unique_ptr<PhoneClassifier> load_phone_classifier(const std::filesystem::path& file);

/// @throws Error naming the file.
void save_phone_classifier(const std::filesystem::path& file, PhoneClassifier& classifier);

struct AlignPhonesOptions {
  bool speech_around = false;  ///< the first and the last pause may hold speech that is not in the text
};

/// The most likely frames of each unit, by the posteriors over the priors. @param log_mel [F, M]
/// @return one number a unit, summing to F; empty where the units do not fit.
[[nodiscard]] std::vector<int> align_phones(PhoneClassifier& classifier, const Array2<float>& log_mel,
                                            std::span<const PhoneUnit> units,
                                            const AlignPhonesOptions& options = {});

/// Of each frame, the natural log posterior of the phone that the alignment says; 1 for frames of pauses.
/// Parameters as of alignment_score().
[[nodiscard]] std::vector<double> frame_fits(PhoneClassifier& classifier, const Array2<float>& log_mel,
                                             std::span<const std::int32_t> symbols,
                                             std::span<const int> frames);

/// How well a recording fits its text: the mean over the frames of phones, pauses aside, of the natural log
/// posterior of the phone that the alignment says. About -0.5 for careful reading; far below for another
/// text.
/// @param log_mel [F, M]. @param frames [P] of each symbol, as in AcousticExample.
/// @return -infinity when no frame is of a phone
[[nodiscard]] double alignment_score(PhoneClassifier& classifier, const Array2<float>& log_mel,
                                     std::span<const std::int32_t> symbols, std::span<const int> frames);

}  // namespace driftwave
