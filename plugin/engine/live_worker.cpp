#include "plugin/engine/live_worker.h"

#ifdef __linux__
#include <pthread.h>
#include <sched.h>
#endif

#include <algorithm>
#include <array>
#include <chrono>

namespace driftwave {
namespace {

/// Sound that may wait for the worker before blocks are refused.
constexpr double kWaitingSeconds = 4.0;
constexpr std::size_t kChanges = 8192;
constexpr std::size_t kRestarts = 256;
/// Weight of the newest frame in the steps read.
constexpr float kNewest = 0.05F;
constexpr double kReadingSeconds = 0.25;

LiveTiming timing_of(const LiveResynthesis& live, const MelSettings& mel,
                     const LiveWorkerSettings& settings) {
  return live_timing({.host_hz = settings.sample_rate_hz,
                      .model_hz = mel.sample_rate_hz,
                      .hop_samples = static_cast<std::size_t>(mel.hop_samples),
                      .live_latency_samples = live.latency_samples(),
                      .analysis_latency_samples = live.analysis_latency_samples(),
                      .max_block = settings.max_block});
}

std::size_t waiting_samples(const LiveWorkerSettings& settings) {
  return 2 * settings.max_block + static_cast<std::size_t>(kWaitingSeconds * settings.sample_rate_hz);
}

ResampleRates to_model(const Vocoder& vocoder, const LiveWorkerSettings& settings) {
  return {.from_hz = settings.sample_rate_hz, .to_hz = vocoder.mel_settings().sample_rate_hz};
}

ResampleRates to_host(const Vocoder& vocoder, const LiveWorkerSettings& settings) {
  return {.from_hz = vocoder.mel_settings().sample_rate_hz, .to_hz = settings.sample_rate_hz};
}

/// Before what is not sound, behind the host's own audio threads; where that is not allowed, as it is.
void ask_for_priority([[maybe_unused]] std::jthread& thread) noexcept {
#ifdef __linux__
  const sched_param priority{.sched_priority = sched_get_priority_min(SCHED_RR) + 1};
  (void)pthread_setschedparam(thread.native_handle(), SCHED_RR, &priority);
#endif
}

}  // namespace

LiveWorker::LiveWorker(const Vocoder& vocoder, const LiveWorkerSettings& settings)
    : settings_(settings),
      live_(vocoder, {.max_frames = 4,
                      .max_steps = kMostSteps,
                      .seed = settings.seed,
                      .has_side_chain = settings.has_side_chain,
                      .harmony_voices = kHarmonyVoices}),
      pace_(vocoder.default_steps()),
      timing_(timing_of(live_, vocoder.mel_settings(), settings)),
      input_rate_(to_model(vocoder, settings)),
      side_rate_(to_model(vocoder, settings)),
      output_rate_(to_host(vocoder, settings), timing_.output_offset),
      audio_(waiting_samples(settings)),
      side_(settings.has_side_chain ? waiting_samples(settings) : 1),
      changes_(kChanges),
      restarts_(kRestarts),
      hearings_(kChanges),
      made_(waiting_samples(settings) + timing_.slack),
      given_hold_(static_cast<std::size_t>(vocoder.mel_settings().mels)),
      kept_hold_(static_cast<std::size_t>(vocoder.mel_settings().mels)),
      rest_(static_cast<std::size_t>(settings.sample_rate_hz)),
      past_audio_(timing_.sound_latency),
      past_side_(settings.has_side_chain ? timing_.sound_latency : 0),
      host_audio_(timing_.piece),
      host_side_(timing_.piece),
      model_audio_(input_rate_.max_samples(timing_.piece)),
      model_side_(model_audio_.size()),
      host_made_(output_rate_.max_samples(model_audio_.size())),
      new_hold_{.mel = std::vector<float>(static_cast<std::size_t>(vocoder.mel_settings().mels))} {
  put_silence(timing_.slack);
  if (settings.held) live_.hold(*settings.held);
  kept_hold_.write(live_.held());
  thread_ = std::jthread([this](const std::stop_token& stopped) { run(stopped); });
  ask_for_priority(thread_);
}

LiveWorker::~LiveWorker() {
  thread_.request_stop();
  wake_.release();
}

bool LiveWorker::push(std::span<const float> audio, std::span<const float> side,
                      const WorkerControls& controls) noexcept {
  if (audio_.room() < audio.size()) return false;
  if (!has_told_ || controls != told_) {
    has_told_ = changes_.push({.position = pushed_, .controls = controls});
    told_ = controls;
  }
  if (controls.is_heard != told_heard_ &&
      hearings_.push({.position = pushed_, .is_heard = controls.is_heard}))
    told_heard_ = controls.is_heard;
  // The side chain first: what the worker finds of the input it then finds of the side chain too.
  if (settings_.has_side_chain) (void)side_.push(side);
  (void)audio_.push(audio);
  pushed_ += audio.size();
  wake_.release();
  return true;
}

void LiveWorker::restart(std::uint64_t seed) noexcept {
  (void)restarts_.push({.position = pushed_, .seed = seed});
}

std::optional<HeldFrame> LiveWorker::held() const {
  return given_hold_.number() != taken_hold_.load(std::memory_order_acquire) ? given_hold_.read()
                                                                             : kept_hold_.read();
}

void LiveWorker::run(const std::stop_token& stopped) noexcept {
  while (!stopped.stop_requested()) {
    wake_.acquire();
    while (!stopped.stop_requested() && work()) {
    }
  }
}

bool LiveWorker::work() noexcept {
  std::size_t samples = std::min(audio_.size(), timing_.piece);
  if (samples == 0) return false;
  // Restarts first: controls that change at the sample of a restart are those of its first frame.
  samples = follow_restarts(samples);
  samples = follow_hearings(samples);
  samples = follow_changes(samples);
  follow_hold();
  if (rest_.rests() && samples > 0) {
    if (const std::size_t count = needless(samples); count > 0) {
      rest(count);
      return true;
    }
    wake();
    samples = follow_changes(samples);
  }
  samples = rest_.until_place(samples);
  if (samples > 0) make(samples);
  return true;
}

/// @return samples until the next restart, at most `most`.
std::size_t LiveWorker::follow_restarts(std::size_t most) noexcept {
  for (;;) {
    if (!has_restart_) has_restart_ = restarts_.pop(next_restart_);
    if (!has_restart_) return most;
    if (next_restart_.position > taken_)
      return static_cast<std::size_t>(std::min<std::uint64_t>(most, next_restart_.position - taken_));
    begin_anew(next_restart_.seed);
    has_restart_ = false;
  }
}

/// Unlike other controls, counts from its own sample on.
/// @return samples until it changes whether anybody listens, at most `most`.
std::size_t LiveWorker::follow_hearings(std::size_t most) noexcept {
  for (;;) {
    if (!has_hearing_) has_hearing_ = hearings_.pop(next_hearing_);
    if (!has_hearing_) return most;
    if (next_hearing_.position > taken_)
      return static_cast<std::size_t>(std::min<std::uint64_t>(most, next_hearing_.position - taken_));
    is_heard_ = next_hearing_.is_heard;
    has_hearing_ = false;
  }
}

/// @return samples until the next change of controls, at most `most`.
std::size_t LiveWorker::follow_changes(std::size_t most) noexcept {
  for (;;) {
    if (!has_change_) has_change_ = changes_.pop(next_change_);
    if (!has_change_) return most;
    // Frames are known late, and the first ones of a sound have no controls before their own.
    const std::uint64_t due =
        next_change_.position + (next_change_.position > began_ ? timing_.change_delay : 0);
    if (due > taken_) return static_cast<std::size_t>(std::min<std::uint64_t>(most, due - taken_));
    controls_ = next_change_.controls;
    has_change_ = false;
  }
}

void LiveWorker::begin_anew(std::uint64_t seed) noexcept {
  // The end of what was, which the resamplers still hold, is not heard.
  put_silence(static_cast<std::size_t>(taken_ - given_));
  given_ = began_ = taken_;
  skipped_ = 0;
  live_.reset(seed);
  input_rate_.reset();
  side_rate_.reset();
  output_rate_.reset();
  rest_.begin();
  readings_.rests.store(false, std::memory_order_relaxed);
}

/// @return of the samples that come next, at most `most`, those that nothing has to be made of.
std::size_t LiveWorker::needless(std::size_t most) noexcept {
  const LiveControls& live = controls_.live;
  const bool is_held = live.freeze && live_.held() != nullptr;
  if (!is_heard_ && (is_held || !live.freeze)) return most;
  if (is_held) return 0;
  const std::span<float> audio = std::span(host_audio_).first(most);
  std::size_t silent = Rest::silent_begin(audio.first(audio_.peek(audio)));
  if (settings_.has_side_chain && live.morph > 0) {
    const std::span<float> side = std::span(host_side_).first(most);
    silent = std::min(silent, Rest::silent_begin(side.first(side_.peek(side))));
  }
  return silent;
}

void LiveWorker::rest(std::size_t samples) noexcept {
  readings_.rests.store(true, std::memory_order_relaxed);
  take(samples);
  remember(samples);
  taken_ += samples;
  live_.pass(seconds_of(samples), controls_.live);
  put_silence(static_cast<std::size_t>(taken_ - given_));
  given_ = taken_;
  report(0.0, seconds_of(samples));
}

/// The sound goes on as if it began with what the networks look back at.
void LiveWorker::wake() noexcept {
  readings_.rests.store(false, std::memory_order_relaxed);
  began_ = taken_;
  live_.resume();
  input_rate_.reset();
  side_rate_.reset();
  output_rate_.reset();
  rest_.begin();
  skipped_ = 0;
  const std::size_t past = past_audio_.size();
  if (Rest::silent_begin(past_audio_) == past) return;
  live_.pass(-seconds_of(past), controls_.live);
  const auto copy = [&](const std::vector<float>& ring, std::size_t first, std::span<float> to) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = ring[(past_at_ + first + i) % past];
  };
  for (std::size_t done = 0; done < past; done += timing_.piece) {
    const std::size_t count = std::min(timing_.piece, past - done);
    copy(past_audio_, done, std::span(host_audio_).first(count));
    if (settings_.has_side_chain) copy(past_side_, done, std::span(host_side_).first(count));
    hear_again(count);
  }
}

