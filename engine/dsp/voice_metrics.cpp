#include "engine/dsp/voice_metrics.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "engine/core/error.h"
#include "engine/dsp/loudness.h"
#include "engine/dsp/mel.h"
#include "engine/dsp/metrics.h"
#include "engine/dsp/pitch.h"
#include "engine/dsp/time_alignment.h"
#include "engine/dsp/yin.h"

namespace driftwave {
namespace {

constexpr std::size_t kCoefficients = 14;
constexpr double kSilentDb = -40.0;
constexpr MelSettings kMel{
    .sample_rate_hz = kMetricRateHz, .n_fft = 1024, .hop_samples = 256, .mels = 80, .high_hz = 11025.0};
constexpr PitchOptions kPitch{.sample_rate_hz = kMetricRateHz, .hop_samples = 256};

double distortion_db(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t c = 1; c < kCoefficients; ++c) sum += std::pow(static_cast<double>(a[c]) - b[c], 2);
  return 10.0 * std::numbers::sqrt2 / std::numbers::ln10 * std::sqrt(sum);
}

/// Without the level, which is not aligned by.
Array2<float> colours(const Array2<float>& cepstra) {
  Array2<float> out(cepstra.rows(), kCoefficients - 1);
  for (std::size_t n = 0; n < out.rows(); ++n)
    std::ranges::copy(cepstra.row(n).subspan(1), out.row(n).begin());
  return out;
}

/// 1 - aperiodicity of the best period of each frame. @return [F]
std::vector<double> periodicity(std::span<const float> audio) {
  YinCandidates yin(kPitch, 2 * longest_period_samples(kPitch));
  std::vector<float> samples(yin.frame_samples());
  std::vector<double> out(kMel.frames_of(audio.size()));
  for (std::size_t n = 0; n < out.size(); ++n) {
    const auto start = static_cast<std::ptrdiff_t>(n * static_cast<std::size_t>(kPitch.hop_samples)) -
                       static_cast<std::ptrdiff_t>(samples.size() / 2);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const std::ptrdiff_t t = start + static_cast<std::ptrdiff_t>(i);
      const bool inside = t >= 0 && t < static_cast<std::ptrdiff_t>(audio.size());
      samples[i] = inside ? audio[static_cast<std::size_t>(t)] : 0.0F;
    }
    const PitchCandidates candidates = yin.find(samples);
    for (const PitchCandidate& candidate : candidates.all())
      if (candidate.f0_hz > 0) out[n] = std::max(out[n], 1.0 - std::clamp(candidate.cost, 0.0, 1.0));
  }
  return out;
}

/// Frame levels of a mel, in dB.
std::vector<double> levels_db(const Array2<float>& mel) {
  std::vector<double> out(mel.rows());
  for (std::size_t n = 0; n < mel.rows(); ++n) {
    double power = 0;
    for (const float value : mel.row(n)) power += std::exp(2.0 * value);
    out[n] = 10 * std::log10(power);
  }
  return out;
}

void compare_pitch(std::span<const float> reference, std::span<const float> test, VoiceDistances& distances) {
  const PitchTrack a = track_pitch(reference, kPitch);
  const PitchTrack b = track_pitch(test, kPitch);
  const std::vector<double> periodic_a = periodicity(reference);
  const std::vector<double> periodic_b = periodicity(test);
  const std::size_t frames = std::min(a.f0_hz.size(), b.f0_hz.size());
  double cents = 0;
  double periodic = 0;
  double both = 0;
  double either = 0;
  for (std::size_t n = 0; n < frames; ++n) {
    const bool in_a = a.voicing[n] >= 0.5F;
    const bool in_b = b.voicing[n] >= 0.5F;
    if (in_a != in_b) distances.voicing_error += 1.0 / static_cast<double>(frames);
    if (in_a || in_b) {
      ++either;
      periodic += std::pow(periodic_a[n] - periodic_b[n], 2);
    }
    if (in_a && in_b) {
      ++both;
      cents += std::pow(1200.0 * std::log2(b.f0_hz[n] / a.f0_hz[n]), 2);
    }
  }
  if (both > 0) distances.f0_rmse_cents = std::sqrt(cents / both);
  if (either > 0) distances.periodicity_error = std::sqrt(periodic / either);
}

}  // namespace

