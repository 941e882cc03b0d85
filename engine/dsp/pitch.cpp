#include "engine/dsp/pitch.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/error.h"
#include "engine/dsp/fft.h"

namespace driftwave {
namespace {

constexpr double kDefaultF0Hz = 150.0;
constexpr std::size_t kMaxCandidates = 8;

struct Candidate {
  double f0_hz = 0;  ///< 0: unvoiced
  double cost = 0;
};

/// Cumulative mean normalised difference of one frame (YIN, equation 8), by way of FFT correlation.
class YinDifference {
 public:
  YinDifference(std::size_t window, std::size_t max_lag)
      : window_(window),
        max_lag_(max_lag),
        fft_(fft_size(window + max_lag)),
        kernel_(fft_.bins()),
        d_(max_lag + 1) {}

  /// @param samples [window + max_lag]. @return [max_lag + 1]
  std::span<const double> compute(std::span<const float> samples) {
    std::ranges::fill(fft_.signal(), 0.0F);
    std::copy_n(samples.begin(), window_, fft_.signal().begin());
    fft_.forward();
    std::ranges::copy(fft_.spectrum(), kernel_.begin());
    std::ranges::fill(fft_.signal(), 0.0F);
    std::ranges::copy(samples, fft_.signal().begin());
    fft_.forward();
    for (std::size_t k = 0; k < kernel_.size(); ++k) fft_.spectrum()[k] *= std::conj(kernel_[k]);
    fft_.inverse();

    double first_energy = 0;
    for (std::size_t i = 0; i < window_; ++i) first_energy += square(samples[i]);
    double lag_energy = first_energy;
    double running = 0;
    d_[0] = 1.0;
    // A tiny bias keeps digital silence aperiodic.
    const double bias = 1e-9 * static_cast<double>(window_);
    for (std::size_t lag = 1; lag <= max_lag_; ++lag) {
      lag_energy += square(samples[lag + window_ - 1]) - square(samples[lag - 1]);
      const double difference =
          std::max(first_energy + lag_energy - 2.0 * static_cast<double>(fft_.signal()[lag]), 0.0) + bias;
      running += difference;
      d_[lag] = difference * static_cast<double>(lag) / running;
    }
    return d_;
  }

 private:
  static double square(float x) { return static_cast<double>(x) * static_cast<double>(x); }
  static std::size_t fft_size(std::size_t n) {
    std::size_t size = 2;
    while (size < n) size *= 2;
    return size;
  }

