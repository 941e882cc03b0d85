#include "vocoder/live_resynthesis.h"

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"
#include "engine/dsp/stft.h"

namespace driftwave {
namespace {

/// The level that models are trained at, and what is too soft to be judged by.
constexpr double kModelPower = 0.005;  // -23 dB
constexpr double kGatePower = 1e-6;    // -60 dB
constexpr double kLargestGain = 31.6;  // 30 dB
/// The level is a mean over about so long; the first moments count at once.
constexpr double kMemorySeconds = 3.0;

double checked(double value, const char* name, double low, double high) {
  if (!(value >= low && value <= high))
    throw Error("live resynthesis: {}: want {} to {}, got {}", name, low, high, value);
  return value;
}

PitchOptions pitch_options(const MelSettings& mel) {
  PitchOptions options;
  options.sample_rate_hz = mel.sample_rate_hz;
  options.hop_samples = mel.hop_samples;
  return options;
}

/// Mean square of a frame from the sum of |X|^2 over its one-sided spectrum.
float power_scale(const MelSettings& mel) {
  double energy = 0;
  for (const float w : hann_window(static_cast<std::size_t>(mel.n_fft))) energy += static_cast<double>(w) * w;
  return static_cast<float>(2.0 / (energy * mel.n_fft));
}

}  // namespace

LevelFollower::LevelFollower(double frames_per_second, double fixed_gain_db)
    : forget_(1.0 / (kMemorySeconds * frames_per_second)),
      fixed_gain_(std::isnan(fixed_gain_db)
                      ? 0.0
                      : std::pow(10.0, checked(fixed_gain_db, "level_db", -60.0, 60.0) / 20.0)) {}

void LevelFollower::reset() noexcept {
  power_ = 0;
  weight_ = 0;
}

double LevelFollower::gain_for(double power) noexcept {
  if (fixed_gain_ > 0) return fixed_gain_;
  if (power > kGatePower) {
    power_ += forget_ * (power - power_);
    weight_ += forget_ * (1.0 - weight_);
  }
  if (weight_ <= 0) return 1.0;
  return std::clamp(std::sqrt(kModelPower * weight_ / power_), 1.0 / kLargestGain, kLargestGain);
}

LiveResynthesis::LiveResynthesis(const Vocoder& vocoder, const LiveResynthesisOptions& options)
    : options_(options),
      hop_(static_cast<std::size_t>(vocoder.mel_settings().hop_samples)),
      mels_(static_cast<std::size_t>(vocoder.mel_settings().mels)),
      mel_(vocoder.mel_settings()),
      pitch_({.pitch = pitch_options(vocoder.mel_settings()),
              .lag_frames = options.pitch_lag_frames,
              .lookahead_samples = static_cast<std::size_t>(vocoder.mel_settings().n_fft) / 2}),
      level_(vocoder.mel_settings().frames_per_second(), options.level_db),
      vocoder_(vocoder.open_stream(
          // Corrections would be heard as latency.
          {.max_frames = options.max_frames,
           .max_steps = options.max_steps,
           .seed = options.seed,
           .corrections = 0})),
      // A frame is known when its mel and its pitch are; just before the next one is, the wait is longest.
      latency_(std::max(mel_.latency_samples(), pitch_.latency_samples()) + vocoder.latency_samples() - 1),
      pitch_ratio_(std::exp2(checked(options.pitch_st, "pitch_st", -24.0, 24.0) / 12.0)),
      frame_power_scale_(power_scale(vocoder.mel_settings())),
      ring_frames_(options.max_frames + options.pitch_lag_frames + vocoder.latency_samples() / hop_ + 4),
      mel_ring_(ring_frames_ * mels_),
      gain_ring_(ring_frames_, 1.0F),
      mel_block_(options.max_frames * mels_),
      f0_block_(options.max_frames),
      voicing_block_(options.max_frames),
      made_(vocoder_->max_samples()),
      queue_(latency_ + options.max_frames * hop_ + made_.size()) {
  reset();
}

void LiveResynthesis::reset() noexcept {
  mel_.reset();
  pitch_.reset();
  level_.reset();
  vocoder_->reset(options_.seed);
  mel_frames_ = pitch_frames_ = block_frames_ = made_samples_ = 0;
  queue_.clear();
  queue_.push_silence(latency_);
}

void LiveResynthesis::process(std::span<const float> audio, StepGovernor& governor,
                              std::span<float> out) noexcept {
  // So many samples complete max_frames frames at most.
  const std::size_t most = options_.max_frames * hop_;
  for (std::size_t done = 0; done < audio.size();) {
    const std::size_t count = std::min(most, audio.size() - done);
    take_in(audio.subspan(done, count));
    make_sound(governor);
    (void)queue_.pop(out.subspan(done, count));
    done += count;
  }
}

void LiveResynthesis::take_in(std::span<const float> audio) noexcept {
  mel_.push(audio, [this](const MelFrame& frame) { add_mel(frame); });
  pitch_.push(audio, [this](const PitchFrame& frame) { add_pitch(frame); });
}

void LiveResynthesis::add_mel(const MelFrame& frame) noexcept {
  double energy = 0;
  for (const std::complex<float> x : frame.spectrum) energy += std::norm(x);
  const double gain = level_.gain_for(energy * frame_power_scale_);
  const std::size_t at = mel_frames_++ % ring_frames_;
  gain_ring_[at] = static_cast<float>(gain);
  const auto shift = static_cast<float>(std::log(gain));
  const auto lowest = static_cast<float>(std::log(mel_.settings().floor));
  std::ranges::transform(frame.mel, mel_ring_.begin() + static_cast<std::ptrdiff_t>(at * mels_),
                         [&](float x) { return std::max(x + shift, lowest); });
}

void LiveResynthesis::add_pitch(const PitchFrame& frame) noexcept {
  const std::size_t at = pitch_frames_++ % ring_frames_;
  std::copy_n(mel_ring_.begin() + static_cast<std::ptrdiff_t>(at * mels_), mels_,
              mel_block_.begin() + static_cast<std::ptrdiff_t>(block_frames_ * mels_));
  f0_block_[block_frames_] = frame.f0_hz * static_cast<float>(pitch_ratio_);
  voicing_block_[block_frames_] = frame.voicing;
  ++block_frames_;
}

void LiveResynthesis::make_sound(StepGovernor& governor) noexcept {
  const std::size_t made = vocoder_->process({.mel = std::span(mel_block_).first(block_frames_ * mels_),
                                              .f0_hz = std::span(f0_block_).first(block_frames_),
                                              .voicing = std::span(voicing_block_).first(block_frames_)},
                                             governor, made_);
  block_frames_ = 0;
  const std::span<float> audio = std::span(made_).first(made);
  undo_gain(audio);
  (void)queue_.push(audio);
}

/// The gains of the frames on either side of each sample, in between.
void LiveResynthesis::undo_gain(std::span<float> audio) noexcept {
  for (std::size_t i = 0; i < audio.size(); ++i, ++made_samples_) {
    const std::size_t frame = made_samples_ / hop_;
    const auto share = static_cast<float>(made_samples_ % hop_) / static_cast<float>(hop_);
    const float before = 1.0F / gain_ring_[frame % ring_frames_];
    const float after = 1.0F / gain_ring_[(frame + 1) % ring_frames_];
    audio[i] *= before + share * (after - before);
  }
}

}  // namespace driftwave
