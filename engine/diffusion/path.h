#pragma once
/// Points between noise and data: x = signal * data + noise * epsilon, with epsilon of unit variance.
///
/// One description for variance-preserving diffusion (signal^2 + noise^2 = 1) and for the straight path of
/// rectified flow (signal = t, noise = 1 - t, from the prior's sample at t = 0 to the data at t = 1; Liu et
/// al. 2023, arXiv:2209.03003; Lipman et al. 2023, arXiv:2210.02747).
#include <span>
#include <vector>

namespace driftwave {

struct PathPoint {
  double signal = 1;
  double noise = 0;
  double time = 0;  ///< what the network is told: a training step, sqrt(alpha_bar), or flow time
};

/// Points of a variance-preserving sampler: the schedule's S levels from the noisiest to the cleanest, then
/// pure data. `time` is sqrt(alpha_bar), WaveGrad's noise level. @return [S + 1]
[[nodiscard]] std::vector<PathPoint> vp_path(std::span<const double> beta);

/// As above with times[n] for beta[n]; the last point takes times[0].
[[nodiscard]] std::vector<PathPoint> vp_path(std::span<const double> beta, std::span<const double> times);

/// `steps` equal steps from t = 0 to t = 1. @return [S + 1]
[[nodiscard]] std::vector<PathPoint> flow_path(int steps);

/// Given times. @param times [S + 1] strictly increasing within 0..1. @throws Error naming the one at fault.
[[nodiscard]] std::vector<PathPoint> flow_path(std::span<const double> times);

}  // namespace driftwave
