#include "tts/training/monotonic_alignment.h"

#include <algorithm>
#include <limits>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr float kImpossible = -std::numeric_limits<float>::infinity();
constexpr int kStart = -1;

/// Which states may stand before a state (besides itself), and which may end the row.
struct StateGraph {
  std::vector<std::vector<int>> before;  ///< kStart: the state may be the first
  std::vector<int> final_states;
};

StateGraph make_graph(std::span<const AlignmentUnit> units) {
  StateGraph graph;
  std::vector<int> open{kStart};  // ends of the units that the next unit may follow
  int state = 0;
  for (const AlignmentUnit& unit : units) {
    if (unit.states < 1) throw Error("alignment: states of a unit: want >= 1, got {}", unit.states);
    for (int i = 0; i < unit.states; ++i, ++state)
      graph.before.push_back(i == 0 ? open : std::vector<int>{state - 1});
    if (!unit.optional) open.clear();
    open.push_back(state - 1);
  }
  graph.final_states = open;
  return graph;
}

}  // namespace

std::vector<int> align_monotonic(const Array2<float>& log_likelihood, std::span<const AlignmentUnit> units) {
  const StateGraph graph = make_graph(units);
  const std::size_t frames = log_likelihood.rows();
  const std::size_t states = graph.before.size();
  if (states == 0 || states != log_likelihood.cols())
    throw Error("alignment: want {} states, got {}", states, log_likelihood.cols());

  std::vector<float> score(states, kImpossible);
  std::vector<float> next(states);
  Array2<int> from(frames, states, kStart);
  for (std::size_t f = 0; f < frames; ++f) {
    for (std::size_t s = 0; s < states; ++s) {
      float best = f == 0 ? kImpossible : score[s];
      int best_from = static_cast<int>(s);
      for (const int before : graph.before[s]) {
        const bool enters = before == kStart;
        if (enters != (f == 0)) continue;
        const float candidate = enters ? 0.0F : score[static_cast<std::size_t>(before)];
        if (candidate > best) {
          best = candidate;
          best_from = before;
        }
      }
      next[s] = best + log_likelihood(f, s);
      from(f, s) = best_from;
    }
    score.swap(next);
  }

  int last = kStart;
  float best = kImpossible;
  for (const int s : graph.final_states) {
    if (s == kStart || frames == 0 || score[static_cast<std::size_t>(s)] <= best) continue;
    best = score[static_cast<std::size_t>(s)];
    last = s;
  }
  if (last == kStart) throw Error("alignment: no path through {} states fits into {} frames", states, frames);
  std::vector<int> path(frames);
  for (std::size_t f = frames; f-- > 0;) {
    path[f] = last;
    last = from(f, static_cast<std::size_t>(last));
  }
  return path;
}

}  // namespace driftwave
