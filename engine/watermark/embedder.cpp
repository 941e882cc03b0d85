#include "engine/watermark/embedder.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "engine/core/error.h"
#include "engine/dsp/fft.h"
#include "engine/watermark/chips.h"
#include "engine/watermark/masking.h"

namespace driftwave {
namespace {

constexpr int kHopsPerSecond = 100;
constexpr std::size_t kChipHop = kChipRateHz / kHopsPerSecond;
constexpr std::size_t kChipFrame = 2 * kChipHop;
constexpr double kTwoPi = 2.0 * std::numbers::pi;

std::size_t hop_at(int sample_rate_hz) {
  return static_cast<std::size_t>(std::lround(static_cast<double>(sample_rate_hz) / kHopsPerSecond));
}

std::size_t hop_of(const WatermarkOptions& options) {
  if (options.sample_rate_hz < 1000 || options.sample_rate_hz > 768000)
    throw Error("watermark: rate: want 1000..768000 Hz, got {}", options.sample_rate_hz);
  if (!(options.level_db >= -60.0 && options.level_db <= 0.0))
    throw Error("watermark: level: want -60..0 dB, got {}", options.level_db);
  return hop_at(options.sample_rate_hz);
}

}  // namespace

std::size_t watermark_latency_samples(int sample_rate_hz) noexcept {
  return 2 * hop_at(sample_rate_hz);
}

struct WatermarkEmbedder::State {
  explicit State(const WatermarkOptions& options);
  void begin(double first_second) noexcept;
  void take_frame() noexcept;
  void load_chips() noexcept;

