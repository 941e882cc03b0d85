#include "engine/dsp/denoise.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numeric>

#include "engine/core/error.h"
#include "engine/dsp/stft.h"

namespace driftwave {
namespace {

constexpr double kMemory = 0.98;       // of the decision-directed SNR
constexpr double kLeastSnr = 0.00316;  // -25 dB
constexpr double kMostGamma = 1000.0;  // 30 dB: the gain is 1 there
constexpr double kLeastPower = 1e-12;
constexpr std::size_t kMoment = 5;      // frames
constexpr std::size_t kNeighbours = 2;  // bins to either side
constexpr double kQuietBias = 0.29;     // 5th percentile over mean, for white noise in moments of five frames
constexpr double kFrameSeconds = 0.02;  // of noise_floor_db()
constexpr double kSilenceDb = -120.0;

using Spectrum = Array2<std::complex<float>>;

double frame_power(const Spectrum& spectrum, std::size_t frame) {
  double sum = 0;
  for (const std::complex<float>& bin : spectrum.row(frame)) sum += std::norm(bin);
  return sum;
}

/// Frames that can hold noise: neither digital silence nor, if there are others, frames that reach past the
/// ends.
std::vector<std::size_t> frames_with_sound(const Spectrum& spectrum) {
  const std::size_t edge = spectrum.rows() > 12 ? 2 : 0;
  std::vector<std::size_t> frames;
  for (std::size_t f = edge; f + edge < spectrum.rows(); ++f)
    if (frame_power(spectrum, f) > kLeastPower * static_cast<double>(spectrum.cols())) frames.push_back(f);
  return frames;
}

/// Power of a bin at its quietest moments: a low percentile of means over kMoment frames, as a share of the
/// mean that noise with this percentile has.
double quiet_power(const Spectrum& spectrum, std::span<const std::size_t> frames, std::size_t bin,
                   double share) {
  const std::size_t moment = std::min(kMoment, frames.size());
  std::vector<double> powers(frames.size() - moment + 1);
  for (std::size_t i = 0; i < powers.size(); ++i)
    for (std::size_t f = 0; f < moment; ++f)
      powers[i] += std::norm(spectrum(frames[i + f], bin)) / static_cast<double>(moment);
  const auto at =
      powers.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(powers.size() - 1));
  std::ranges::nth_element(powers, at);
  return *at;
}

/// Power of the noise in each bin, smoothed over neighbours.
std::vector<double> noise_power(const Spectrum& spectrum, const DenoiseOptions& options) {
  const std::vector<std::size_t> frames = frames_with_sound(spectrum);
  std::vector<double> noise(spectrum.cols(), kLeastPower);
  if (frames.empty()) return noise;
  std::vector<double> quiet(noise.size());
  for (std::size_t k = 0; k < quiet.size(); ++k)
    quiet[k] = quiet_power(spectrum, frames, k, options.quiet_share);
  for (std::size_t k = 0; k < noise.size(); ++k) {
    const std::size_t first = k - std::min(k, kNeighbours);
    const std::size_t last = std::min(quiet.size(), k + kNeighbours + 1);
    const double sum = std::accumulate(quiet.begin() + static_cast<std::ptrdiff_t>(first),
                                       quiet.begin() + static_cast<std::ptrdiff_t>(last), 0.0);
    noise[k] =
        std::max(kLeastPower, options.noise_factor * sum / static_cast<double>(last - first) / kQuietBias);
  }
  return noise;
}

/// Gain of the log-spectral-amplitude estimator. @param snr a priori. @param gamma a posteriori.
double amplitude_gain(double snr, double gamma) {
  const double wiener = snr / (1.0 + snr);
  const double v = wiener * gamma;
  return v > 20.0 ? wiener : wiener * std::exp(-0.5 * std::expint(-std::max(v, 1e-8)));
}

}  // namespace

std::vector<float> denoise(std::span<const float> audio, const DenoiseOptions& options) {
  if (options.sample_rate_hz <= 0 || !(options.window_seconds > 0))
    throw Error("denoise: want a positive rate and window, got {} Hz and {} s", options.sample_rate_hz,
                options.window_seconds);
  if (!(options.quiet_share > 0 && options.quiet_share <= 1))
    throw Error("denoise: quiet_share: want above 0, up to 1, got {}", options.quiet_share);
  if (!(options.noise_factor > 0))
    throw Error("denoise: noise_factor: want above 0, got {}", options.noise_factor);
  if (!(options.floor_db <= 0)) throw Error("denoise: floor_db: want <= 0, got {}", options.floor_db);
  if (audio.empty()) return {};
  const double samples = options.window_seconds * options.sample_rate_hz;
  const int n_fft = 1 << std::max(6, static_cast<int>(std::lround(std::log2(samples))));
  Stft stft({.n_fft = n_fft, .hop_samples = n_fft / 4});
  Spectrum spectrum = stft.forward(audio);
  const std::vector<double> noise = noise_power(spectrum, options);
  const double floor = std::pow(10.0, options.floor_db / 20.0);
  std::vector<double> before(spectrum.cols(), 1.0);  // clean power over noise power in the frame before
  for (std::size_t f = 0; f < spectrum.rows(); ++f)
    for (std::size_t k = 0; k < spectrum.cols(); ++k) {
      const double gamma = std::min(kMostGamma, std::norm(spectrum(f, k)) / noise[k]);
      const double snr =
          std::max(kLeastSnr, kMemory * before[k] + (1.0 - kMemory) * std::max(0.0, gamma - 1.0));
      const double gain = std::clamp(amplitude_gain(snr, gamma), floor, 1.0);
      before[k] = gain * gain * gamma;
      spectrum(f, k) *= static_cast<float>(gain);
    }
  return stft.inverse(spectrum, audio.size());
}

double noise_floor_db(std::span<const float> audio, int sample_rate_hz) {
  const auto size = static_cast<std::size_t>(std::max(1.0, kFrameSeconds * sample_rate_hz));
  std::vector<double> power;
  for (std::size_t first = 0; first + size <= audio.size(); first += size) {
    double sum = 0;
    for (const float x : audio.subspan(first, size)) sum += static_cast<double>(x) * x;
    power.push_back(sum / static_cast<double>(size));
  }
  if (power.size() < 2) return 0;
  std::ranges::sort(power);
  const std::size_t half = power.size() / 2;
  const double loud = std::accumulate(power.begin() + static_cast<std::ptrdiff_t>(half), power.end(), 0.0) /
                      static_cast<double>(power.size() - half);
  const double quiet = power[power.size() / 20];
  if (loud <= 0) return 0;
  return quiet <= 0 ? kSilenceDb : std::max(kSilenceDb, 10.0 * std::log10(quiet / loud));
}

}  // namespace driftwave
