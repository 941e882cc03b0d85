#include "vocoder/harmonic_flow/flow_guide.h"

#include <algorithm>
#include <cmath>

namespace driftwave {

FlowGuide::FlowGuide(std::shared_ptr<const HarmonicFlowModel> model, std::size_t ring_frames,
                     std::size_t most_frames)
    : model_(std::move(model)),
      audio_ring_(ring_frames * model_->hop()),
      strength_ring_(ring_frames, 1.0F),
      drawn_(most_frames * model_->config.mel.bins()),
      target_(most_frames * model_->config.mel.bins()) {}

void FlowGuide::reset(std::size_t first_frame) noexcept {
  first_taken_ = taken_ = first_frame;
}

bool FlowGuide::take_in(std::span<const float> audio, float strength) noexcept {
  const std::size_t at = taken_++ % strength_ring_.size();
  const std::span<float> row = std::span(audio_ring_).subspan(at * model_->hop(), model_->hop());
  const bool is_sound = std::ranges::all_of(audio, [](float x) { return std::isfinite(x); });
  if (audio.empty() || !is_sound)
    std::ranges::fill(row, 0.0F);
  else
    std::ranges::copy(audio, row.begin());
  strength_ring_[at] = std::isfinite(strength) ? std::clamp(strength, 0.0F, 1.0F) : 1.0F;
  return is_sound && std::isfinite(strength);
}

bool FlowGuide::guides(std::size_t first_frame, std::size_t frames) const noexcept {
  for (std::size_t n = 0; n < frames; ++n)
    if (strength(first_frame + n) < 1.0F) return true;
  return false;
}

void FlowGuide::listen(std::size_t frame, std::size_t row, std::span<const float> envelope,
                       RealFft& fft) noexcept {
  const std::size_t hop = model_->hop();
  const std::size_t half = model_->half_window_frames();
  const std::span<float> in = fft.signal();
  for (std::size_t h = 0; h < 2 * half; ++h) {
    const std::span<float> part = in.subspan(h * hop, hop);
    // Before the first frame and after the last there is silence.
    if (frame + h < first_taken_ + half || frame + h >= taken_ + half) {
      std::ranges::fill(part, 0.0F);
      continue;
    }
    const float* audio = audio_ring_.data() + (frame + h - half) % strength_ring_.size() * hop;
    for (std::size_t i = 0; i < hop; ++i) part[i] = audio[i] * model_->window[h * hop + i];
  }
  fft.forward();
  const std::span<const std::complex<float>> turns = model_->turns.of_frame(frame);
  const std::span<const std::complex<float>> bin = fft.spectrum();
  std::complex<float>* to = target_.data() + row * bin.size();
  for (std::size_t k = 0; k < bin.size(); ++k) {
    const float scale = 1.0F / envelope[k];
    to[k] = {(bin[k].real() * turns[k].real() - bin[k].imag() * turns[k].imag()) * scale,
             (bin[k].real() * turns[k].imag() + bin[k].imag() * turns[k].real()) * scale};
  }
}

void FlowGuide::begin(std::size_t first_frame, std::span<const std::complex<float>> drawn) noexcept {
  first_frame_ = first_frame;
  std::ranges::copy(drawn, drawn_.begin());
}

void FlowGuide::hold(double from, double to, std::span<std::complex<float>> state) const noexcept {
  const std::size_t bins = model_->config.mel.bins();
  const auto t = static_cast<float>(to);
  for (std::size_t n = 0; n * bins < state.size(); ++n) {
    const double leaves = 1.0 - strength(first_frame_ + n);
    if (leaves <= from && from < to) continue;
    // The share of the step that the flow has had this frame.
    const auto flown =
        static_cast<float>(from < to ? std::clamp((to - leaves) / (to - from), 0.0, 1.0) : 0.0);
    const std::complex<float>* drawn = drawn_.data() + n * bins;
    const std::complex<float>* target = target_.data() + n * bins;
    std::complex<float>* x = state.data() + n * bins;
    for (std::size_t k = 0; k < bins; ++k)
      x[k] = flown * x[k] + (1.0F - flown) * ((1.0F - t) * drawn[k] + t * target[k]);
  }
}

}  // namespace driftwave
