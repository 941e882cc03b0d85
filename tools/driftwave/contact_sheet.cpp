#include "tools/driftwave/contact_sheet.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include "engine/core/error.h"
#include "engine/dsp/stft.h"
#include "tools/driftwave/canvas.h"
#include "vocoder/sounds/sound_map.h"

namespace driftwave {
namespace {

constexpr std::size_t kAcross = 4;
constexpr std::size_t kMostSounds = 400;
constexpr int kWidth = 200;  ///< of a spectrogram, in pixels
constexpr int kHeight = 120;
constexpr int kMargin = 12;
constexpr int kTitle = 20;
constexpr double kRangeDb = 70;
constexpr double kTopHz = 18000;

/// Levels in decibels. @return [kWidth, kHeight] from the bottom up
Array2<float> levels_of(const std::vector<float>& samples, std::size_t longest) {
  Stft stft({.n_fft = 1024, .hop_samples = 256});
  const Array2<std::complex<float>> spectrum = stft.forward(samples);
  Array2<float> out(kWidth, kHeight, -200.0F);
  const double most = std::log1p(kTopHz / 400);
  for (std::size_t x = 0; x < kWidth; ++x) {
    const auto frame = x * longest / kWidth / 256;
    if (frame >= spectrum.rows()) continue;
    for (std::size_t y = 0; y < kHeight; ++y) {
      const double hz = 400 * std::expm1(most * static_cast<double>(y) / kHeight);
      const auto bin = std::min(static_cast<std::size_t>(hz * 1024 / kSoundRateHz), spectrum.cols() - 1);
      out(x, y) = 10 * std::log10(std::norm(spectrum(frame, bin)) + 1e-20F);
    }
  }
  return out;
}

}  // namespace

std::vector<std::byte> contact_sheet(const std::vector<SheetSound>& sounds) {
  if (sounds.empty() || sounds.size() > kMostSounds)
    throw Error("picture: want 1 to {} sounds, got {}", kMostSounds, sounds.size());
  std::size_t longest = 1;
  for (const SheetSound& sound : sounds) longest = std::max(longest, sound.samples.size());
  const auto across = static_cast<int>(std::min(sounds.size(), kAcross));
  const auto rows = static_cast<int>((sounds.size() + kAcross - 1) / kAcross);
  Canvas canvas(kMargin + across * (kWidth + kMargin), kMargin + rows * (kHeight + kTitle + kMargin));
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    const int left = kMargin + static_cast<int>(i % kAcross) * (kWidth + kMargin);
    const int top = kMargin + static_cast<int>(i / kAcross) * (kHeight + kTitle + kMargin) + kTitle;
    canvas.text(sounds[i].title, {.x = static_cast<double>(left), .y = static_cast<double>(top - 6)});
    const Array2<float> levels = levels_of(sounds[i].samples, longest);
    const double loudest = std::ranges::max(levels.values());
    for (int x = 0; x < kWidth; ++x)
      for (int y = 0; y < kHeight; ++y) {
        const float level = levels(static_cast<std::size_t>(x), static_cast<std::size_t>(y));
        canvas.pixel(left + x, top + kHeight - 1 - y, heat_colour(1 + (level - loudest) / kRangeDb));
      }
  }
  return canvas.to_png();
}

}  // namespace driftwave
