#include "engine/diffusion/path.h"

#include <cmath>

#include "engine/core/error.h"
#include "engine/diffusion/schedule.h"

namespace driftwave {

std::vector<PathPoint> vp_path(std::span<const double> beta) {
  std::vector<double> times = alpha_bars(beta);
  for (double& t : times) t = noise_level(t);
  std::vector<PathPoint> path = vp_path(beta, times);
  path.back().time = 1;
  return path;
}

std::vector<PathPoint> vp_path(std::span<const double> beta, std::span<const double> times) {
  validate_betas(beta, "schedule");
  if (times.size() != beta.size()) throw Error("schedule: want {} times, got {}", beta.size(), times.size());
  // 1 - alpha_bar by its own recursion: exact for betas of 1e-6 too, where a difference would lose digits.
  std::vector<PathPoint> path(beta.size() + 1);
  double bar = 1;
  double rest = 0;
  path.back() = {.signal = 1, .noise = 0, .time = times[0]};
  for (std::size_t n = 0; n < beta.size(); ++n) {
    rest += bar * beta[n];
    bar *= 1 - beta[n];
    path[beta.size() - 1 - n] = {.signal = std::sqrt(bar), .noise = std::sqrt(rest), .time = times[n]};
  }
  return path;
}

std::vector<PathPoint> flow_path(int steps) {
  if (steps < 1 || steps > 100000) throw Error("flow path: steps: want 1..100000, got {}", steps);
  std::vector<double> times(static_cast<std::size_t>(steps) + 1);
  for (std::size_t i = 0; i < times.size(); ++i) times[i] = static_cast<double>(i) / steps;
  return flow_path(times);
}

std::vector<PathPoint> flow_path(std::span<const double> times) {
  if (times.size() < 2) throw Error("flow path: want at least 2 times, got {}", times.size());
  std::vector<PathPoint> path;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double low = i == 0 ? -1 : times[i - 1];
    if (!(times[i] >= 0 && times[i] <= 1 && times[i] > low))
      throw Error("flow path: time {}: want times that rise within 0..1, got {}", i, times[i]);
    path.push_back({.signal = times[i], .noise = 1 - times[i], .time = times[i]});
  }
  return path;
}

}  // namespace driftwave
