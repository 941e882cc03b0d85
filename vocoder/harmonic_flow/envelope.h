#pragma once
/// The mel's own spectral envelope on the STFT's bins: what whitens HarmonicFlow's state.
#include <cstdint>
#include <span>
#include <vector>

#include "engine/dsp/mel.h"

namespace driftwave {

/// Linear interpolation of log-mel values between band centres; held below the first and above the last.
class MelEnvelope {
 public:
  explicit MelEnvelope(const MelSettings& settings);

  /// @param mel [M] natural log magnitude. @param out [K] magnitude (not its log). RT.
  void magnitude(std::span<const float> mel, std::span<float> out) const noexcept;
  /// Its natural log. RT.
  void log_magnitude(std::span<const float> mel, std::span<float> out) const noexcept;

  /// Lower band of each bin, [K]; the upper one is the next.
  [[nodiscard]] std::span<const std::int64_t> lower_bands() const { return lower_; }
  /// Share of the upper band of each bin, [K].
  [[nodiscard]] std::span<const float> upper_shares() const { return share_; }

 private:
  std::vector<std::int64_t> lower_;
  std::vector<float> share_;
};

}  // namespace driftwave
