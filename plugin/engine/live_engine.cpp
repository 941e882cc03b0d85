#include "plugin/engine/live_engine.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <thread>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr std::size_t kWatchedSamples = 1U << 16U;

const LiveEngineSettings& checked(const LiveEngineSettings& settings) {
  if (settings.channels < 1 || settings.channels > kMostChannels)
    throw Error("live engine: channels: want 1 or {}, got {}", kMostChannels, settings.channels);
  if (settings.max_block < 1) throw Error("live engine: max_block: want 1 or more, got 0");
  return settings;
}

/// One sample that is no number would stay in the sums for good.
void mend(const EngineBlock& block) noexcept {
  for (float* const channel : block.channels)
    for (float& sample : std::span(channel, block.samples))
      if (!std::isfinite(sample)) sample = 0.0F;
}

void take_mean(const EngineBlock& block, std::span<float> mean) noexcept {
  if (block.channels.size() == 1) {
    std::copy_n(block.channels[0], mean.size(), mean.begin());
    return;
  }
  for (std::size_t i = 0; i < mean.size(); ++i)
    mean[i] = 0.5F * (block.channels[0][i] + block.channels[1][i]);
}

}  // namespace

LiveEngine::LiveEngine(const LiveEngineSettings& settings)
    : settings_(checked(settings)),
      latency_(0),
      late_side_(0),
      balance_({}),
      attacks_({}),
      mean_(settings.max_block),
      side_(settings.max_block),
      wet_block_(settings.max_block),
      presence_(settings.max_block),
      left_gain_(settings.max_block, 1.0F),
      right_gain_(settings.max_block, 1.0F),
      apart_(settings.max_block),
      attack_block_(settings.max_block),
      heard_(kWatchedSamples),
      given_(kWatchedSamples) {
  if (settings_.vocoder) {
    worker_.emplace(*settings_.vocoder, LiveWorkerSettings{.sample_rate_hz = settings.sample_rate_hz,
                                                           .max_block = settings.max_block,
                                                           .has_side_chain = settings.has_side_chain,
                                                           .seed = settings.seed,
                                                           .held = settings.held});
    wet_.emplace(*worker_);
    latency_ = worker_->latency_samples() + Mixer::latency_samples(settings.sample_rate_hz);
  }
  const std::size_t wet_latency = worker_ ? worker_->latency_samples() : 0;
  dry_.assign(settings.channels, DelayLine(wet_latency));
  late_side_ = DelayLine(settings.has_side_chain ? wet_latency : 0);
  balance_ = StereoBalance({.delay_samples = wet_latency, .sample_rate_hz = settings.sample_rate_hz});
  attacks_ =
      AttackFinder({.delay_samples = wet_latency, .rate_hz = static_cast<double>(settings.sample_rate_hz)});
  mixer_.emplace(MixerSettings{.sample_rate_hz = settings.sample_rate_hz,
                               .channels = settings.channels,
                               .delay_samples = wet_latency});
}

void LiveEngine::restart(std::uint64_t seed) noexcept {
  if (!worker_) return;
  worker_->restart(seed);
  wet_->mute_what_is_on_its_way();
  ++restarts_;
}

void LiveEngine::forget(std::uint64_t seed) noexcept {
  if (worker_) {
    worker_->restart(seed);
    wet_->cut_what_is_on_its_way();
  }
  for (DelayLine& line : dry_) line.reset();
  late_side_.reset();
  balance_.reset();
  attacks_.reset();
  mixer_->reset();
}

void LiveEngine::process(const EngineBlock& block, const EngineControls& controls) noexcept {
  std::array<float*, kMostChannels> channels{};
  for (std::size_t done = 0; done < block.samples;) {
    const std::size_t count = std::min(settings_.max_block, block.samples - done);
    for (std::size_t c = 0; c < block.channels.size(); ++c) channels[c] = block.channels[c] + done;
    process_slice({.channels = std::span(channels).first(block.channels.size()),
                   .side = block.side != nullptr ? block.side + done : nullptr,
                   .samples = count},
                  controls);
    done += count;
  }
}

void LiveEngine::process_slice(const EngineBlock& block, const EngineControls& controls) noexcept {
  const bool is_watched = is_watched_.load(std::memory_order_relaxed);
  mend(block);
  in_level_.hear(block.channels, block.samples);
  if (block.side != nullptr) side_level_.hear(std::span(&block.side, 1), block.samples);
  take_mean(block, of(mean_, block));
  if (is_watched) (void)heard_.push(of(mean_, block));
  if (worker_) {
    attacks_.process(of(mean_, block), of(attack_block_, block));
    if (block.channels.size() == 2)
      balance_.process({block.channels[0], block.samples}, {block.channels[1], block.samples},
                       {of(left_gain_, block), of(right_gain_, block), of(apart_, block)});
    make_wet(block, controls);
    for (std::size_t c = 0; c < block.channels.size(); ++c)
      dry_[c].process({block.channels[c], block.samples});
    late_side_.process(of(side_, block));
    mixer_->process({.channels = block.channels,
                     .wet = of(wet_block_, block),
                     .presence = of(presence_, block),
                     .gains = {left_gain_.data(), right_gain_.data()},
                     .side = settings_.has_side_chain ? of(side_, block) : std::span<float>(),
                     .apart = of(apart_, block),
                     .attacks = of(attack_block_, block)},
                    levels_of(controls));
  }
  out_level_.hear(block.channels, block.samples);
  if (!is_watched) return;
  take_mean(block, of(mean_, block));
  (void)given_.push(of(mean_, block));
}

Levels LiveEngine::levels_of(const EngineControls& controls) noexcept {
  LiveControls live = controls.worker.live;
  // The pitches that are played move all the time, and the loudness hardly with them.
  live.robot_hz = live.motion.vibrato_st = 0;
  for (HarmonyVoice& voice : live.harmony) voice.hz = 0;
  if (live != told_) ++turns_;
  told_ = live;
  Levels levels = controls.levels;
  levels.morph = live.morph;
  levels.is_held = live.freeze;
  // What is held has no attacks, and no sides but its own.
  levels.kept_side = live.freeze ? 0.0F : levels.width * (1.0F - live.strength);
  if (live.freeze) levels.attacks = 0.0F;
  levels.turns = turns_;
  levels.restarts = restarts_;
  return levels;
}

void LiveEngine::make_wet(const EngineBlock& block, const EngineControls& controls) noexcept {
  const std::span<float> side = of(side_, block);
  if (block.side != nullptr) {
    std::copy_n(block.side, block.samples, side.begin());
  } else {
    std::ranges::fill(side, 0.0F);
  }
  WorkerControls told = controls.worker;
  told.is_heard = !controls.levels.is_bypassed && controls.levels.mix > 0 && controls.levels.output_gain > 0;
  const auto wait = [] { std::this_thread::sleep_for(std::chrono::microseconds(20)); };
  const bool waits = controls.worker.is_offline;
  while (!worker_->push(of(mean_, block), side, told)) {
    if (!waits) return wet_->skip(of(wet_block_, block), of(presence_, block));
    wait();
  }
  while (waits && worker_->ready() < wet_->wanted(block.samples)) wait();
  wet_->read(of(wet_block_, block), of(presence_, block));
}

}  // namespace driftwave
