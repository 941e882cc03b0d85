#pragma once
/// All of the plugin's sound: dry and wet, aligned and mixed.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/streaming/spsc_queue.h"
#include "plugin/engine/attack_finder.h"
#include "plugin/engine/delay_line.h"
#include "plugin/engine/level_meter.h"
#include "plugin/engine/live_worker.h"
#include "plugin/engine/mixer.h"
#include "plugin/engine/stereo_balance.h"
#include "plugin/engine/wet_reader.h"
#include "vocoder/vocoder.h"

namespace driftwave {

struct LiveEngineSettings {
  /// None: the sound passes as it is, without delay.
  std::shared_ptr<const Vocoder> vocoder;
  int sample_rate_hz = 44100;
  std::size_t max_block = 512;  ///< larger blocks are cut, and may find the worker late
  std::size_t channels = 2;     ///< 1 or 2
  bool has_side_chain = false;
  std::uint64_t seed = 0;
  std::optional<HeldFrame> held = {};  ///< as LiveWorkerSettings
};

struct EngineControls {
  WorkerControls worker;
  Levels levels;  ///< but for those that follow from the worker's controls
};

/// A block in the host's memory.
struct EngineBlock {
  std::span<float* const> channels;  ///< as many as LiveEngineSettings::channels, in place
  const float* side = nullptr;       ///< the side chain's mean; null: silence
  std::size_t samples = 0;
};

/// Thread: process() and restart() on the audio thread, RT (offline, process() waits for the worker);
/// readings from any.
class LiveEngine {
 public:
  /// @throws Error as LiveWorker.
  explicit LiveEngine(const LiveEngineSettings& settings);

  void process(const EngineBlock& block, const EngineControls& controls) noexcept;
  /// The resynthesis begins anew with the next sample.
  void restart(std::uint64_t seed) noexcept;
  /// As after construction but for the counters: what came before is not heard.
  void forget(std::uint64_t seed) noexcept;

  /// As LiveWorker, one thread at a time.
  void hold(const HeldFrame& frame) noexcept {
    if (worker_) worker_->hold(frame);
  }
  [[nodiscard]] std::optional<HeldFrame> held() const { return worker_ ? worker_->held() : std::nullopt; }

  [[nodiscard]] std::size_t latency_samples() const noexcept { return latency_; }
  [[nodiscard]] int sample_rate_hz() const noexcept { return settings_.sample_rate_hz; }
  [[nodiscard]] const WorkerReadings* readings() const noexcept {
    return worker_ ? &worker_->readings() : nullptr;
  }
  [[nodiscard]] std::uint64_t late_blocks() const noexcept { return wet_ ? wet_->late_blocks() : 0; }

  /// What comes in, what goes out, and the side chain's mean.
  [[nodiscard]] LevelMeter& in_level() noexcept { return in_level_; }
  [[nodiscard]] LevelMeter& out_level() noexcept { return out_level_; }
  [[nodiscard]] LevelMeter& side_level() noexcept { return side_level_; }
  [[nodiscard]] bool has_side_chain() const noexcept { return settings_.has_side_chain; }
  [[nodiscard]] std::size_t channels() const noexcept { return settings_.channels; }

  /// While watched, the mean of the channels goes into these, for one thread to pop. What finds no room is
  /// lost.
  void watch(bool watched) noexcept { is_watched_.store(watched, std::memory_order_relaxed); }
  [[nodiscard]] bool is_watched() const noexcept { return is_watched_.load(std::memory_order_relaxed); }
  [[nodiscard]] SpscQueue<float>& heard() noexcept { return heard_; }
  [[nodiscard]] SpscQueue<float>& given() noexcept { return given_; }

 private:
  void process_slice(const EngineBlock& block, const EngineControls& controls) noexcept;
  [[nodiscard]] Levels levels_of(const EngineControls& controls) noexcept;
  void make_wet(const EngineBlock& block, const EngineControls& controls) noexcept;
  [[nodiscard]] std::span<float> of(std::vector<float>& scratch, const EngineBlock& block) const noexcept {
    return std::span(scratch).first(block.samples);
  }

  LiveEngineSettings settings_;
  std::optional<LiveWorker> worker_;
  std::optional<WetReader> wet_;
  std::size_t latency_;
  std::vector<DelayLine> dry_;
  DelayLine late_side_;
  StereoBalance balance_;
  AttackFinder attacks_;
  std::optional<Mixer> mixer_;
  LiveControls told_;
  unsigned turns_ = 0;
  unsigned restarts_ = 0;

  std::vector<float> mean_;
  std::vector<float> side_;
  std::vector<float> wet_block_;
  std::vector<float> presence_;
  std::vector<float> left_gain_;
  std::vector<float> right_gain_;
  std::vector<float> apart_;
  std::vector<float> attack_block_;

  LevelMeter in_level_;
  LevelMeter out_level_;
  LevelMeter side_level_;

  std::atomic<bool> is_watched_{false};
  SpscQueue<float> heard_;
  SpscQueue<float> given_;
};

}  // namespace driftwave