/// What comes of it is not given, so that no step is worth its time.
void LiveWorker::hear_again(std::size_t samples) noexcept {
  FixedSteps none(0);
  skipped_ += samples - convert(samples, none);
}

/// @return samples made of those in host_audio_, in host_made_
std::size_t LiveWorker::convert(std::size_t samples, StepGovernor& governor) noexcept {
  const std::size_t count = input_rate_.process(std::span(host_audio_).first(samples), model_audio_);
  LiveBlock block{.audio = std::span(model_audio_).first(count)};
  if (settings_.has_side_chain) {
    (void)side_rate_.process(std::span(host_side_).first(samples), model_side_);
    block.side = std::span(model_side_).first(count);
  }
  live_.process(block, controls_.live, governor, std::span(model_audio_).first(count));
  return output_rate_.process(std::span(model_audio_).first(count), host_made_);
}

void LiveWorker::follow_hold() noexcept {
  const std::uint64_t number = given_hold_.number();
  bool is_held = false;
  if (number != taken_hold_.load(std::memory_order_relaxed) && given_hold_.try_read(new_hold_, is_held)) {
    if (is_held) live_.hold(new_hold_);
    kept_hold_.write(live_.held());
    taken_hold_.store(number, std::memory_order_release);
  }
  const bool holds = live_.held() != nullptr;
  if (holds == has_told_hold_ && live_.held_number() == told_hold_) return;
  has_told_hold_ = holds;
  told_hold_ = live_.held_number();
  kept_hold_.write(live_.held());
}

