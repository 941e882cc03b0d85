#include "vocoder/mel_completion/bridge.h"

#include <algorithm>
#include <cmath>

namespace driftwave {
namespace {

constexpr float kUnknownPitchHz = 150.0F;

}  // namespace

std::vector<FrameGap> gaps_of(std::span<const std::uint8_t> known) {
  std::vector<FrameGap> gaps;
  for (std::size_t n = 0; n < known.size(); ++n) {
    if (known[n] != 0) continue;
    FrameGap gap{.first = n, .last = n};
    while (gap.last < known.size() && known[gap.last] == 0) ++gap.last;
    const bool at_start = gap.first == 0;
    const bool at_end = gap.last == known.size();
    if (at_start && at_end) return {};
    gap.before = at_start ? gap.last : gap.first - 1;
    gap.after = at_end ? gap.first - 1 : gap.last;
    gaps.push_back(gap);
    n = gap.last;
  }
  return gaps;
}

void bridge_mel(Array2<float>& mel, const Array2<std::uint8_t>& known) {
  std::vector<std::uint8_t> frame_known(mel.rows());
  for (std::size_t n = 0; n < mel.rows(); ++n) {
    std::vector<std::size_t> bands;
    for (std::size_t m = 0; m < mel.cols(); ++m)
      if (known(n, m) != 0) bands.push_back(m);
    frame_known[n] = bands.empty() ? 0 : 1;
    if (bands.empty()) continue;
    for (std::size_t m = 0; m < mel.cols(); ++m) {
      const auto distance = [m](std::size_t band) { return band > m ? band - m : m - band; };
      if (known(n, m) == 0) mel(n, m) = mel(n, std::ranges::min(bands, {}, distance));
    }
  }
  for (const FrameGap& gap : gaps_of(frame_known))
    for (std::size_t n = gap.first; n < gap.last; ++n)
      for (std::size_t m = 0; m < mel.cols(); ++m)
        mel(n, m) = mel(gap.before, m) + gap.share(n) * (mel(gap.after, m) - mel(gap.before, m));
}

void bridge(std::span<float> values, std::span<const std::uint8_t> known) {
  for (const FrameGap& gap : gaps_of(known))
    for (std::size_t n = gap.first; n < gap.last; ++n)
      values[n] = values[gap.before] + gap.share(n) * (values[gap.after] - values[gap.before]);
}

void bridge_pitch(std::span<float> f0_hz, std::span<const std::uint8_t> known) {
  if (std::ranges::none_of(known, [](std::uint8_t x) { return x != 0; }))
    std::ranges::fill(f0_hz, kUnknownPitchHz);
  for (const FrameGap& gap : gaps_of(known))
    for (std::size_t n = gap.first; n < gap.last; ++n)
      f0_hz[n] = f0_hz[gap.before] * std::pow(f0_hz[gap.after] / f0_hz[gap.before], gap.share(n));
}

}  // namespace driftwave
