#pragma once
/// Mel spectrograms: the only thing that passes between the front ends and the vocoder.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/core/tensor.h"

namespace driftwave {

/// How a band's value comes from the magnitudes of its bins.
enum class MelScale {
  /// Natural log of a mean: Slaney's mel scale, each filter sums to 1, silence beyond the ends.
  kNaturalLog,
  /// As public DiffWave and WaveGrad models expect it: O'Shaughnessy's mel scale (2595 log10(1 + f / 700)),
  /// filters that peak at 1, transform divided by the window's norm, signal mirrored at the ends; then
  /// (20 log10(x) - 20 + 100) / 100, clamped to 0..1.
  kUnitDecibels,
};

/// What a mel spectrogram means. A vocoder refuses a mel whose settings differ from its own.
struct MelSettings {
  int sample_rate_hz = 44100;
  int n_fft = 2048;
  int hop_samples = 512;
  int mels = 128;
  double low_hz = 0.0;
  double high_hz = 22050.0;
  /// Smallest magnitude: values below are raised to it before the logarithm.
  double floor = 1e-4;
  MelScale scale = MelScale::kNaturalLog;
  /// Length of the Hann window, centred in n_fft samples; 0 is n_fft. Only kUnitDecibels has another.
  int window_samples = 0;

  bool operator==(const MelSettings&) const = default;

  /// Centred frames of a signal of `samples` samples: samples / hop + 1.
  [[nodiscard]] std::size_t frames_of(std::size_t samples) const {
    return samples / static_cast<std::size_t>(hop_samples) + 1;
  }
  [[nodiscard]] std::size_t bins() const { return static_cast<std::size_t>(n_fft) / 2 + 1; }
  [[nodiscard]] double frames_per_second() const { return static_cast<double>(sample_rate_hz) / hop_samples; }
};

/// One line for messages: "44100 Hz, n_fft 2048, hop 512, 128 mels, 0-22050 Hz, floor 0.0001", and scale and
/// window where they are not the default.
[[nodiscard]] std::string describe(const MelSettings& settings);

/// @throws Error naming the field unless rates and sizes are positive, n_fft is a power of two,
/// n_fft is a multiple of hop (natural log only), and 0 <= low < high <= rate / 2.
void validate(const MelSettings& settings);

/// Triangular filters. Natural log: on the Slaney mel scale (linear below 1 kHz, logarithmic above), each row
/// summing to 1: a mel value is a mean magnitude, whatever the width of its band; a band too narrow to hold a
/// bin interpolates between the two nearest. Unit decibels: peaks of 1, and narrow bands stay empty.
/// @return [M, K]
[[nodiscard]] Array2<float> mel_filterbank(const MelSettings& settings);

/// Centre frequency of each mel band in hertz. @return [M]
[[nodiscard]] std::vector<double> mel_centres_hz(const MelSettings& settings);

/// The mel-weighted STFT magnitude (Hann, centred frames) on the settings' scale.
/// @param audio [T] in -1..1, one channel, at the settings' rate.
/// @return [F, M] with F = T / hop + 1.
[[nodiscard]] Array2<float> log_mel(std::span<const float> audio, const MelSettings& settings);

/// What log_mel() gives for MelScale::kUnitDecibels. @return [F, M] in 0..1
[[nodiscard]] Array2<float> unit_decibel_mel(std::span<const float> audio, const MelSettings& settings);

}  // namespace driftwave
