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
      tail_(model_->window, model_->hop()),
      missing_(projection_.mels()),
      gain_(fft_.bins()) {}

void MelCorrection::reset(std::size_t first_frame) noexcept {
  first_frame_ = hops_in_ = first_frame;
  std::ranges::fill(signal_, 0.0F);
  tail_.reset();
}

bool MelCorrection::push(std::span<const float> in, std::span<const float> mel,
                         std::span<float> out) noexcept {
  const std::size_t hop = model_->hop();
  const std::ptrdiff_t frame = next_frame();
  shift_left(signal_, hop);
  std::ranges::copy(in, signal_.end() - static_cast<std::ptrdiff_t>(hop));
  ++hops_in_;
  if (frame >= static_cast<std::ptrdiff_t>(first_frame_) && !mel.empty()) correct(mel);
  // The window's first hop is complete.
  const bool is_sound = hops_in_ >= first_frame_ + 2 * half_;
  if (is_sound) tail_.read(out);
  tail_.shift();
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
  tail_.add(fft_.signal());
}

}  // namespace driftwave