Array2<float> mel_cepstra(std::span<const float> audio) {
  const Array2<float> mel = log_mel(audio, kMel);
  Array2<float> out(mel.rows(), kCoefficients);
  const auto mels = static_cast<double>(mel.cols());
  Array2<double> basis(kCoefficients, mel.cols());
  for (std::size_t c = 0; c < kCoefficients; ++c)
    for (std::size_t m = 0; m < mel.cols(); ++m)
      basis(c, m) =
          std::sqrt((c == 0 ? 1.0 : 2.0) / mels) *
          std::cos(std::numbers::pi * static_cast<double>(c) * (static_cast<double>(m) + 0.5) / mels);
  for (std::size_t n = 0; n < mel.rows(); ++n)
    for (std::size_t c = 0; c < kCoefficients; ++c) {
      double sum = 0;
      for (std::size_t m = 0; m < mel.cols(); ++m) sum += basis(c, m) * mel(n, m);
      out(n, c) = static_cast<float>(sum);
    }
  return out;
}

VoiceDistances voice_distances(std::span<const float> reference, std::span<const float> test) {
  if (reference.empty() || test.empty())
    throw Error("voice_distances: want samples, got {} and {}", reference.size(), test.size());
  VoiceDistances distances;
  const Array2<float> a = mel_cepstra(reference);
  const Array2<float> b = mel_cepstra(test);
  const std::size_t frames = std::min(a.rows(), b.rows());
  for (std::size_t n = 0; n < frames; ++n)
    distances.mel_cepstral_db += distortion_db(a.row(n), b.row(n)) / static_cast<double>(frames);
  const std::vector<AlignedFrames> path = align_time(colours(a), colours(b));
  for (const AlignedFrames& pair : path)
    distances.mel_cepstral_dtw_db +=
        distortion_db(a.row(pair.a), b.row(pair.b)) / static_cast<double>(path.size());
  compare_pitch(reference, test, distances);
  const double loudness = loudness_lufs(test, kMetricRateHz) - loudness_lufs(reference, kMetricRateHz);
  if (std::isfinite(loudness)) distances.loudness_lu = loudness;
  return distances;
}

VoiceStatistics voice_statistics(std::span<const float> audio) {
  if (audio.empty()) throw Error("voice_statistics: want samples, got none");
  VoiceStatistics statistics;
  if (const double loudness = loudness_lufs(audio, kMetricRateHz); std::isfinite(loudness)) {
    statistics.loudness_lufs = loudness;
  }
  double peak = 0;
  for (const float x : audio) peak = std::max(peak, std::abs(static_cast<double>(x)));
  statistics.peak_db = 20 * std::log10(std::max(peak, 1e-10));
  const PitchTrack track = track_pitch(audio, kPitch);
  const std::vector<double> periodic = periodicity(audio);
  std::vector<double> semitones;
  double periodicity_sum = 0;
  for (std::size_t n = 0; n < track.f0_hz.size(); ++n) {
    if (track.voicing[n] < 0.5F) continue;
    semitones.push_back(12 * std::log2(track.f0_hz[n]));
    periodicity_sum += periodic[n];
  }
  const auto frames = static_cast<double>(track.f0_hz.size());
  statistics.voiced_share = static_cast<double>(semitones.size()) / frames;
  if (!semitones.empty()) {
    const auto voiced = static_cast<double>(semitones.size());
    statistics.periodicity = periodicity_sum / voiced;
    double mean = 0;
    for (const double st : semitones) mean += st / voiced;
    double variance = 0;
    for (const double st : semitones) variance += std::pow(st - mean, 2) / voiced;
    statistics.f0_spread_st = std::sqrt(variance);
    const auto middle = semitones.begin() + static_cast<std::ptrdiff_t>(semitones.size() / 2);
    std::ranges::nth_element(semitones, middle);
    statistics.f0_median_hz = std::exp2(*middle / 12);
  }
  const std::vector<double> levels = levels_db(log_mel(audio, kMel));
  const double silent = std::ranges::max(levels) + kSilentDb;
  statistics.silence_share =
      static_cast<double>(std::ranges::count_if(levels, [&](double level) { return level < silent; })) /
      static_cast<double>(levels.size());
  return statistics;
}

}  // namespace driftwave
