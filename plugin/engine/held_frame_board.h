#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "vocoder/frame_shaper.h"

namespace driftwave {

/// The frame that Freeze holds, from the one thread that writes it to any that read it, without locks.
class HeldFrameBoard {
 public:
  explicit HeldFrameBoard(std::size_t mels) : mel_(mels) {}

  /// RT. @param frame null: nothing is held. Frames of other models are not taken.
  void write(const HeldFrame* frame) noexcept {
    if (frame != nullptr && frame->mel.size() != mel_.size()) return;
    const std::uint64_t number = number_.load(std::memory_order_relaxed);
    number_.store(number + 1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_release);
    is_held_.store(frame != nullptr, std::memory_order_relaxed);
    if (frame != nullptr) {
      for (std::size_t b = 0; b < mel_.size(); ++b) mel_[b].store(frame->mel[b], std::memory_order_relaxed);
      f0_hz_.store(frame->f0_hz, std::memory_order_relaxed);
      voicing_.store(frame->voicing, std::memory_order_relaxed);
      gain_.store(frame->gain, std::memory_order_relaxed);
    }
    number_.store(number + 2, std::memory_order_release);
  }

  /// Writes so far, times two; odd during one. RT.
  [[nodiscard]] std::uint64_t number() const noexcept { return number_.load(std::memory_order_acquire); }

  /// RT. @param into its mel as long as this one's. @return whether it could be read: a write was not in the
  /// way. `is_held` says whether there is anything.
  [[nodiscard]] bool try_read(HeldFrame& into, bool& is_held) const noexcept {
    const std::uint64_t before = number();
    if (before % 2 != 0) return false;
    is_held = is_held_.load(std::memory_order_relaxed);
    for (std::size_t b = 0; b < mel_.size(); ++b) into.mel[b] = mel_[b].load(std::memory_order_relaxed);
    into.f0_hz = f0_hz_.load(std::memory_order_relaxed);
    into.voicing = voicing_.load(std::memory_order_relaxed);
    into.gain = gain_.load(std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_acquire);
    return number_.load(std::memory_order_relaxed) == before;
  }

  /// Not RT.
  [[nodiscard]] std::optional<HeldFrame> read() const {
    HeldFrame frame{.mel = std::vector<float>(mel_.size())};
    bool is_held = false;
    while (!try_read(frame, is_held)) {
    }
    return is_held ? std::optional(std::move(frame)) : std::nullopt;
  }

 private:
  std::atomic<std::uint64_t> number_{0};
  std::atomic<bool> is_held_{false};
  std::vector<std::atomic<float>> mel_;
  std::atomic<float> f0_hz_{0};
  std::atomic<float> voicing_{0};
  std::atomic<float> gain_{1};
};

}  // namespace driftwave
