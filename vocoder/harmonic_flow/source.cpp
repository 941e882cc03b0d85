#include "vocoder/harmonic_flow/source.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace driftwave {
namespace {

constexpr double kTwoPi = 2.0 * std::numbers::pi;
constexpr double kLowestHz = 20.0;

/// sin(2 pi turns) to 1e-9, by its series: a third of the time of std::sin.
double sin_turns(double turns) {
  constexpr double kRound = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to an integer, without a call
  double x = turns - ((turns + kRound) - kRound);  // -0.5 .. 0.5
  if (std::abs(x) > 0.25) x = std::copysign(0.5, x) - x;
  const double a = kTwoPi * x;
  const double square = a * a;
  double sum = 1.0 / 6227020800.0;  // 1 / 13!
  sum = sum * square - 1.0 / 39916800.0;
  sum = sum * square + 1.0 / 362880.0;
  sum = sum * square - 1.0 / 5040.0;
  sum = sum * square + 1.0 / 120.0;
  sum = sum * square - 1.0 / 6.0;
  return a + a * square * sum;
}

/// Sum of cos(k phi), k = 1..harmonics, plus `share` of the next one: the Dirichlet kernel in closed form.
double pulse(double phase, double harmonics, double share) {
  const double turns = phase * (1.0 / kTwoPi);
  const double half = sin_turns(0.5 * turns);
  if (std::abs(half) < 1e-6) return harmonics + share;
  const double top = share * sin_turns((harmonics + 1) * turns + 0.25);
  return 0.5 * (sin_turns((harmonics + 0.5) * turns) / half - 1.0) + top;
}

}  // namespace

double advance_phase(double phase_rad, double f0_hz, double next_f0_hz,
                     const SourceSettings& settings) noexcept {
  const double phase =
      phase_rad + std::numbers::pi * (f0_hz + next_f0_hz) * settings.hop_samples / settings.sample_rate_hz;
  return phase - kTwoPi * std::floor(phase / kTwoPi);
}

void source_hop(const SourceFrame& from, const SourceFrame& to, const SourceSettings& settings,
                std::span<float> out) noexcept {
  const double hop = settings.hop_samples;
  const double slope0 = kTwoPi * from.f0_hz * hop / settings.sample_rate_hz;
  const double slope1 = kTwoPi * to.f0_hz * hop / settings.sample_rate_hz;
  const double expected = 0.5 * (slope0 + slope1);
  // The end phase is known up to whole turns: take the one nearest to what f0 says.
  const double raw = to.phase_rad - from.phase_rad;
  const double advance = raw + kTwoPi * std::round((expected - raw) / kTwoPi);
  // Hermite cubic through both phases with both slopes.
  const double c2 = 3 * advance - 2 * slope0 - slope1;
  const double c3 = slope0 + slope1 - 2 * advance;
  const double nyquist_hz = 0.5 * settings.sample_rate_hz;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double u = static_cast<double>(i) / hop;
    const double voicing = from.voicing + (to.voicing - from.voicing) * u;
    if (voicing <= 0) {
      out[i] = 0;
      continue;
    }
    const double phase = from.phase_rad + u * (slope0 + u * (c2 + u * c3));
    const double f0 = std::max(from.f0_hz + (to.f0_hz - from.f0_hz) * u, kLowestHz);
    const double room = nyquist_hz / f0 - 1;
    const double harmonics = std::max(std::floor(room), 1.0);
    const double share = std::clamp(room - harmonics, 0.0, 1.0);
    const double power = 0.5 * (harmonics + share * share);
    out[i] = static_cast<float>(voicing * pulse(phase, harmonics, share) / std::sqrt(power));
  }
}

std::vector<SourceFrame> integrate_source(std::span<const float> f0_hz, std::span<const float> voicing,
                                          const SourceSettings& settings) {
  std::vector<SourceFrame> frames(f0_hz.size());
  for (std::size_t n = 0; n < frames.size(); ++n) {
    const double phase =
        n == 0 ? 0.0 : advance_phase(frames[n - 1].phase_rad, f0_hz[n - 1], f0_hz[n], settings);
    frames[n] = {phase, f0_hz[n], voicing[n]};
  }
  return frames;
}

void render_source(std::span<const SourceFrame> frames, const SourceSettings& settings,
                   std::ptrdiff_t first_sample, std::span<float> out) {
  const auto hop = static_cast<std::ptrdiff_t>(settings.hop_samples);
  const auto count = static_cast<std::ptrdiff_t>(frames.size());
  // Frame n of the track, continued at constant pitch beyond both ends.
  const auto frame_at = [&](std::ptrdiff_t n) {
    const std::ptrdiff_t nearest = std::clamp<std::ptrdiff_t>(n, 0, count - 1);
    SourceFrame frame = frames[static_cast<std::size_t>(nearest)];
    frame.phase_rad +=
        kTwoPi * frame.f0_hz * static_cast<double>((n - nearest) * hop) / settings.sample_rate_hz;
    return frame;
  };
  std::vector<float> buffer(static_cast<std::size_t>(hop));
  const auto samples = static_cast<std::ptrdiff_t>(out.size());
  std::ptrdiff_t done = 0;
  while (done < samples) {
    const std::ptrdiff_t t = first_sample + done;
    const std::ptrdiff_t n = t >= 0 ? t / hop : -((-t + hop - 1) / hop);
    const std::ptrdiff_t offset = t - n * hop;
    const std::ptrdiff_t length = std::min(hop - offset, samples - done);
    source_hop(frame_at(n), frame_at(n + 1), settings, buffer);
    std::copy_n(buffer.begin() + offset, length, out.begin() + done);
    done += length;
  }
}

}  // namespace driftwave
