#include "tts/training/monotonic_alignment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "engine/core/error.h"
#include "engine/core/noise.h"

namespace driftwave {
namespace {

/// Whether a path visits states in order, whole units at a time, and no mandatory unit is missing.
bool is_legal(const std::vector<int>& path, const std::vector<AlignmentUnit>& units) {
  if (!std::ranges::is_sorted(path)) return false;
  int first = 0;
  for (const AlignmentUnit& unit : units) {
    int visited = 0;
    for (int s = first; s < first + unit.states; ++s) visited += std::ranges::count(path, s) > 0 ? 1 : 0;
    if (visited != unit.states && !(unit.optional && visited == 0)) return false;
    first += unit.states;
  }
  return true;
}

float score(const Array2<float>& log_likelihood, const std::vector<int>& path) {
  float sum = 0;
  for (std::size_t f = 0; f < path.size(); ++f) sum += log_likelihood(f, static_cast<std::size_t>(path[f]));
  return sum;
}

/// The best score over all legal paths, one by one.
float best_by_enumeration(const Array2<float>& log_likelihood, const std::vector<AlignmentUnit>& units) {
  const auto states = static_cast<int>(log_likelihood.cols());
  std::vector<int> path(log_likelihood.rows(), 0);
  float best = -std::numeric_limits<float>::infinity();
  while (true) {
    if (is_legal(path, units)) best = std::max(best, score(log_likelihood, path));
    std::size_t digit = 0;
    while (digit < path.size() && ++path[digit] == states) path[digit++] = 0;
    if (digit == path.size()) return best;
  }
}

TEST(AlignMonotonic, FindsTheBestPathOfAll) {
  const std::vector<std::vector<AlignmentUnit>> rows = {
      {{1, false}, {1, false}, {1, false}},
      {{1, true}, {1, false}, {2, true}, {1, false}},
      {{2, true}, {1, true}, {1, false}, {1, true}},
      {{1, false}, {1, true}, {1, true}, {1, false}},
  };
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const int states = std::accumulate(rows[r].begin(), rows[r].end(), 0,
                                         [](int sum, const AlignmentUnit& u) { return sum + u.states; });
      Array2<float> scores(6, static_cast<std::size_t>(states));
      gaussian_noise({.seed = seed, .channel = static_cast<std::uint32_t>(r)}, 0, scores.values());
      const std::vector<int> path = align_monotonic(scores, rows[r]);
      EXPECT_TRUE(is_legal(path, rows[r]));
      EXPECT_NEAR(score(scores, path), best_by_enumeration(scores, rows[r]), 1e-5F) << r << " " << seed;
    }
}

TEST(AlignMonotonic, LeavesOutAPauseThatIsNotHeard) {
  const std::vector<AlignmentUnit> units = {{1, false}, {2, true}, {1, false}};
  Array2<float> scores(4, 4, 0.0F);
  for (std::size_t f = 0; f < 4; ++f) scores(f, 1) = scores(f, 2) = -5.0F;
  scores(0, 0) = scores(1, 0) = scores(2, 3) = scores(3, 3) = 1.0F;
  EXPECT_EQ(align_monotonic(scores, units), (std::vector<int>{0, 0, 3, 3}));
}

TEST(AlignMonotonic, RejectsWhatDoesNotFit) {
  const std::vector<AlignmentUnit> units = {{2, false}, {1, false}};
  EXPECT_THROW((void)align_monotonic(Array2<float>(2, 3), units), Error);
  EXPECT_THROW((void)align_monotonic(Array2<float>(4, 2), units), Error);
  EXPECT_THROW((void)align_monotonic(Array2<float>(0, 3), units), Error);
  const std::vector<AlignmentUnit> stateless = {{0, false}};
  EXPECT_THROW((void)align_monotonic(Array2<float>(2, 0), stateless), Error);
}

}  // namespace
}  // namespace driftwave
