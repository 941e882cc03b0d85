#pragma once
#include <atomic>
#include <cstddef>
#include <exception>
#include <span>

#include "tools/libdriftwave/sound_source.h"

namespace driftwave {

/// From the pieces that a source gives to the pieces that a program asks for.
class SamplePuller {
 public:
  /// Fills `out` as far as the source goes. @return samples written. @throws what the source throws; samples
  /// that came before are returned first, and the failure is thrown by the next call.
  std::size_t pull(SoundSource& source, std::span<float> out);
  /// Nothing more comes. Thread: any.
  void cancel() noexcept { cancelled_ = true; }

 private:
  std::span<const float> left_;  ///< given and not yet pulled; in the source's memory
  std::exception_ptr failure_;
  std::atomic<bool> cancelled_{false};
};

}  // namespace driftwave
