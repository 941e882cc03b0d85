#pragma once
/// Spectral transforms for training, equal to engine/dsp/stft and engine/dsp/mel at run time.
///
/// Slices: F frames need (F - 1) * hop + n_fft samples; frame j covers samples j * hop .. j * hop + n_fft.
#include <ATen/core/Tensor.h>

#include "vocoder/harmonic_flow/config.h"

namespace driftwave::training {

/// A complex spectrum as two real tensors of one shape, mostly [B, F, K].
struct Complex {
  at::Tensor re;
  at::Tensor im;
};

[[nodiscard]] Complex operator*(const Complex& a, const Complex& b);
[[nodiscard]] Complex operator+(const Complex& a, const Complex& b);
[[nodiscard]] Complex operator-(const Complex& a, const Complex& b);
[[nodiscard]] Complex operator*(const Complex& a, const at::Tensor& scale);
[[nodiscard]] at::Tensor magnitude(const Complex& a);

class Spectral {
 public:
  Spectral(const MelSettings& settings, const at::Device& device);

  [[nodiscard]] std::int64_t slice_samples(std::int64_t frames) const { return (frames - 1) * hop_ + n_fft_; }
  [[nodiscard]] std::int64_t n_fft() const { return n_fft_; }
  [[nodiscard]] std::int64_t hop() const { return hop_; }

  /// STFT referenced to the frame centre and with phase-advance compensation: a steady partial turns slowly.
  /// @param audio [B, slice_samples(F)]. @return [B, F, K]
  [[nodiscard]] Complex analyse(const at::Tensor& audio) const;

  /// Least-squares inverse of analyse(). @return [B, slice_samples(F)]
  [[nodiscard]] at::Tensor synthesise(const Complex& spectrum) const;

  /// First and one-past-last sample of a slice which every overlapping frame covers.
  [[nodiscard]] std::int64_t interior_begin() const { return n_fft_ - hop_; }
  [[nodiscard]] std::int64_t interior_end(std::int64_t frames) const { return frames * hop_; }

  /// @param magnitude [B, F, K]. @return [B, F, M] natural log
  [[nodiscard]] at::Tensor log_mel(const at::Tensor& magnitude) const;
  /// @param mel [B, F, M]. @return [B, F, K] magnitude
  [[nodiscard]] at::Tensor envelope(const at::Tensor& mel) const;
  /// Scale that gives the transform of unit-variance white noise unit variance.
  [[nodiscard]] double noise_scale() const { return noise_scale_; }

 private:
  std::int64_t n_fft_;
  std::int64_t hop_;
  double floor_;
  double noise_scale_;
  at::Tensor window_;      // [n_fft]
  at::Tensor filterbank_;  // [K, M]
  at::Tensor lower_;       // [K]
  at::Tensor share_;       // [K]
  Complex turn_;           // [n_fft / hop, K]
  [[nodiscard]] Complex turns(std::int64_t frames, bool back) const;
};

}  // namespace driftwave::training
