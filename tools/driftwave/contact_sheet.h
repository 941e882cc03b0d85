#pragma once
/// Many short sounds on one picture.
#include <cstddef>
#include <string>
#include <vector>

namespace driftwave {

struct SheetSound {
  std::string title;
  std::vector<float> samples;  ///< mono, at kSoundRateHz
};

/// Spectrograms side by side, four to a row, on one time scale: seconds across, hertz up (spaced as ears
/// are), colour over 70 dB below each one's loudest cell.
/// @return the bytes of a PNG. @throws Error for no sounds or more than 400.
[[nodiscard]] std::vector<std::byte> contact_sheet(const std::vector<SheetSound>& sounds);

}  // namespace driftwave
