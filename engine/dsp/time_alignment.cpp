#include "engine/dsp/time_alignment.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/core/error.h"

namespace driftwave {
namespace {

/// Up to this length of both all pairs are looked at.
constexpr std::size_t kWholeFrames = 400;
/// Frames beside the coarse path that the finer one may take.
constexpr std::size_t kRadius = 24;

/// Columns of b that a row of a may be paired with, first .. last.
struct Window {
  std::size_t first = 0;
  std::size_t last = 0;
};

float distance(std::span<const float> x, std::span<const float> y) {
  float sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - y[i]) * (x[i] - y[i]);
  return std::sqrt(sum);
}

enum Step : std::uint8_t { kBoth, kA, kB };

/// @param windows [Fa] overlapping from row to row, the first from 0 and the last to Fb
std::vector<AlignedFrames> cheapest_path(const Array2<float>& a, const Array2<float>& b,
                                         const std::vector<Window>& windows) {
  constexpr float kNever = std::numeric_limits<float>::infinity();
  std::vector<std::vector<Step>> steps(a.rows());
  std::vector<float> before(b.rows(), kNever);
  std::vector<float> now(b.rows(), kNever);
  for (std::size_t i = 0; i < a.rows(); ++i) {
    const auto [first, last] = windows[i];
    std::ranges::fill(now, kNever);
    steps[i].resize(last - first);
    for (std::size_t j = first; j < last; ++j) {
      const float d = distance(a.row(i), b.row(j));
      const float both = i > 0 && j > 0 ? before[j - 1] + 2 * d : (i == 0 && j == 0 ? d : kNever);
      const float only_a = i > 0 ? before[j] + d : kNever;
      const float only_b = j > first ? now[j - 1] + d : kNever;
      now[j] = std::min({both, only_a, only_b});
      steps[i][j - first] = now[j] == both ? kBoth : now[j] == only_a ? kA : kB;
    }
    std::swap(before, now);
  }
  std::vector<AlignedFrames> path{{a.rows() - 1, b.rows() - 1}};
  while (path.back().a > 0 || path.back().b > 0) {
    AlignedFrames at = path.back();
    const Step step = steps[at.a][at.b - windows[at.a].first];
    if (step != kB) --at.a;
    if (step != kA) --at.b;
    path.push_back(at);
  }
  std::ranges::reverse(path);
  return path;
}

/// Means of neighbouring pairs of rows.
Array2<float> halved(const Array2<float>& x) {
  Array2<float> half((x.rows() + 1) / 2, x.cols());
  for (std::size_t n = 0; n < half.rows(); ++n) {
    const std::size_t second = std::min(2 * n + 1, x.rows() - 1);
    for (std::size_t c = 0; c < x.cols(); ++c) half(n, c) = 0.5F * (x(2 * n, c) + x(second, c));
  }
  return half;
}

}  // namespace

std::vector<AlignedFrames> align_time(const Array2<float>& a, const Array2<float>& b) {
  if (a.rows() == 0 || b.rows() == 0) throw Error("time alignment: want frames on both sides");
  if (a.cols() != b.cols())
    throw Error("time alignment: want rows of one length, got {} and {}", a.cols(), b.cols());
  std::vector<Window> windows(a.rows(), {0, b.rows()});
  if (std::max(a.rows(), b.rows()) > kWholeFrames && std::min(a.rows(), b.rows()) > 2 * kRadius) {
    for (Window& window : windows) window = {b.rows(), 0};
    const auto allow = [&](std::size_t row, std::size_t first, std::size_t last) {
      windows[row].first = std::min(windows[row].first, first);
      windows[row].last = std::max(windows[row].last, std::min(last, b.rows()));
    };
    for (const AlignedFrames& coarse : align_time(halved(a), halved(b))) {
      const std::size_t low = 2 * coarse.a > kRadius ? 2 * coarse.a - kRadius : 0;
      const std::size_t left = 2 * coarse.b > kRadius ? 2 * coarse.b - kRadius : 0;
      for (std::size_t row = low; row < std::min(2 * coarse.a + kRadius + 2, a.rows()); ++row)
        allow(row, left, 2 * coarse.b + kRadius + 2);
    }
  }
  return cheapest_path(a, b, windows);
}

}  // namespace driftwave
