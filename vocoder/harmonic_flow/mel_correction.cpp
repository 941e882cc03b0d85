#include "vocoder/harmonic_flow/mel_correction.h"

#include <algorithm>

#include "engine/nn/elementwise.h"

namespace driftwave {
namespace {

/// The most that a round changes a band, in nepers.
constexpr float kMostNepers = 1.0F;
/// A frame's neighbours pull it back: each round goes further than it wants to arrive.
constexpr float kRelaxation = 1.5F;

}  // namespace

MelCorrection::MelCorrection(std::shared_ptr<const HarmonicFlowModel> model)
    : model_(std::move(model)),
      fft_(model_->n_fft()),
      projection_(model_->config.mel),
      half_(model_->half_window_frames()),
      signal_(model_->n_fft()),
      tail_(model_->n_fft()),
      weight_(model_->n_fft()),
      missing_(projection_.mels()),
      gain_(fft_.bins()) {}

void MelCorrection::reset(std::size_t first_frame) noexcept {
  first_frame_ = hops_in_ = first_frame;
  std::ranges::fill(signal_, 0.0F);
  std::ranges::fill(tail_, 0.0F);
  std::ranges::fill(weight_, 0.0F);
}

bool MelCorrection::push(std::span<const float> in, std::span<const float> mel,
                         std::span<float> out) noexcept {
  const std::size_t hop = model_->hop();
  const auto shift = [hop](std::vector<float>& x) {
    std::copy(x.begin() + static_cast<std::ptrdiff_t>(hop), x.end(), x.begin());
    std::fill(x.end() - static_cast<std::ptrdiff_t>(hop), x.end(), 0.0F);
  };
  const std::ptrdiff_t frame = next_frame();
  shift(signal_);
  std::ranges::copy(in, signal_.end() - static_cast<std::ptrdiff_t>(hop));
  ++hops_in_;
  if (frame >= static_cast<std::ptrdiff_t>(first_frame_) && !mel.empty()) correct(mel);
  // The window's first hop is complete.
  const bool is_sound = hops_in_ >= first_frame_ + 2 * half_;
  for (std::size_t i = 0; i < hop && is_sound; ++i) out[i] = tail_[i] / std::max(weight_[i], 1e-3F);
  shift(tail_);
  shift(weight_);
  return is_sound;
}

void MelCorrection::correct(std::span<const float> mel) noexcept {
  const std::span<float> windowed = fft_.signal();
  for (std::size_t i = 0; i < windowed.size(); ++i) windowed[i] = signal_[i] * model_->window[i];
  fft_.forward();
  projection_.apply(fft_.spectrum(), missing_);
  for (std::size_t m = 0; m < missing_.size(); ++m)
    missing_[m] = kRelaxation * std::clamp(mel[m] - missing_[m], -kMostNepers, kMostNepers);
  model_->envelope.log_magnitude(missing_, gain_);
  exponential(gain_);
  const std::span<std::complex<float>> bin = fft_.spectrum();
  for (std::size_t k = 0; k < bin.size(); ++k) bin[k] *= gain_[k];
  fft_.inverse();
  const std::span<const float> corrected = fft_.signal();
  for (std::size_t i = 0; i < tail_.size(); ++i) {
    tail_[i] += corrected[i] * model_->window[i];
    weight_[i] += model_->window[i] * model_->window[i];
  }
}

}  // namespace driftwave
