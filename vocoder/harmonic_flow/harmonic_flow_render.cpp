/// From frames whose conditioner has been heard to hops of sound: the second half of HarmonicFlowStream.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/diffusion/executor.h"
#include "engine/nn/elementwise.h"
#include "vocoder/harmonic_flow/harmonic_flow_stream.h"

namespace driftwave {
namespace {

/// Real and imaginary parts of the first values: a plan's coefficients are real.
std::span<float> floats_of(std::vector<std::complex<float>>& x, std::size_t values) {
  return {reinterpret_cast<float*>(x.data()), 2 * values};
}

}  // namespace

std::size_t HarmonicFlowStream::render(std::size_t frames, StepGovernor& governor,
                                       std::span<float> out) noexcept {
  render_signals(frames);
  draw_prior(frames);
  run_flow(frames, begin_guide(frames), governor);
  std::size_t written = 0;
  for (std::size_t i = 0; i < frames; ++i, ++rendered_)
    written += overlap_add(rendered_, i, out.subspan(written));
  return written;
}

/// Source and noise of the frames' windows, and their transforms into source_ and state_.
void HarmonicFlowStream::render_signals(std::size_t frames) noexcept {
  const std::size_t hop = model_->hop();
  const std::size_t hops = model_->n_fft() / hop;
  const auto half = static_cast<std::ptrdiff_t>(model_->half_window_frames());
  if (rendered_ == start_.frame) {
    // The first window's hops but the last, in place of the zeros of a fresh window.
    source_signal_.drop_all();
    noise_signal_.drop_all();
    const std::span<float> source = source_signal_.append(hops - 1);
    const std::span<float> noise = noise_signal_.append(hops - 1);
    for (std::size_t i = 0; i + 1 < hops; ++i) {
      source_row(static_cast<std::ptrdiff_t>(rendered_ + i) - half, source.subspan(i * hop, hop));
      noise_row(rendered_ + i, noise.subspan(i * hop, hop));
    }
  }
  const std::span<float> source = source_signal_.append(frames);
  const std::span<float> noise = noise_signal_.append(frames);
  for (std::size_t i = 0; i < frames; ++i) {
    source_row(static_cast<std::ptrdiff_t>(rendered_ + i) + half - 1, source.subspan(i * hop, hop));
    noise_row(rendered_ + i + hops - 1, noise.subspan(i * hop, hop));
  }
  transform(source_signal_.rows(), frames, source_);
  transform(noise_signal_.rows(), frames, state_);
  source_signal_.drop(frames);
  noise_signal_.drop(frames);
}

SourceFrame HarmonicFlowStream::track_at(std::ptrdiff_t frame) const noexcept {
  const SourceSettings settings = model_->source_settings();
  const std::ptrdiff_t nearest =
      std::clamp(frame, static_cast<std::ptrdiff_t>(start_.frame), static_cast<std::ptrdiff_t>(taken_) - 1);
  SourceFrame at = track_ring_[static_cast<std::size_t>(nearest) % ring_frames_];
  if (nearest != frame)
    at.phase_rad += 2.0 * std::numbers::pi * at.f0_hz *
                    static_cast<double>((frame - nearest) * settings.hop_samples) / settings.sample_rate_hz;
  return at;
}

void HarmonicFlowStream::source_row(std::ptrdiff_t hop_index, std::span<float> row) noexcept {
  source_hop(track_at(hop_index), track_at(hop_index + 1), model_->source_settings(), row);
}

void HarmonicFlowStream::noise_row(std::size_t hop_index, std::span<float> row) noexcept {
  blended_noise({.seed = seed_, .purpose = NoisePurpose::kPrior}, options_.blend, hop_index * row.size(), row,
                other_noise_);
}

void HarmonicFlowStream::transform(std::span<const float> signal, std::size_t frames,
                                   ComplexFrames& spectrum) noexcept {
  const std::size_t hop = model_->hop();
  const std::size_t bins = fft_.bins();
  for (std::size_t n = 0; n < frames; ++n) {
    const std::span<const float> from = signal.subspan(n * hop, model_->n_fft());
    const std::span<float> in = fft_.signal();
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = from[i] * model_->window[i] * model_->noise_scale;
    fft_.forward();
    const std::span<const std::complex<float>> turns = model_->turns.of_frame(rendered_ + n);
    const std::span<const std::complex<float>> bin = fft_.spectrum();
    std::complex<float>* to = spectrum.data() + n * bins;
    // Spelled out here and below: std::complex would check each product for infinities.
    for (std::size_t k = 0; k < bins; ++k)
      to[k] = {bin[k].real() * turns[k].real() - bin[k].imag() * turns[k].imag(),
               bin[k].real() * turns[k].imag() + bin[k].imag() * turns[k].real()};
  }
}

/// mean_ = H E and state_ = H E + g noise.
void HarmonicFlowStream::draw_prior(std::size_t frames) noexcept {
  const std::size_t bins = fft_.bins();
  for (std::size_t n = 0; n < frames; ++n) {
    const std::span<float> heads = prior_.heads().subspan(n * 3 * bins, 3 * bins);
    const std::span<float> gains = heads.last(bins);
    softplus(gains);
    const auto [harmonics, breath] = gains_ring_[(rendered_ + n) % ring_frames_];
    const std::complex<float>* e = source_.data() + n * bins;
    std::complex<float>* mean = mean_.data() + n * bins;
    std::complex<float>* state = state_.data() + n * bins;
    for (std::size_t k = 0; k < bins; ++k) {
      const float re = harmonics * (heads[k] * e[k].real() - heads[bins + k] * e[k].imag());
      const float im = harmonics * (heads[k] * e[k].imag() + heads[bins + k] * e[k].real());
      const float gain = breath * gains[k];
      mean[k] = {re, im};
      state[k] = {re + gain * state[k].real(), im + gain * state[k].imag()};
    }
  }
}

void HarmonicFlowStream::find_envelope(std::size_t frame) noexcept {
  model_->envelope.log_magnitude(mel_of(frame), envelope_);
  exponential(envelope_);
}

bool HarmonicFlowStream::begin_guide(std::size_t frames) noexcept {
  if (!guide_.guides(rendered_, frames)) return false;
  for (std::size_t n = 0; n < frames; ++n) {
    if (guide_.strength(rendered_ + n) >= 1.0F) continue;
    find_envelope(rendered_ + n);
    guide_.listen(rendered_ + n, n, envelope_, fft_);
  }
  const std::span<std::complex<float>> state = std::span(state_).first(frames * fft_.bins());
  guide_.begin(rendered_, state);
  guide_.hold(options_.start_time, options_.start_time, state);
  return true;
}

void HarmonicFlowStream::run_flow(std::size_t frames, bool guided, StepGovernor& governor) noexcept {
  const std::size_t values = frames * fft_.bins();
  const FlowInput input{
      std::span(mean_).first(values), std::span(source_).first(values),
      prior_.features().first(frames * static_cast<std::size_t>(model_->config.prior_channels))};
  if (plan_) return flow_.end_block(run_plan(input, guided));
  if (options_.fixed_steps < 0) return flow_.end_block(run_euler(input, frames, guided, governor));
  FixedSteps fixed(options_.fixed_steps);
  flow_.end_block(run_euler(input, frames, guided, fixed));
}

/// @return evaluations
int HarmonicFlowStream::run_euler(const FlowInput& input, std::size_t frames, bool guided,
                                  StepGovernor& governor) noexcept {
  const std::size_t values = input.mean.size();
  double t = options_.start_time;
  int done = 0;
  for (; done < options_.max_steps; ++done) {
    const int remaining = std::min(governor.remaining(done, frames), options_.max_steps - done);
    if (remaining <= 0) break;
    const double size = (1.0 - t) / remaining;
    model_->flow.velocity(std::span(state_).first(values), input, {.index = done, .t = static_cast<float>(t)},
                          flow_, std::span(direction_).first(values));
    const auto step = static_cast<float>(size);
    for (std::size_t i = 0; i < values; ++i)
      state_[i] = {state_[i].real() + step * direction_[i].real(),
                   state_[i].imag() + step * direction_[i].imag()};
    if (guided) guide_.hold(t, t + size, std::span(state_).first(values));
    t += size;
  }
  if (guided && done == 0) guide_.hold(t, 1.0, std::span(state_).first(values));
  return done;
}

/// @return evaluations
int HarmonicFlowStream::run_plan(const FlowInput& input, bool guided) noexcept {
  const std::size_t values = input.mean.size();
  int done = 0;
  double step_began = options_.start_time;
  for (const PlanRow& row : plan_->rows) {
    model_->flow.velocity(std::span(state_).first(values), input,
                          {.index = done++, .t = static_cast<float>(row.at.time)}, flow_,
                          std::span(direction_).first(values));
    apply_row<float>(row, floats_of(state_, values), floats_of(direction_, values),
                     floats_of(direction_before_, values));
    std::swap(direction_, direction_before_);
    if (guided && row.ends_step) {
      guide_.hold(step_began, row.after.time, std::span(state_).first(values));
      step_began = row.after.time;
    }
  }
  return done;
}

/// Adds a frame to the tail and emits the hop that no later frame adds to.
std::size_t HarmonicFlowStream::overlap_add(std::size_t frame, std::size_t row,
                                            std::span<float> out) noexcept {
  const std::size_t bins = fft_.bins();
  find_envelope(frame);
  const std::span<const std::complex<float>> turns = model_->turns.of_frame(frame);
  const std::complex<float>* state = state_.data() + row * bins;
  const std::span<std::complex<float>> bin = fft_.spectrum();
  for (std::size_t k = 0; k < bins; ++k)
    bin[k] = {(state[k].real() * turns[k].real() + state[k].imag() * turns[k].imag()) * envelope_[k],
              (state[k].imag() * turns[k].real() - state[k].real() * turns[k].imag()) * envelope_[k]};
  fft_.inverse();
  tail_.add(fft_.signal());
  const bool is_sound = frame >= start_.frame + model_->half_window_frames();
  return emit_hop(is_sound ? out : out.first(0));
}

/// The tail's first hop leaves; into `out` if that has room. @return samples written
std::size_t HarmonicFlowStream::emit_hop(std::span<float> out) noexcept {
  const std::size_t written = out.empty() ? 0 : model_->hop();
  if (written > 0) tail_.read(out);
  tail_.shift();
  return written;
}

}  // namespace driftwave
