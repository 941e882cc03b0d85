#include "vocoder/harmonic_flow/harmonic_flow_stream.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr float kUnknownPitchHz = 150.0F;
constexpr float kMaxGain = 16.0F;
constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

bool is_pitch(float hz) {
  return std::isfinite(hz) && hz > 0;
}

std::size_t ring_frames(const HarmonicFlowModel& model, const VocoderStreamOptions& options) {
  const auto corrections = static_cast<std::size_t>(options.corrections);
  return options.max_frames + model.lookahead_frames() + model.half_window_frames() + 2 +
         corrections * MelCorrection::latency_hops(model);
}

/// The most frames that become complete at once: those of a call, and at the end those that waited.
std::size_t most_frames(const HarmonicFlowModel& model, const VocoderStreamOptions& options) {
  return options.max_frames + model.lookahead_frames();
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
      tail_(model_->window, model_->hop()) {
  const std::size_t values = most_frames(*model_, options) * model_->config.mel.bins();
  source_.resize(values);
  mean_.resize(values);
  state_.resize(values);
  direction_.resize(values);
  if (plan_) direction_before_.resize(values);
  for (int i = 0; i < options.corrections; ++i) corrections_.emplace_back(model_);
  start(options.seed, {});
}

std::size_t HarmonicFlowStream::max_samples() const noexcept {
  return (most_frames(*model_, options_) + model_->half_window_frames() +
          corrections_.size() * MelCorrection::latency_hops(*model_)) *
         model_->hop();
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
  for (MelCorrection& correction : corrections_) correction.reset(start.frame);
  tail_.reset();
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
  return correct(out, advance(end, false, governor, out), false);
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
  written = correct(out, written, true);
  start(seed_, start_);
  return written;
}

std::span<const float> HarmonicFlowStream::mel_of(std::size_t frame) const noexcept {
  const auto mels = static_cast<std::size_t>(model_->config.mel.mels);
  return std::span(mel_ring_).subspan(frame % ring_frames_ * mels, mels);
}

std::size_t HarmonicFlowStream::correct(std::span<float> out, std::size_t samples, bool at_end) noexcept {
  const std::size_t hop = model_->hop();
  for (MelCorrection& correction : corrections_) {
    std::size_t kept = 0;
    const auto push = [&](std::span<const float> in) {
      const std::ptrdiff_t frame = correction.next_frame();
      const bool exists =
          frame >= static_cast<std::ptrdiff_t>(start_.frame) && frame < static_cast<std::ptrdiff_t>(taken_);
      const auto mel = exists ? mel_of(static_cast<std::size_t>(frame)) : std::span<const float>();
      // What comes out lies behind what went in.
      if (correction.push(in, mel, out.subspan(kept, hop))) kept += hop;
    };
    for (std::size_t t = 0; t < samples; t += hop) push(out.subspan(t, hop));
    for (std::size_t i = 0; at_end && i < MelCorrection::latency_hops(*model_); ++i) push({});
    samples = kept;
  }
  return samples;
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

}  // namespace driftwave
