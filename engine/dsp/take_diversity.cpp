#include "engine/dsp/take_diversity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/core/error.h"
#include "engine/dsp/metrics.h"
#include "engine/dsp/pitch.h"
#include "engine/dsp/time_alignment.h"
#include "engine/dsp/voice_metrics.h"

namespace driftwave {
namespace {

constexpr PitchOptions kPitch{.sample_rate_hz = kMetricRateHz, .hop_samples = 256};

constexpr float kMels = 80.0F;  ///< of mel_cepstra()
constexpr float kQuietDb = 30.0F;

double distance(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::pow(a[i] - b[i], 2);
  return std::sqrt(sum);
}

struct Moments {
  double sum = 0;
  double squares = 0;
  double count = 0;

  void add(double value) {
    sum += value;
    squares += value * value;
    ++count;
  }
  [[nodiscard]] double mean() const { return count > 0 ? sum / count : 0.0; }
  [[nodiscard]] double deviation() const {
    return count > 0 ? std::sqrt(std::max(0.0, squares / count - mean() * mean())) : 0.0;
  }
};

/// Divides each column by the deviation of the real rows.
void scale(Array2<double>& real, Array2<double>& made) {
  for (std::size_t c = 0; c < real.cols(); ++c) {
    Moments column;
    for (std::size_t n = 0; n < real.rows(); ++n) column.add(real(n, c));
    const double deviation = column.deviation();
    const double factor = deviation > 0 ? 1.0 / deviation : 1.0;
    for (std::size_t n = 0; n < real.rows(); ++n) real(n, c) *= factor;
    for (std::size_t n = 0; n < made.rows(); ++n) made(n, c) *= factor;
  }
}

/// Of each real row, the distance to its k-th neighbour among the others.
std::vector<double> radii_of(const Array2<double>& real, std::size_t neighbours) {
  std::vector<double> radii(real.rows());
  std::vector<double> distances;
  for (std::size_t n = 0; n < real.rows(); ++n) {
    distances.clear();
    for (std::size_t m = 0; m < real.rows(); ++m)
      if (m != n) distances.push_back(distance(real.row(n), real.row(m)));
    const auto kth = distances.begin() + static_cast<std::ptrdiff_t>(neighbours - 1);
    std::ranges::nth_element(distances, kth);
    radii[n] = *kth;
  }
  return radii;
}

}  // namespace

Take analyse_take(std::span<const float> audio) {
  if (audio.empty()) throw Error("take: want samples, got none");
  const Array2<float> all = mel_cepstra(audio);
  PitchTrack pitch = track_pitch(audio, kPitch);
  const std::size_t frames = std::min(all.rows(), pitch.f0_hz.size());
  Take take{.cepstra = Array2<float>(frames, all.cols() - 1),
            .level_db = {},
            .f0_hz = std::move(pitch.f0_hz),
            .voicing = std::move(pitch.voicing),
            .seconds = static_cast<double>(audio.size()) / kMetricRateHz};
  const float db_per_c0 = 8.685889F / std::sqrt(kMels);
  for (std::size_t n = 0; n < frames; ++n) {
    std::ranges::copy(all.row(n).subspan(1), take.cepstra.row(n).begin());
    take.level_db.push_back(db_per_c0 * all(n, 0));
  }
  return take;
}

TakeDistance take_distance(const Take& a, const Take& b) {
  const std::vector<AlignedFrames> path = align_time(a.cepstra, b.cepstra);
  double cepstral = 0;
  double squares = 0;
  double voiced = 0;
  for (const AlignedFrames& pair : path) {
    double sum = 0;
    for (std::size_t c = 0; c < a.cepstra.cols(); ++c)
      sum += std::pow(static_cast<double>(a.cepstra(pair.a, c)) - b.cepstra(pair.b, c), 2);
    cepstral += std::sqrt(sum);
    if (a.voicing[pair.a] < 0.5F || b.voicing[pair.b] < 0.5F) continue;
    squares += std::pow(12.0 * std::log2(static_cast<double>(b.f0_hz[pair.b]) / a.f0_hz[pair.a]), 2);
    ++voiced;
  }
  constexpr double kDbPerNeper = 10.0 * std::numbers::sqrt2 / std::numbers::ln10;
  return {.mel_cepstral_db = kDbPerNeper * cepstral / static_cast<double>(path.size()),
          .f0_st = voiced > 0 ? std::sqrt(squares / voiced) : kNothingToMeasure,
          .seconds = std::abs(a.seconds - b.seconds)};
}

std::vector<double> take_embedding(const Take& take) {
  const float quiet = std::ranges::max(take.level_db) - kQuietDb;
  std::vector<double> means;
  std::vector<double> deviations;
  for (std::size_t c = 0; c < take.cepstra.cols(); ++c) {
    Moments column;
    for (std::size_t n = 0; n < take.cepstra.rows(); ++n)
      if (take.level_db[n] >= quiet) column.add(take.cepstra(n, c));
    means.push_back(column.mean());
    deviations.push_back(column.deviation());
  }
  Moments pitch_st;
  Moments voiced;
  for (std::size_t n = 0; n < take.cepstra.rows(); ++n) {
    if (take.level_db[n] < quiet) continue;
    voiced.add(take.voicing[n]);
    if (take.voicing[n] >= 0.5F) pitch_st.add(12.0 * std::log2(take.f0_hz[n] / 100.0));
  }
  means.insert(means.end(), deviations.begin(), deviations.end());
  means.insert(means.end(), {pitch_st.mean(), pitch_st.deviation(), voiced.mean()});
  return means;
}

SetCoverage set_coverage(const Array2<double>& real, const Array2<double>& made, std::size_t neighbours) {
  if (neighbours == 0 || real.rows() <= neighbours)
    throw Error("coverage: want more than {} recordings, got {}", neighbours, real.rows());
  if (made.rows() == 0 || made.cols() != real.cols())
    throw Error("coverage: want rows of {} values, got {} of {}", real.cols(), made.rows(), made.cols());
  Array2<double> real_rows = real;
  Array2<double> made_rows = made;
  scale(real_rows, made_rows);
  const std::vector<double> radii = radii_of(real_rows, neighbours);
  SetCoverage result;
  for (std::size_t n = 0; n < real_rows.rows(); ++n) {
    double inside = 0;
    for (std::size_t m = 0; m < made_rows.rows(); ++m)
      if (distance(real_rows.row(n), made_rows.row(m)) <= radii[n]) ++inside;
    if (inside > 0) result.coverage += 1.0 / static_cast<double>(real_rows.rows());
    result.density += inside / static_cast<double>(neighbours * made_rows.rows());
  }
  return result;
}

}  // namespace driftwave
