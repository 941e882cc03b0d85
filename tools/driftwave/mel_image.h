#pragma once
/// Labelled pictures of mel spectrograms.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "vocoder/vocoder.h"

namespace driftwave {

/// Range of the colours, in dB.
struct ColourRange {
  double low_db = -80.0;
  double high_db = 0.0;
};

/// 80 dB down from the loudest value of all, to whole tens.
[[nodiscard]] ColourRange colour_range(std::span<const VocoderInput* const> all);

struct TimeRange {
  double first_s = 0;
  double last_s = 0;
};

/// One spectrogram of a picture.
struct MelPanel {
  std::string title;
  const VocoderInput* features = nullptr;
  std::vector<TimeRange> marked = {};  ///< shaded at the edge
  double marked_hz = 0;                ///< a line across; 0: none
};

/// A group of curves under the spectrograms: one value a band and curve.
struct BandChart {
  std::string title;
  std::vector<std::string> bands = {};
  struct Curve {
    std::string name;
    std::vector<double> values = {};
    bool dashed = false;
  };
  std::vector<Curve> curves = {};
};

struct MelImageOptions {
  MelSettings mel;
  ColourRange range;
  int band_pixels = 4;  ///< height of a mel band
};

/// Panels below each other on one time scale: seconds across, hertz up (spaced as the mel bands), colour in
/// dB with a bar beside, the fundamental of voiced frames as a line.
/// @return the bytes of a PNG. @throws Error when there are no frames or the picture would be too large.
[[nodiscard]] std::vector<std::byte> mel_image(std::span<const MelPanel> panels,
                                               const MelImageOptions& options, const BandChart& chart = {});

}  // namespace driftwave
