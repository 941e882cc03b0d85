#include "vocoder/live_resynthesis.h"

#include <algorithm>
#include <cmath>
#include <numbers>

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
/// Nepers above the mel's floor from which on a band holds something.
constexpr float kAboveNothing = 1e-5F;
/// So far a phase may be from where the pitch takes it, for so many frames, to be that of a single pitch.
constexpr float kAgreeingRad = 0.2F;
constexpr int kAgreeingFrames = 3;
constexpr std::uint64_t kSeedApart = 0x9E3779B97F4A7C15;

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

std::vector<double> phase_window(const MelSettings& mel) {
  const auto half = static_cast<std::size_t>(std::min(mel.sample_rate_hz / 50, mel.n_fft / 2 - 1));
  std::vector<double> window(half + 1);
  for (std::size_t i = 0; i <= half; ++i)
    window[i] =
        0.5 + 0.5 * std::cos(std::numbers::pi * static_cast<double>(i) / static_cast<double>(half + 1));
  return window;
}

/// Mean square of a frame from the sum of |X|^2 over its one-sided spectrum.
float frame_power_scale(const MelSettings& mel) {
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

LiveResynthesis::Heard::Heard(const MelSettings& settings, double level_db, std::size_t ring_frames)
    : stream(settings),
      level(settings.frames_per_second(), level_db),
      power_scale(frame_power_scale(settings)),
      lowest(static_cast<float>(std::log(settings.floor))),
      mels(ring_frames * static_cast<std::size_t>(settings.mels)),
      gains(ring_frames, 1.0F),
      powers(ring_frames) {}

void LiveResynthesis::Heard::reset() noexcept {
  resume();
  level.reset();
}

void LiveResynthesis::Heard::resume() noexcept {
  stream.reset();
  frames = 0;
}

std::span<float> LiveResynthesis::Heard::mel_of(std::size_t frame) noexcept {
  const std::size_t bands = mels.size() / gains.size();
  return std::span(mels).subspan(frame % gains.size() * bands, bands);
}

void LiveResynthesis::Heard::add(const MelFrame& frame) noexcept {
  double energy = 0;
  for (const std::complex<float> x : frame.spectrum) energy += std::norm(x);
  const double gain = level.gain_for(energy * power_scale);
  gains[frames % gains.size()] = static_cast<float>(gain);
  powers[frames % powers.size()] = static_cast<float>(energy * power_scale);
  const std::span<float> row = mel_of(frames++);
  const auto shift = static_cast<float>(std::log(gain));
  // A band at the floor holds nothing, however loud the rest is made.
  const float floor = lowest + kAboveNothing;
  std::ranges::transform(frame.mel, row.begin(),
                         [&](float x) { return x > floor ? std::max(x + shift, lowest) : x; });
}

LiveResynthesis::LiveResynthesis(const Vocoder& vocoder, const LiveResynthesisOptions& options)
    : options_(options),
      sample_rate_hz_(vocoder.mel_settings().sample_rate_hz),
      hop_(static_cast<std::size_t>(vocoder.mel_settings().hop_samples)),
      mels_(static_cast<std::size_t>(vocoder.mel_settings().mels)),
      ring_frames_(options.max_frames + options.pitch_lag_frames + vocoder.latency_samples() / hop_ + 4),
      lowest_(static_cast<float>(std::log(vocoder.mel_settings().floor))),
      input_(vocoder.mel_settings(), options.level_db, ring_frames_),
      pitch_({.pitch = pitch_options(vocoder.mel_settings()),
              .lag_frames = options.pitch_lag_frames,
              .lookahead_samples = static_cast<std::size_t>(vocoder.mel_settings().n_fft) / 2}),
      bass_(vocoder.mel_settings().sample_rate_hz, vocoder.mel_settings().hop_samples),
      shaper_(vocoder.mel_settings()),
      vocoder_(vocoder.open_stream(
          // Corrections would be heard as latency.
          {.max_frames = options.max_frames,
           .max_steps = options.max_steps,
           .seed = options.seed,
           .corrections = 0})),
      reseedable_(dynamic_cast<Reseedable*>(vocoder_.get())),
      // A frame is known when its mel and its pitch are; just before the next one is, the wait is longest.
      analysis_latency_(std::max(input_.stream.latency_samples(), pitch_.latency_samples())),
      latency_(analysis_latency_ + vocoder.latency_samples() - 1),
      undo_ring_(ring_frames_, 1.0F),
      memory_((ring_frames_ + options.max_frames) * hop_ +
              std::max(static_cast<std::size_t>(vocoder.mel_settings().n_fft), bass_.frame_samples())),
      phase_window_(phase_window(vocoder.mel_settings())),
      mel_block_(options.max_frames * mels_),
      f0_block_(options.max_frames),
      voicing_block_(options.max_frames),
      bass_samples_(bass_.frame_samples()),
      phase_block_(options.max_frames),
      guide_block_(options.max_frames * hop_),
      strength_block_(options.max_frames, 1.0F),
      harmonics_block_(options.max_frames, 1.0F),
      breath_block_(options.max_frames, 1.0F),
      // Frames with a phase and frames without are made apart.
      made_((options.max_frames + 1) * vocoder_->max_samples()),
      queue_(latency_ + options.max_frames * hop_ + made_.size()) {
  (void)checked(options.pitch_st, "pitch_st", -24.0, 24.0);
  if (options.harmony_voices > kHarmonyVoices)
    throw Error("live resynthesis: harmony_voices: want 0 to {}, got {}", kHarmonyVoices,
                options.harmony_voices);
  for (std::size_t i = 0; i < options.harmony_voices; ++i)
    singers_.emplace_back(
        vocoder, HarmonySinger::Options{
                     .max_frames = options.max_frames, .max_steps = options.max_steps, .seed = options.seed});
  if (options.has_side_chain) side_.emplace(vocoder.mel_settings(), options.level_db, ring_frames_);
  reset();
}

void LiveResynthesis::reset() noexcept {
  input_.reset();
  if (side_) side_->reset();
  motion_.reset();
  begin();
}

void LiveResynthesis::resume() noexcept {
  input_.resume();
  if (side_) side_->resume();
  begin();
}

void LiveResynthesis::begin() noexcept {
  pitch_.reset();
  shaper_.reset();
  vocoder_->reset(options_.seed);
  seed_ = options_.seed;
  scale_.reset();
  bass_.skip();
  // Two voices with one noise would be one.
  for (std::size_t i = 0; i < singers_.size(); ++i) singers_[i].reset(options_.seed + kSeedApart * (i + 1));
  last_f0_hz_ = 0;
  agreeing_frames_ = 0;
  pitch_frames_ = block_frames_ = made_samples_ = remembered_ = 0;
  std::ranges::fill(memory_, 0.0F);
  queue_.clear();
  queue_.push_silence(latency_);
}

void LiveResynthesis::process(const LiveBlock& block, const LiveControls& controls, StepGovernor& governor,
                              std::span<float> out) noexcept {
  LiveControls moved = controls;
  moved.pitch_st += static_cast<float>(options_.pitch_st);
  // So many samples complete max_frames frames at most.
  const std::size_t most = options_.max_frames * hop_;
  for (std::size_t done = 0; done < block.audio.size();) {
    const std::size_t count = std::min(most, block.audio.size() - done);
    take_in({.audio = block.audio.subspan(done, count),
             .side = block.side.empty() ? block.side : block.side.subspan(done, count)},
            moved);
    make_sound(governor);
    (void)queue_.pop(out.subspan(done, count));
    done += count;
  }
}

void LiveResynthesis::take_in(const LiveBlock& block, const LiveControls& controls) noexcept {
  remember(block.audio);
  input_.stream.push(block.audio, [this](const MelFrame& frame) { input_.add(frame); });
  if (side_ && !block.side.empty())
    side_->stream.push(block.side, [this](const MelFrame& frame) { side_->add(frame); });
  pitch_.push(block.audio, [&](const PitchFrame& frame) { add_pitch(frame, controls); });
}

void LiveResynthesis::add_pitch(const PitchFrame& tracked, const LiveControls& still) noexcept {
  const PitchFrame heard = heard_pitch(tracked, still);
  const std::size_t n = pitch_frames_++;
  if (still.seed && *still.seed != seed_ && reseedable_ != nullptr) reseedable_->reseed(seed_ = *still.seed);
  const LiveControls controls =
      in_tune(heard, motion_.moved(still, input_.power_of(n), static_cast<double>(hop_) / sample_rate_hz_));
  ShapedFrame frame{.mel = std::span(mel_block_).subspan(block_frames_ * mels_, mels_),
                    .f0_hz = heard.f0_hz,
                    .voicing = heard.voicing,
                    .gain = input_.gain_of(n),
                    .power = input_.power_of(n),
                    .aperiodicity = heard.aperiodicity};
  std::ranges::copy(input_.mel_of(n), frame.mel.begin());
  const bool has_side = side_ && n < side_->frames;
  shaper_.shape(frame, has_side ? side_->mel_of(n) : std::span<const float>{}, controls);
  add_harmony(n, heard, controls);
  const bool is_silent = std::ranges::max(frame.mel) <= lowest_ + kAboveNothing;
  undo_ring_[n % ring_frames_] = is_silent ? 0.0F : 1.0F / frame.gain;
  f0_block_[block_frames_] = frame.f0_hz;
  voicing_block_[block_frames_] = frame.voicing;
  // What is held, shifted or robbed of its melody has a phase of its own.
  const bool keeps_pitch = frame.f0_hz == heard.f0_hz && !controls.freeze;
  const bool follows = options_.follow_phase && frame.voicing > 0.5F;
  phase_block_[block_frames_] = keeps_pitch && (follows || controls.strength < 1.0F)
                                    ? followed_phase(n, frame.f0_hz, !controls.is_first_generation)
                                    : std::numeric_limits<float>::quiet_NaN();
  if (std::isnan(phase_block_[block_frames_]) && !keeps_pitch) last_f0_hz_ = 0;
  add_guide(n, frame);
  newest_ = {.heard_hz = heard.f0_hz, .made_hz = frame.f0_hz, .voicing = heard.voicing};
  ++block_frames_;
}

void LiveResynthesis::remember(std::span<const float> audio) noexcept {
  for (const float x : audio) memory_[remembered_++ % memory_.size()] = std::isfinite(x) ? x : 0.0F;
}

float LiveResynthesis::heard_at(std::ptrdiff_t sample) const noexcept {
  return sample < 0 ? 0.0F : memory_[static_cast<std::size_t>(sample) % memory_.size()];
}

/// Of the input's fundamental at a frame's centre: its projection on a window of 40 ms, as in training.
float LiveResynthesis::phase_at(std::size_t frame, double f0_hz) const noexcept {
  const auto centre = static_cast<std::ptrdiff_t>(frame * hop_);
  const double turn = 2.0 * std::numbers::pi * f0_hz / sample_rate_hz_;
  double re = phase_window_[0] * heard_at(centre);
  double im = 0;
  for (std::size_t i = 1; i < phase_window_.size(); ++i) {
    const auto away = static_cast<std::ptrdiff_t>(i);
    const double before = heard_at(centre - away);
    const double after = heard_at(centre + away);
    re += phase_window_[i] * (after + before) * std::cos(turn * static_cast<double>(i));
    im -= phase_window_[i] * (after - before) * std::sin(turn * static_cast<double>(i));
  }
  return static_cast<float>(std::atan2(im, re));
}

/// NaN: it does not move on as the pitch says.
float LiveResynthesis::followed_phase(std::size_t frame, float f0_hz, bool needs_agreement) noexcept {
  const float phase = phase_at(frame, f0_hz);
  const float wanted = last_phase_ + std::numbers::pi_v<float> * (f0_hz + last_f0_hz_) *
                                         static_cast<float>(static_cast<double>(hop_) / sample_rate_hz_);
  const float off = std::remainder(phase - wanted, 2 * std::numbers::pi_v<float>);
  const bool agrees = last_f0_hz_ > 0 && std::abs(off) < kAgreeingRad;
  agreeing_frames_ = agrees ? std::min(agreeing_frames_ + 1, kAgreeingFrames) : 0;
  last_phase_ = phase;
  last_f0_hz_ = f0_hz;
  return needs_agreement && agreeing_frames_ < kAgreeingFrames ? std::numeric_limits<float>::quiet_NaN()
                                                               : phase;
}

/// What the frame that is being added keeps of the input's own sound.
void LiveResynthesis::add_guide(std::size_t frame, const ShapedFrame& shaped) noexcept {
  const LiveControls& controls = shaper_.controls();
  const std::size_t at = block_frames_;
  // What is held is no longer what sounds now.
  const float strength = controls.freeze ? 1.0F : controls.strength;
  strength_block_[at] = strength;
  harmonics_block_[at] = shaped.harmonics;
  breath_block_[at] = shaped.breath;
  // Frames that keep nothing of it too: it is heard through windows that reach from one frame to the next.
  const std::span<float> guide = std::span(guide_block_).subspan(at * hop_, hop_);
  const auto first = static_cast<std::ptrdiff_t>(frame * hop_);
  for (std::size_t i = 0; i < hop_; ++i)
    guide[i] = shaped.gain * heard_at(first + static_cast<std::ptrdiff_t>(i));
}

void LiveResynthesis::make_sound(StepGovernor& governor) noexcept {
  // A call has phases for all of its frames or for none.
  const auto has_phase = [this](std::size_t n) { return !std::isnan(phase_block_[n]); };
  std::size_t made = 0;
  for (std::size_t first = 0, end = 0; end < block_frames_ || block_frames_ == 0; first = end) {
    while (end < block_frames_ && has_phase(end) == has_phase(first)) ++end;
    const auto part = [&](std::span<const float> all, std::size_t of_frame) {
      return all.subspan(first * of_frame, (end - first) * of_frame);
    };
    VocoderFrames frames{.mel = part(mel_block_, mels_),
                         .f0_hz = part(f0_block_, 1),
                         .voicing = part(voicing_block_, 1),
                         .guide = part(guide_block_, hop_),
                         .strength = part(strength_block_, 1),
                         .harmonics = part(harmonics_block_, 1),
                         .breath = part(breath_block_, 1)};
    if (end > first && has_phase(first)) frames.phase_rad = part(phase_block_, 1);
    made += vocoder_->process(frames, governor, std::span(made_).subspan(made));
    if (block_frames_ == 0) break;
  }
  const std::span<float> audio = std::span(made_).first(made);
  for (HarmonySinger& singer : singers_) singer.sing(governor, audio);
  undo_gain(audio);
  (void)queue_.push(audio);
  block_frames_ = 0;
}

/// The gains of the frames on either side of each sample, in between.
void LiveResynthesis::undo_gain(std::span<float> audio) noexcept {
  for (std::size_t i = 0; i < audio.size(); ++i, ++made_samples_) {
    const std::size_t frame = made_samples_ / hop_;
    const auto share = static_cast<float>(made_samples_ % hop_) / static_cast<float>(hop_);
    const float before = undo_ring_[frame % ring_frames_];
    const float after = undo_ring_[(frame + 1) % ring_frames_];
    audio[i] *= before + share * (after - before);
  }
}

}  // namespace driftwave
