#pragma once
/// The worker's sound on the audio thread, and what is heard when it is late.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "plugin/engine/live_worker.h"
#include "plugin/engine/ramp.h"

namespace driftwave {

/// Fades to the dry sound within a few ms when the worker is late, and back once it has caught up; what it
/// made too late is dropped, so that the two stay aligned.
///
/// Thread: the audio thread; all but late_blocks() and construction is RT.
class WetReader {
 public:
  /// @param worker must outlive the reader.
  explicit WetReader(LiveWorker& worker);

  /// @param wet written: the resynthesis. @param presence written: 1 where it is there, 0 where the dry sound
  /// is to stand in.
  void read(std::span<float> wet, std::span<float> presence) noexcept;
  /// Nothing was pushed in place of a block that there was no room for: nothing is read, either.
  void skip(std::span<float> wet, std::span<float> presence) noexcept;
  /// What is on its way fades out, and it is silent until what is pushed from now on comes.
  void mute_what_is_on_its_way() noexcept;
  /// The same, without the fade.
  void cut_what_is_on_its_way() noexcept;

  /// Samples that must be ready for a block not to be late.
  [[nodiscard]] std::size_t wanted(std::size_t block) const noexcept { return block + fade_ + owed_; }
  /// Thread: any.
  [[nodiscard]] std::uint64_t late_blocks() const noexcept { return late_.load(std::memory_order_relaxed); }

 private:
  LiveWorker& worker_;
  std::size_t fade_;
  std::size_t slack_;
  Ramp presence_;
  Ramp loudness_;          ///< of the wet sound, 0 while it is muted
  std::size_t owed_ = 0;   ///< samples that the dry sound stood in for, still to come
  std::size_t muted_ = 0;  ///< samples still to mute
  std::atomic<std::uint64_t> late_{0};
};

}  // namespace driftwave
