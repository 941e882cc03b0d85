#pragma once
/// A labelled picture of a mel spectrogram.
#include <cstddef>
#include <string>
#include <vector>

#include "vocoder/vocoder.h"

namespace driftwave {

struct MelImageOptions {
  std::string title;
  /// Range of the colours, in dB.
  double low_db = -80.0;
  double high_db = 0.0;
};

/// Seconds across, hertz up (spaced as the mel bands), colour in dB with a bar beside, the fundamental of
/// voiced frames as a line.
/// @return the bytes of a PNG. @throws Error when there are no frames or the picture would be too wide.
[[nodiscard]] std::vector<std::byte> mel_image(const VocoderInput& features, const MelSettings& settings,
                                               const MelImageOptions& options);

}  // namespace driftwave
