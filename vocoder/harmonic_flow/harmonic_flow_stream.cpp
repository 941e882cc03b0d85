#include "vocoder/harmonic_flow/harmonic_flow_stream.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/core/error.h"
#include "engine/diffusion/executor.h"
#include "engine/nn/elementwise.h"

namespace driftwave {
namespace {

constexpr float kUnknownPitchHz = 150.0F;
constexpr float kMaxGain = 16.0F;
constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

bool is_pitch(float hz) {
  return std::isfinite(hz) && hz > 0;
}

std::size_t ring_frames(const HarmonicFlowModel& model, const VocoderStreamOptions& options) {
  return options.max_frames + model.lookahead_frames() + model.half_window_frames() + 2;
}

/// The most frames that become complete at once: those of a call, and at the end those that waited.
std::size_t most_frames(const HarmonicFlowModel& model, const VocoderStreamOptions& options) {
  return options.max_frames + model.lookahead_frames();
}

/// Real and imaginary parts of the first values: a plan's coefficients are real.
std::span<float> floats_of(std::vector<std::complex<float>>& x, std::size_t values) {
  return {reinterpret_cast<float*>(x.data()), 2 * values};
}

float at_or(std::span<const float> values, std::size_t n, float otherwise) {
  return values.empty() ? otherwise : values[n];
}

FrameWindowOptions signal_window(const HarmonicFlowModel& model, const VocoderStreamOptions& options) {
  return {.row_floats = model.hop(),
          .span = model.n_fft() / model.hop() - 1,
          .max_new_frames = most_frames(model, options)};
}

}  // namespace

HarmonicFlowStream::HarmonicFlowStream(std::shared_ptr<const HarmonicFlowModel> model,
                                       const VocoderStreamOptions& options,
                                       std::shared_ptr<const SamplerPlan> plan)
    : model_(std::move(model)),
      options_(options),
      plan_(std::move(plan)),
      fft_(model_->n_fft()),
      prior_(model_->prior.open(std::max(options.max_frames, model_->delay_frames()))),
      flow_(
          model_->flow.open(most_frames(*model_, options), plan_ ? plan_->evaluations() : options.max_steps)),
      source_signal_(signal_window(*model_, options)),
      noise_signal_(signal_window(*model_, options)),
      ring_frames_(ring_frames(*model_, options)),
      mel_ring_(ring_frames_ * static_cast<std::size_t>(model_->config.mel.mels)),
      track_ring_(ring_frames_),
      gains_ring_(ring_frames_),
      guide_(model_, ring_frames_, most_frames(*model_, options)),
      envelope_(model_->config.mel.bins()),
      other_noise_(model_->hop()),
      tail_(model_->n_fft()),
      weight_(model_->n_fft()) {
  const std::size_t values = most_frames(*model_, options) * model_->config.mel.bins();
  source_.resize(values);
  mean_.resize(values);
  state_.resize(values);
  direction_.resize(values);
  if (plan_) direction_before_.resize(values);
  start(options.seed, {});
}

std::size_t HarmonicFlowStream::max_samples() const noexcept {
  return (most_frames(*model_, options_) + model_->half_window_frames()) * model_->hop();
}

void HarmonicFlowStream::start(std::uint64_t seed, const StreamStart& start) noexcept {
  seed_ = seed;
  start_ = start;
  taken_ = conditioned_ = rendered_ = start.frame;
  prior_.reset();
  flow_.reset();
  source_signal_.reset();
  noise_signal_.reset();
  guide_.reset(start.frame);
  std::ranges::fill(tail_, 0.0F);
  std::ranges::fill(weight_, 0.0F);
}

std::size_t HarmonicFlowStream::process(const VocoderFrames& frames, StepGovernor& governor,
                                        std::span<float> out) noexcept {
  const std::size_t count = frames.f0_hz.size();
  assert(count <= options_.max_frames &&
         frames.mel.size() == count * static_cast<std::size_t>(model_->config.mel.mels) &&
         frames.voicing.size() == count && out.size() >= max_samples());
  for (std::size_t n = 0; n < count; ++n) take_in(frames, n);
  const std::size_t delay = model_->delay_frames();
  const std::size_t end = std::max(conditioned_, taken_ > delay ? taken_ - delay : 0);
  return advance(end, false, governor, out);
}

std::size_t HarmonicFlowStream::finish(StepGovernor& governor, std::span<float> out) noexcept {
  if (taken_ == start_.frame) return 0;
  std::size_t written = advance(taken_, true, governor, out);
  for (std::size_t i = 0; i < model_->half_window_frames(); ++i) {
    // Hops before the first frame's are not sound: a short stream ends before they have passed.
    if (rendered_++ < start_.frame + model_->half_window_frames()) {
      (void)emit_hop(std::span(envelope_).first(0));
      continue;
    }
    written += emit_hop(out.subspan(written));
  }
  start(seed_, start_);
  return written;
}

void HarmonicFlowStream::take_in(const VocoderFrames& frames, std::size_t n) noexcept {
  const auto mels = static_cast<std::size_t>(model_->config.mel.mels);
  const std::size_t hop = model_->hop();
  bool is_good = take_in_mel(frames.mel.subspan(n * mels, mels));
  is_good &= take_in_pitch(frames.f0_hz[n], frames.voicing[n], at_or(frames.phase_rad, n, kUnknown));
  is_good &= frames.phase_rad.empty() || std::isfinite(frames.phase_rad[n]);
  is_good &= take_in_gains(at_or(frames.harmonics, n, 1.0F), at_or(frames.breath, n, 1.0F));
  const float furthest = 1.0F - static_cast<float>(options_.start_time);
  is_good &= guide_.take_in(frames.guide.empty() ? frames.guide : frames.guide.subspan(n * hop, hop),
                            std::min(at_or(frames.strength, n, 1.0F), furthest));
  if (!is_good) ++repaired_frames_;
  ++taken_;
}

bool HarmonicFlowStream::take_in_mel(std::span<const float> mel) noexcept {
  const std::span<float> row = std::span(mel_ring_).subspan(taken_ % ring_frames_ * mel.size(), mel.size());
  if (std::ranges::all_of(mel, [](float x) { return std::isfinite(x); })) {
    std::ranges::copy(mel, row.begin());
    return true;
  }
  std::ranges::fill(row, static_cast<float>(std::log(model_->config.mel.floor)));
  return false;
}

bool HarmonicFlowStream::take_in_pitch(float f0_hz, float voicing, float phase_rad) noexcept {
  const bool is_first = taken_ == start_.frame;
  const SourceFrame before = is_first ? SourceFrame{} : track_at(static_cast<std::ptrdiff_t>(taken_) - 1);
  const bool is_good = is_pitch(f0_hz) && voicing >= 0 && voicing <= 1;
  if (!is_good) {
    f0_hz = is_first ? kUnknownPitchHz : static_cast<float>(before.f0_hz);
    voicing = 0;
  }
  double phase = phase_rad;
  if (!std::isfinite(phase_rad)) {
    phase = is_first ? start_.phase_rad
                     : advance_phase(before.phase_rad, before.f0_hz, f0_hz, model_->source_settings());
  }
  track_ring_[taken_ % ring_frames_] = {phase, f0_hz, voicing};
  return is_good;
}

bool HarmonicFlowStream::take_in_gains(float harmonics, float breath) noexcept {
  const auto is_gain = [](float x) { return x >= 0 && x <= kMaxGain; };
  const bool is_good = is_gain(harmonics) && is_gain(breath);
  gains_ring_[taken_ % ring_frames_] = is_good ? PriorGains{harmonics, breath} : PriorGains{};
  return is_good;
}

std::size_t HarmonicFlowStream::advance(std::size_t end, bool at_end, StepGovernor& governor,
                                        std::span<float> out) noexcept {
  const auto mels = static_cast<std::size_t>(model_->config.mel.mels);
  const std::span<float> rows = prior_.append(end - conditioned_);
  for (std::size_t i = 0; conditioned_ < end; ++conditioned_, ++i) {
    const std::size_t at = conditioned_ % ring_frames_;
    const SourceFrame& track = track_ring_[at];
    PriorNetwork::fill_row(std::span(mel_ring_).subspan(at * mels, mels), static_cast<float>(track.f0_hz),
                           static_cast<float>(track.voicing), rows.subspan(i * (mels + 2), mels + 2));
  }
  const std::size_t frames = model_->prior.run(prior_, at_end);
  return frames > 0 ? render(frames, governor, out) : 0;
}

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
  const auto mels = static_cast<std::size_t>(model_->config.mel.mels);
  model_->envelope.log_magnitude(std::span(mel_ring_).subspan(frame % ring_frames_ * mels, mels), envelope_);
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
  const std::span<const float> signal = fft_.signal();
  for (std::size_t i = 0; i < tail_.size(); ++i) {
    tail_[i] += signal[i] * model_->window[i];
    weight_[i] += model_->window[i] * model_->window[i];
  }
  const bool is_sound = frame >= start_.frame + model_->half_window_frames();
  return emit_hop(is_sound ? out : out.first(0));
}

/// The tail's first hop leaves; into `out` if that has room. @return samples written
std::size_t HarmonicFlowStream::emit_hop(std::span<float> out) noexcept {
  const std::size_t hop = model_->hop();
  const std::size_t written = out.empty() ? 0 : hop;
  // 1e-3 keeps a barely covered last sample from being blown up.
  for (std::size_t i = 0; i < written; ++i) out[i] = tail_[i] / std::max(weight_[i], 1e-3F);
  const auto shift = [&](std::vector<float>& x) {
    std::copy(x.begin() + static_cast<std::ptrdiff_t>(hop), x.end(), x.begin());
    std::fill(x.end() - static_cast<std::ptrdiff_t>(hop), x.end(), 0.0F);
  };
  shift(tail_);
  shift(weight_);
  return written;
}

}  // namespace driftwave