  std::size_t window_;
  std::size_t max_lag_;
  RealFft fft_;
  std::vector<std::complex<float>> kernel_;
  std::vector<double> d_;
};

struct LagRange {
  std::size_t min = 0;
  std::size_t max = 0;
};

/// Local minima, refined by a parabola; the lowest kMaxCandidates of them, and the unvoiced state first.
std::vector<Candidate> find_candidates(std::span<const double> d, const LagRange& lags,
                                       const PitchOptions& options) {
  std::vector<Candidate> found;
  for (std::size_t lag = lags.min; lag + 1 < d.size() && lag <= lags.max; ++lag) {
    if (!(d[lag] < d[lag - 1] && d[lag] <= d[lag + 1]) || d[lag] > 0.8) continue;
    const double curvature = d[lag - 1] - 2 * d[lag] + d[lag + 1];
    const double slope = 0.5 * (d[lag - 1] - d[lag + 1]);
    const double shift = curvature > 0 ? std::clamp(slope / curvature, -0.5, 0.5) : 0.0;
    const double value = std::max(d[lag] - 0.5 * slope * shift, 0.0);
    const double exact_lag = static_cast<double>(lag) + shift;
    // Multiples of the period fit as well as the period: long lags pay a little.
    const double length_cost = 0.06 * std::log2(exact_lag / static_cast<double>(lags.min));
    found.push_back({options.sample_rate_hz / exact_lag, value + length_cost});
  }
  std::ranges::sort(found, {}, &Candidate::cost);
  if (found.size() > kMaxCandidates) found.resize(kMaxCandidates);
  found.insert(found.begin(), Candidate{0.0, options.unvoiced_cost});
  return found;
}

double transition_cost(const Candidate& from, const Candidate& to, const PitchOptions& options) {
  const bool from_voiced = from.f0_hz > 0;
  const bool to_voiced = to.f0_hz > 0;
  if (from_voiced != to_voiced) return options.voicing_change_cost;
  return from_voiced ? options.octave_jump_cost * std::abs(std::log2(from.f0_hz / to.f0_hz)) : 0.0;
}

/// Cheapest path through the candidates. @return [F] f0 in hertz, 0 where unvoiced.
std::vector<double> best_path(const std::vector<std::vector<Candidate>>& frames,
                              const PitchOptions& options) {
  std::vector<std::vector<std::size_t>> came_from(frames.size());
  std::vector<double> cost;
  for (std::size_t n = 0; n < frames.size(); ++n) {
    std::vector<double> next(frames[n].size());
    came_from[n].assign(frames[n].size(), 0);
    for (std::size_t j = 0; j < frames[n].size(); ++j) {
      double best = n == 0 ? 0.0 : std::numeric_limits<double>::infinity();
      for (std::size_t i = 0; n > 0 && i < frames[n - 1].size(); ++i) {
        const double c = cost[i] + transition_cost(frames[n - 1][i], frames[n][j], options);
        if (c < best) {
          best = c;
          came_from[n][j] = i;
        }
      }
      next[j] = best + frames[n][j].cost;
    }
    cost = std::move(next);
  }
  std::vector<double> f0(frames.size());
  auto j = static_cast<std::size_t>(std::ranges::min_element(cost) - cost.begin());
  for (std::size_t n = frames.size(); n-- > 0;) {
    f0[n] = frames[n][j].f0_hz;
    j = came_from[n][j];
  }
  return f0;
}

}  // namespace

void fill_unvoiced(PitchTrack& track) {
  const std::size_t frames = track.f0_hz.size();
  std::size_t last_voiced = frames;
  for (std::size_t n = 0; n < frames; ++n) {
    if (track.voicing[n] < 0.5F) continue;
    const std::size_t first = last_voiced == frames ? 0 : last_voiced + 1;
    const double to = std::log(track.f0_hz[n]);
    const double from = last_voiced == frames ? to : std::log(track.f0_hz[last_voiced]);
    const auto gap = static_cast<double>(n - first + 1);
    for (std::size_t i = first; i < n; ++i)
      track.f0_hz[i] =
          static_cast<float>(std::exp(from + (to - from) * static_cast<double>(i - first + 1) / gap));
    last_voiced = n;
  }
  const float tail = last_voiced == frames ? static_cast<float>(kDefaultF0Hz) : track.f0_hz[last_voiced];
  for (std::size_t i = last_voiced == frames ? 0 : last_voiced + 1; i < frames; ++i) track.f0_hz[i] = tail;
}

PitchTrack track_pitch(std::span<const float> audio, const PitchOptions& options) {
  if (!(options.low_hz >= 20 && options.low_hz < options.high_hz &&
        options.high_hz <= options.sample_rate_hz / 4.0))
    throw Error("track_pitch: want 20 <= low < high <= {} Hz, got {} and {}", options.sample_rate_hz / 4.0,
                options.low_hz, options.high_hz);
  const LagRange lags{static_cast<std::size_t>(options.sample_rate_hz / options.high_hz),
                      static_cast<std::size_t>(std::ceil(options.sample_rate_hz / options.low_hz))};
  // Two periods of the lowest pitch.
  const std::size_t window = 2 * lags.max;
  const std::size_t needed = window + lags.max + 1;
  YinDifference yin(window, lags.max + 1);

  const auto hop = static_cast<std::size_t>(options.hop_samples);
  const std::size_t frames = audio.size() / hop + 1;
  std::vector<std::vector<Candidate>> candidates(frames);
  std::vector<float> samples(needed);
  for (std::size_t n = 0; n < frames; ++n) {
    const auto start = static_cast<std::ptrdiff_t>(n * hop) - static_cast<std::ptrdiff_t>(needed / 2);
    for (std::size_t i = 0; i < needed; ++i) {
      const std::ptrdiff_t t = start + static_cast<std::ptrdiff_t>(i);
      const bool inside = t >= 0 && t < static_cast<std::ptrdiff_t>(audio.size());
      samples[i] = inside ? audio[static_cast<std::size_t>(t)] : 0.0F;
    }
    candidates[n] = find_candidates(yin.compute(samples), lags, options);
  }

  const std::vector<double> f0 = best_path(candidates, options);
  PitchTrack track{std::vector<float>(frames), std::vector<float>(frames)};
  for (std::size_t n = 0; n < frames; ++n) {
    track.f0_hz[n] = static_cast<float>(f0[n]);
    track.voicing[n] = f0[n] > 0 ? 1.0F : 0.0F;
  }
  fill_unvoiced(track);
  return track;
}

}  // namespace driftwave
