#pragma once
#include <cstdint>

namespace driftwave {

/// A VocoderStream whose noise can become another in the middle of a sound. RT.
class Reseedable {
 public:
  virtual ~Reseedable() = default;
  /// From the next frame on, whose window fades the two draws into each other.
  virtual void reseed(std::uint64_t seed) noexcept = 0;
};

}  // namespace driftwave
