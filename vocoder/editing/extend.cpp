#include "vocoder/editing/extend.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "engine/audio/resample.h"
#include "engine/core/error.h"
#include "engine/dsp/mel_translation.h"
#include "engine/dsp/stft.h"
#include "vocoder/analysis.h"

namespace driftwave {
namespace {

constexpr double kBandRangeDb = 70.0;
/// Of the recording's moments, the loudest twentieth counts.
constexpr double kLoudShare = 0.95;
constexpr double kLowestCutoffHz = 1000.0;
/// The upper part of the band, where a codec's or resampler's filter already falls, is made anew.
constexpr double kTransition = 0.06;

/// A quarter's hop: that of a mel need not divide its transform.
StftSize stft_size(const MelSettings& mel) {
  return {.n_fft = mel.n_fft, .hop_samples = mel.n_fft / 4};
}

/// How much of each bin is new: 0 up to the transition's begin, 1 from the cutoff on. @return [K]
std::vector<float> crossover(double cutoff_hz, const MelSettings& mel) {
  std::vector<float> share(mel.bins());
  const double begin = (1 - kTransition) * cutoff_hz;
  for (std::size_t k = 0; k < share.size(); ++k) {
    const double hz = static_cast<double>(k) * mel.sample_rate_hz / mel.n_fft;
    const double place = std::clamp((hz - begin) / (cutoff_hz - begin), 0.0, 1.0);
    share[k] = static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * place));
  }
  return share;
}

bool is_below(double cutoff_hz, double band_hz) {
  return band_hz < (1 - kTransition) * cutoff_hz;
}

KnownFeatures known_below(double cutoff_hz, const VocoderInput& features, const MelSettings& mel) {
  const std::vector<double> centres = mel_centres_hz(mel);
  KnownFeatures known{.mel = Array2<std::uint8_t>(features.mel.rows(), features.mel.cols()),
                      .pitch = std::vector<std::uint8_t>(features.mel.rows(), 1)};
  for (std::size_t n = 0; n < features.mel.rows(); ++n)
    for (std::size_t m = 0; m < features.mel.cols(); ++m)
      known.mel(n, m) = is_below(cutoff_hz, centres[m]) ? 1 : 0;
  return known;
}

/// For a vocoder of another mel than the completion's: completed there, and its upper bands translated.
void complete_elsewhere(VocoderInput& features, double gain, std::span<const float> audio,
                        const MelSettings& mel, const MelCompletion& completion, double cutoff_hz) {
  const MelSettings& other = completion.mel_settings();
  Analysis there =
      analyze(resample(audio, {.from_hz = mel.sample_rate_hz, .to_hz = other.sample_rate_hz}), other);
  completion.complete(there.features, known_below(cutoff_hz, there.features, other));
  // Both are analysed at about one loudness; not quite, since that is measured at each rate.
  const auto louder = static_cast<float>(std::log(gain / there.gain));
  for (float& value : there.features.mel.values()) value += louder;
  const Array2<float> upper = translate_mel(there.features.mel, other, mel, features.mel.rows());
  const std::vector<double> centres = mel_centres_hz(mel);
  for (std::size_t m = 0; m < features.mel.cols(); ++m)
    for (std::size_t n = 0; n < features.mel.rows() && !is_below(cutoff_hz, centres[m]); ++n)
      features.mel(n, m) = upper(n, m);
}

}  // namespace

double estimate_bandwidth_hz(std::span<const float> audio, const MelSettings& settings) {
  Stft stft(stft_size(settings));
  const auto spectrum = stft.forward(audio);
  std::vector<double> loud(stft.bins());
  std::vector<float> magnitudes(spectrum.rows());
  for (std::size_t k = 0; k < loud.size(); ++k) {
    for (std::size_t n = 0; n < spectrum.rows(); ++n) magnitudes[n] = std::norm(spectrum(n, k));
    const auto place = static_cast<std::ptrdiff_t>(kLoudShare * static_cast<double>(magnitudes.size() - 1));
    std::nth_element(magnitudes.begin(), magnitudes.begin() + place, magnitudes.end());
    loud[k] = magnitudes[static_cast<std::size_t>(place)];
  }
  const double loudest = std::ranges::max(loud);
  if (!(loudest > 0)) throw Error("extend: want a recording, got silence");
  std::size_t top = loud.size();
  while (top > 1 && loud[top - 1] < loudest * std::pow(10.0, -kBandRangeDb / 10)) --top;
  return std::min(static_cast<double>(top) * settings.sample_rate_hz / settings.n_fft,
                  0.5 * settings.sample_rate_hz);
}

std::vector<float> extend(const Vocoder& vocoder, const MelCompletion& completion,
                          std::span<const float> audio, double cutoff_hz, const VocoderOptions& options) {
  const MelSettings& mel = vocoder.mel_settings();
  const double highest = 0.45 * mel.sample_rate_hz;
  if (!(cutoff_hz >= kLowestCutoffHz && cutoff_hz < highest))
    throw Error("extend: cutoff: want {} to {} Hz, got {:.0f}", kLowestCutoffHz, highest, cutoff_hz);

  Analysis analysis = analyze(audio, mel);
  VocoderInput& features = analysis.features;
  if (completion.mel_settings() == mel) {
    completion.complete(features, known_below(cutoff_hz, features, mel));
  } else {
    complete_elsewhere(features, analysis.gain, audio, mel, completion, cutoff_hz);
  }

  std::vector<float> made = vocoder.synthesize(features, options);
  if (made.empty()) return made;
  made.resize(audio.size());
  Stft stft(stft_size(mel));
  auto spectrum = stft.forward(audio);
  const auto upper = stft.forward(made);
  const std::vector<float> share = crossover(cutoff_hz, mel);
  for (std::size_t n = 0; n < spectrum.rows(); ++n)
    for (std::size_t k = 0; k < share.size(); ++k)
      spectrum(n, k) =
          (1 - share[k]) * spectrum(n, k) + share[k] / static_cast<float>(analysis.gain) * upper(n, k);
  return stft.inverse(spectrum, audio.size());
}

}  // namespace driftwave
