#pragma once
/// The thread that resynthesises, and the queues to and from it.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <semaphore>
#include <span>
#include <thread>
#include <vector>

#include "engine/audio/live_resampler.h"
#include "engine/streaming/spsc_queue.h"
#include "plugin/engine/held_frame_board.h"
#include "plugin/engine/live_timing.h"
#include "plugin/engine/pace.h"
#include "plugin/engine/rest.h"
#include "vocoder/live_resynthesis.h"

namespace driftwave {

struct LiveWorkerSettings {
  int sample_rate_hz = 44100;  ///< of what comes in and goes out
  /// Samples that may be asked for at once.
  std::size_t max_block = 512;
  bool has_side_chain = false;
  std::uint64_t seed = 0;
  /// What Freeze holds when it begins; none: what is heard then.
  std::optional<HeldFrame> held = {};
};

struct WorkerControls {
  LiveControls live;
  int steps = kAutoSteps;
  bool is_offline = false;
  bool is_heard = true;  ///< what is made; otherwise the worker may rest

  bool operator==(const WorkerControls&) const = default;
};

/// What the worker did so far. Thread: any.
struct WorkerReadings {
  std::atomic<float> load{0};   ///< time to compute over time computed
  std::atomic<float> steps{0};  ///< a frame, of late
  std::atomic<float> heard_hz{0};
  std::atomic<float> made_hz{0};
  std::atomic<float> voicing{0};
  std::atomic<bool> rests{false};  ///< there is nothing to make
};

/// As many samples out as in, the first timing().slack of them silence from the beginning: so long the worker
/// may take. A sample sounds like what came in latency_samples() before it. The samples do not depend on the
/// blocks, or on time unless steps are kAutoSteps and not offline.
///
/// Thread: one pushes, pops and restarts, and these are RT.
class LiveWorker {
 public:
  /// @throws Error as LiveResynthesis and LiveResampler.
  LiveWorker(const Vocoder& vocoder, const LiveWorkerSettings& settings);
  ~LiveWorker();
  LiveWorker(const LiveWorker&) = delete;
  LiveWorker& operator=(const LiveWorker&) = delete;

  /// Takes all or nothing. @param side as long as `audio` where there is a side chain.
  /// @return whether there was room.
  bool push(std::span<const float> audio, std::span<const float> side,
            const WorkerControls& controls) noexcept;
  /// From the next sample pushed on, as if it were the first.
  void restart(std::uint64_t seed) noexcept;

  /// Freeze holds this from the samples on that are still to come. Thread: one at a time, not RT.
  void hold(const HeldFrame& frame) noexcept { given_hold_.write(&frame); }
  /// What Freeze holds. Thread: any but RT.
  [[nodiscard]] std::optional<HeldFrame> held() const;

  [[nodiscard]] std::size_t ready() const noexcept { return made_.size(); }
  std::size_t pop(std::span<float> out) noexcept { return made_.pop(out); }
  std::size_t drop(std::size_t samples) noexcept { return made_.drop(samples); }

  [[nodiscard]] std::size_t latency_samples() const noexcept { return timing_.sound_latency + timing_.slack; }
  [[nodiscard]] const LiveTiming& timing() const noexcept { return timing_; }
  [[nodiscard]] const WorkerReadings& readings() const noexcept { return readings_; }

 private:
  struct Change {
    std::uint64_t position = 0;
    WorkerControls controls;
  };
  struct Restart {
    std::uint64_t position = 0;
    std::uint64_t seed = 0;
  };

  struct Hearing {
    std::uint64_t position = 0;
    bool is_heard = true;
  };

  void run(const std::stop_token& stopped) noexcept;
  /// @return whether there was anything to do.
  bool work() noexcept;
  [[nodiscard]] std::size_t follow_restarts(std::size_t most) noexcept;
  [[nodiscard]] std::size_t follow_hearings(std::size_t most) noexcept;
  [[nodiscard]] std::size_t follow_changes(std::size_t most) noexcept;
  void follow_hold() noexcept;
  [[nodiscard]] std::size_t needless(std::size_t most) noexcept;
  void rest(std::size_t samples) noexcept;
  void wake() noexcept;
  void hear_again(std::size_t samples) noexcept;
  [[nodiscard]] std::size_t convert(std::size_t samples, StepGovernor& governor) noexcept;
  void take(std::size_t samples) noexcept;
  void remember(std::size_t samples) noexcept;
  void make(std::size_t samples) noexcept;
  void begin_anew(std::uint64_t seed) noexcept;
  void report(double busy_seconds, double seconds) noexcept;
  void put_silence(std::size_t samples) noexcept;
  [[nodiscard]] double seconds_of(std::size_t samples) const noexcept {
    return static_cast<double>(samples) / settings_.sample_rate_hz;
  }

  LiveWorkerSettings settings_;
  LiveResynthesis live_;
  Pace pace_;
  LiveTiming timing_;
  LiveResampler input_rate_;
  LiveResampler side_rate_;
  LiveResampler output_rate_;

  SpscQueue<float> audio_;
  SpscQueue<float> side_;
  SpscQueue<Change> changes_;
  SpscQueue<Restart> restarts_;
  SpscQueue<Hearing> hearings_;
  SpscQueue<float> made_;
  WorkerReadings readings_;
  HeldFrameBoard given_hold_;                 ///< to the worker
  HeldFrameBoard kept_hold_;                  ///< by the worker
  std::atomic<std::uint64_t> taken_hold_{0};  ///< the number of the newest one that the worker took
  std::counting_semaphore<> wake_{0};

  // Of the pushing thread.
  std::uint64_t pushed_ = 0;
  WorkerControls told_;
  bool has_told_ = false;
  bool told_heard_ = true;

  // Of the worker.
  std::uint64_t taken_ = 0;
  std::uint64_t given_ = 0;  ///< but for the slack
  std::uint64_t began_ = 0;  ///< where the sound begins: the last restart
  WorkerControls controls_;
  Change next_change_;
  bool has_change_ = false;
  Restart next_restart_;
  bool has_restart_ = false;
  Hearing next_hearing_;
  bool has_hearing_ = false;
  bool is_heard_ = true;
  Rest rest_;
  std::size_t skipped_ = 0;  ///< samples to be made that lie before the sound began, not to be given
  /// The last samples that came in, rings.
  std::vector<float> past_audio_;
  std::vector<float> past_side_;
  std::size_t past_at_ = 0;
  std::vector<float> host_audio_;
  std::vector<float> host_side_;
  std::vector<float> model_audio_;
  std::vector<float> model_side_;
  std::vector<float> host_made_;
  HeldFrame new_hold_;
  std::uint64_t told_hold_ = 0;
  bool has_told_hold_ = false;
  double busy_seconds_ = 0;
  double seconds_ = 0;

  std::jthread thread_;
};

}  // namespace driftwave
