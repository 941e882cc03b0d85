#include "tts/acoustic/question_rise.h"

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr double kLowestStart_st = -4.0;
constexpr double kHighestStart_st = 0.5;
constexpr double kTop_st = 6.0;
constexpr double kLeastRise_st = 5.0;
constexpr double kCurve = 1.5;  ///< exponent: above 1, the rise gets steeper towards the end

}  // namespace

void raise_end(std::span<float> f0_hz, const QuestionRise& rise) {
  if (rise.first_frame >= rise.end_frame || rise.end_frame > f0_hz.size())
    throw Error("question rise: want frames in 0..{}, got {}..{}", f0_hz.size(), rise.first_frame,
                rise.end_frame);
  if (rise.range <= 0) return;
  const double here_st = 12.0 * std::log2(f0_hz[rise.first_frame] / rise.mean_hz);
  const double from_st = std::clamp(here_st, kLowestStart_st * rise.range, kHighestStart_st * rise.range);
  const double to_st = std::max(kTop_st * rise.range, from_st + kLeastRise_st * rise.range);
  const auto frames = static_cast<double>(rise.end_frame - rise.first_frame);
  for (std::size_t f = rise.first_frame; f < rise.end_frame; ++f) {
    const double share = (static_cast<double>(f - rise.first_frame) + 1.0) / frames;
    const double st = from_st + (to_st - from_st) * std::pow(share, kCurve);
    f0_hz[f] = static_cast<float>(rise.mean_hz * std::exp2(st / 12.0));
  }
}

}  // namespace driftwave