void LiveWorker::take(std::size_t samples) noexcept {
  (void)audio_.pop(std::span(host_audio_).first(samples));
  if (settings_.has_side_chain) (void)side_.pop(std::span(host_side_).first(samples));
}

void LiveWorker::remember(std::size_t samples) noexcept {
  for (std::size_t i = 0; i < samples; ++i) {
    past_audio_[past_at_] = host_audio_[i];
    if (!past_side_.empty()) past_side_[past_at_] = host_side_[i];
    if (++past_at_ == past_audio_.size()) past_at_ = 0;
  }
}

void LiveWorker::make(std::size_t samples) noexcept {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  const bool is_behind = audio_.size() > std::max(settings_.max_block, timing_.piece);
  pace_.start({.steps = controls_.steps,
               .is_offline = controls_.is_offline,
               .seconds = static_cast<double>(timing_.piece) / settings_.sample_rate_hz,
               .is_behind = is_behind});
  take(samples);
  std::span<const float> made = std::span(host_made_).first(convert(samples, pace_));
  const std::size_t skipped = std::min(skipped_, made.size());
  skipped_ -= skipped;
  made = made.subspan(skipped);
  follow_hold();
  const bool has_side = settings_.has_side_chain && controls_.live.morph > 0;
  rest_.follow({.audio = std::span(host_audio_).first(samples),
                .side = std::span<const float>(host_side_).first(has_side ? samples : 0),
                .made = made,
                .is_heard = is_heard_,
                .must_go_on = controls_.live.freeze && live_.held() == nullptr});
  (void)made_.push(made);
  pace_.finish();
  remember(samples);
  taken_ += samples;
  given_ += made.size();
  report(std::chrono::duration<double>(Clock::now() - begin).count(), seconds_of(samples));
}

void LiveWorker::report(double busy_seconds, double seconds) noexcept {
  busy_seconds_ += busy_seconds;
  seconds_ += seconds;
  const LivePitch& pitch = live_.pitch();
  readings_.heard_hz.store(pitch.heard_hz, std::memory_order_relaxed);
  readings_.made_hz.store(pitch.made_hz, std::memory_order_relaxed);
  readings_.voicing.store(pitch.voicing, std::memory_order_relaxed);
  const auto newest = static_cast<float>(pace_.last_steps());
  const float before = readings_.steps.load(std::memory_order_relaxed);
  readings_.steps.store(before + kNewest * (newest - before), std::memory_order_relaxed);
  if (seconds_ < kReadingSeconds) return;
  readings_.load.store(static_cast<float>(busy_seconds_ / seconds_), std::memory_order_relaxed);
  busy_seconds_ = seconds_ = 0;
}

void LiveWorker::put_silence(std::size_t samples) noexcept {
  constexpr std::array<float, 256> kSilence{};
  for (std::size_t done = 0; done < samples;)
    done += made_.push(std::span(kSilence).first(std::min(kSilence.size(), samples - done)));
}

}  // namespace driftwave