  std::size_t hop;
  double chips_per_sample;
  float gain;
  std::vector<float> chips;
  RealFft fft;
  RealFft chip_fft;
  std::vector<float> window;
  std::vector<float> chip_window;
  Masking masking;
  std::vector<float> power;
  std::vector<float> band_power;
  std::vector<float> allowance;
  std::vector<float> recent;  ///< the last frame of input
  std::vector<float> sum;     ///< marks of overlapping frames
  std::vector<float> ready;   ///< the next hop of output
  std::size_t filled = 0;     ///< of the last hop of `recent`
  std::uint64_t frames = 0;
  double first_chip = 0;
};

WatermarkEmbedder::State::State(const WatermarkOptions& options)
    : hop(hop_of(options)),
      chips_per_sample(static_cast<double>(kChipRateHz) / options.sample_rate_hz),
      // Chips are as strong as the sound at 0 dB: a windowed frame of them has the power of half its length.
      gain(static_cast<float>(std::pow(10.0, options.level_db / 20.0) / std::sqrt(kChipFrame / 2.0))),
      chips(chips_with(make_chips(options.key), encode_watermark(options.payload))),
      fft(2 * hop),
      chip_fft(kChipFrame),
      window(sine_window(2 * hop)),
      chip_window(sine_window(kChipFrame)),
      masking({.bins = std::min(fft.bins(), chip_fft.bins()),
               .bin_hz = static_cast<double>(options.sample_rate_hz) / static_cast<double>(2 * hop)}),
      power(masking.bins()),
      band_power(masking.bins()),
      allowance(masking.bins()),
      recent(2 * hop),
      sum(2 * hop),
      ready(hop) {
  begin(options.first_second);
}

void WatermarkEmbedder::State::begin(double first_second) noexcept {
  std::ranges::fill(recent, 0.0F);
  std::ranges::fill(sum, 0.0F);
  std::ranges::fill(ready, 0.0F);
  masking.reset();
  filled = 0;
  frames = 0;
  first_chip = std::fmod(first_second * kChipRateHz, static_cast<double>(kChipPeriod));
}

/// The chips' spectrum where the frame begins, which may be between two of them.
void WatermarkEmbedder::State::load_chips() noexcept {
  const double begin =
      first_chip + (static_cast<double>(frames) * static_cast<double>(hop) - static_cast<double>(2 * hop)) *
                       chips_per_sample;
  const double whole = std::floor(begin);
  constexpr auto kPeriod = static_cast<double>(kChipPeriod);
  auto chip = static_cast<std::size_t>(whole - kPeriod * std::floor(whole / kPeriod)) % kChipPeriod;
  const std::span<float> signal = chip_fft.signal();
  for (std::size_t i = 0; i < kChipFrame; ++i) {
    signal[i] = chips[chip] * chip_window[i];
    chip = chip + 1 == kChipPeriod ? 0 : chip + 1;
  }
  chip_fft.forward();
  const double turn = kTwoPi * (begin - whole) / static_cast<double>(kChipFrame);
  const std::span<std::complex<float>> spectrum = chip_fft.spectrum();
  for (std::size_t k = 0; k < masking.bins(); ++k)
    spectrum[k] *= std::complex<float>(std::polar(1.0, turn * static_cast<double>(k)));
}

void WatermarkEmbedder::State::take_frame() noexcept {
  ++frames;
  load_chips();
  const std::span<float> signal = fft.signal();
  for (std::size_t i = 0; i < signal.size(); ++i) signal[i] = recent[i] * window[i];
  fft.forward();
  const std::span<std::complex<float>> spectrum = fft.spectrum();
  for (std::size_t k = 0; k < power.size(); ++k) power[k] = std::norm(spectrum[k]);
  masking.band_power(power, band_power);
  masking.allowance(power, allowance);
  std::ranges::fill(spectrum, std::complex<float>{});
  const std::span<const std::complex<float>> chip_spectrum = chip_fft.spectrum();
  bool finite = true;
  for (std::size_t k = masking.first_marked(); k < masking.end_marked(); ++k) {
    const float amplitude = gain * allowance[k] * std::sqrt(band_power[k]);
    finite = finite && std::isfinite(amplitude);
    spectrum[k] = chip_spectrum[k] * amplitude;
  }
  fft.inverse();
  if (finite)
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += signal[i] * window[i];
  for (std::size_t i = 0; i < hop; ++i) ready[i] = recent[i] + sum[i];
  std::shift_left(sum.begin(), sum.end(), static_cast<std::ptrdiff_t>(hop));
  std::shift_left(recent.begin(), recent.end(), static_cast<std::ptrdiff_t>(hop));
  std::fill(sum.end() - static_cast<std::ptrdiff_t>(hop), sum.end(), 0.0F);
}

WatermarkEmbedder::WatermarkEmbedder(const WatermarkOptions& options)
    : state_(std::make_unique<State>(options)) {}

WatermarkEmbedder::~WatermarkEmbedder() = default;
WatermarkEmbedder::WatermarkEmbedder(WatermarkEmbedder&&) noexcept = default;
WatermarkEmbedder& WatermarkEmbedder::operator=(WatermarkEmbedder&&) noexcept = default;

std::size_t WatermarkEmbedder::latency_samples() const noexcept {
  return 2 * state_->hop;
}

void WatermarkEmbedder::reset(double first_second) noexcept {
  state_->begin(first_second);
}

void WatermarkEmbedder::process(std::span<const float> in, std::span<float> out) noexcept {
  State& s = *state_;
  for (std::size_t i = 0; i < in.size(); ++i) {
    s.recent[s.hop + s.filled] = in[i];
    out[i] = s.ready[s.filled];
    if (++s.filled < s.hop) continue;
    s.filled = 0;
    s.take_frame();
  }
}

std::vector<float> watermarked(std::span<const float> audio, const WatermarkOptions& options) {
  WatermarkEmbedder embedder(options);
  const std::size_t latency = embedder.latency_samples();
  std::vector<float> out(audio.begin(), audio.end());
  out.resize(audio.size() + latency, 0.0F);
  embedder.process(out, out);
  out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(latency));
  return out;
}

}  // namespace driftwave
