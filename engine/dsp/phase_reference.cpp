#include "engine/dsp/phase_reference.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace driftwave {
namespace {

constexpr double kTwoPi = 2.0 * std::numbers::pi;
constexpr double kLowPassSeconds = 0.040;
/// A residual that turns faster than this between frames is noise and not pitch.
constexpr double kMaxCorrectionRatio = 0.08;

/// Phase of a piecewise linear f0 track at every sample. @return [samples]
std::vector<double> integrate(const std::vector<float>& f0_hz, std::size_t hop, int rate,
                              std::size_t samples) {
  std::vector<double> phase(samples);
  double now = 0;
  for (std::size_t t = 0; t < samples; ++t) {
    phase[t] = now;
    const std::size_t n = std::min(t / hop, f0_hz.size() - 1);
    const std::size_t next = std::min(n + 1, f0_hz.size() - 1);
    const double share = static_cast<double>(t - n * hop) / static_cast<double>(hop);
    const double hz = f0_hz[n] + (f0_hz[next] - f0_hz[n]) * std::min(share, 1.0);
    now += kTwoPi * hz / rate;
  }
  return phase;
}

/// Low-passed heterodyne at each frame centre. @return [F]
std::vector<std::complex<double>> residual_phasors(std::span<const float> audio,
                                                   const std::vector<double>& phase, std::size_t frames,
                                                   const PitchOptions& options) {
  const auto half = static_cast<std::ptrdiff_t>(kLowPassSeconds * 0.5 * options.sample_rate_hz);
  std::vector<std::complex<double>> shifted(audio.size());
  for (std::size_t t = 0; t < audio.size(); ++t)
    shifted[t] = std::polar(static_cast<double>(audio[t]), -phase[t]);
  std::vector<std::complex<double>> residual(frames);
  for (std::size_t n = 0; n < frames; ++n) {
    const auto centre = static_cast<std::ptrdiff_t>(n) * options.hop_samples;
    for (std::ptrdiff_t i = -half; i <= half; ++i) {
      const std::ptrdiff_t t = centre + i;
      if (t < 0 || t >= static_cast<std::ptrdiff_t>(audio.size())) continue;
      const double w =
          0.5 + 0.5 * std::cos(std::numbers::pi * static_cast<double>(i) / static_cast<double>(half));
      residual[n] += w * shifted[static_cast<std::size_t>(t)];
    }
  }
  return residual;
}

/// Unwrapped angles inside each voiced run; straight lines elsewhere. @return [F]
std::vector<double> residual_angles(const std::vector<std::complex<double>>& residual,
                                    const PitchTrack& coarse, const PitchOptions& options) {
  const std::size_t frames = residual.size();
  std::vector<double> angle(frames, 0.0);
  std::vector<bool> known(frames, false);
  const double frame_seconds = static_cast<double>(options.hop_samples) / options.sample_rate_hz;
  std::ptrdiff_t last = -1;
  for (std::size_t n = 0; n < frames; ++n) {
    if (coarse.voicing[n] < 0.5F || std::abs(residual[n]) < 1e-9) continue;
    double a = std::arg(residual[n]);
    if (last >= 0) a += kTwoPi * std::round((angle[static_cast<std::size_t>(last)] - a) / kTwoPi);
    const bool adjacent = last >= 0 && static_cast<std::size_t>(last) + 1 == n;
    const double limit = kTwoPi * kMaxCorrectionRatio * coarse.f0_hz[n] * frame_seconds;
    if (adjacent) {
      const double before = angle[static_cast<std::size_t>(last)];
      a = before + std::clamp(a - before, -limit, limit);
    }
    angle[n] = a;
    known[n] = true;
    for (std::size_t i = static_cast<std::size_t>(last + 1); i < n; ++i) {
      const double from = last < 0 ? a : angle[static_cast<std::size_t>(last)];
      const double share = static_cast<double>(static_cast<std::ptrdiff_t>(i) - last) /
                           static_cast<double>(static_cast<std::ptrdiff_t>(n) - last);
      angle[i] = from + (a - from) * (last < 0 ? 1.0 : share);
    }
    last = static_cast<std::ptrdiff_t>(n);
  }
  for (std::size_t i = static_cast<std::size_t>(last + 1); last >= 0 && i < frames; ++i)
    angle[i] = angle[static_cast<std::size_t>(last)];
  return angle;
}

}  // namespace

PhaseReference refine_pitch(std::span<const float> audio, const PitchTrack& coarse,
                            const PitchOptions& options) {
  const std::size_t frames = coarse.f0_hz.size();
  const auto hop = static_cast<std::size_t>(options.hop_samples);
  PhaseReference reference{coarse, std::vector<float>(frames)};
  if (frames == 0) return reference;

  const std::vector<double> phase =
      integrate(coarse.f0_hz, hop, options.sample_rate_hz, std::max(audio.size(), (frames - 1) * hop + 1));
  const std::vector<double> angle =
      residual_angles(residual_phasors(audio, phase, frames, options), coarse, options);

  const double frame_seconds = static_cast<double>(hop) / options.sample_rate_hz;
  for (std::size_t n = 0; n < frames; ++n) {
    const double total = phase[n * hop] + angle[n];
    reference.phase_rad[n] = static_cast<float>(total - kTwoPi * std::round(total / kTwoPi));
    const std::size_t before = n == 0 ? 0 : n - 1;
    const std::size_t after = std::min(n + 1, frames - 1);
    if (after == before) continue;
    const double slope =
        (angle[after] - angle[before]) / (frame_seconds * static_cast<double>(after - before));
    const double hz = coarse.f0_hz[n] + slope / kTwoPi;
    reference.pitch.f0_hz[n] =
        static_cast<float>(std::clamp(hz, 0.9 * coarse.f0_hz[n], 1.1 * coarse.f0_hz[n]));
  }
  return reference;
}

}  // namespace driftwave
