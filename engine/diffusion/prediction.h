#pragma once
/// What a network predicts about x = signal * data + noise * epsilon, and the exact conversions between the
/// predictions: each is a linear map of x and of any other.
#include <string>

#include "engine/diffusion/path.h"

namespace driftwave {

enum class Prediction {
  kEpsilon,   ///< the noise
  kX0,        ///< the data
  kV,         ///< signal * epsilon - noise * data (Salimans & Ho 2022, arXiv:2202.00512)
  kScore,     ///< gradient of log density: -epsilon / noise (Song et al. 2021, arXiv:2011.13456)
  kVelocity,  ///< data - epsilon, the velocity of the straight path
};

[[nodiscard]] std::string to_string(Prediction prediction);
/// "epsilon", "x0", "v", "score" or "velocity". @throws Error listing them.
[[nodiscard]] Prediction prediction_from_string(const std::string& name);

/// wanted = x * state + d * given
struct LinearMap {
  double x = 0;
  double d = 1;
};

/// The map that turns a prediction of one kind at `at` into another.
/// @throws Error where the given prediction does not determine the wanted one: epsilon or score without
/// signal, x0 without noise.
[[nodiscard]] LinearMap convert(Prediction given, Prediction wanted, const PathPoint& at);

}  // namespace driftwave
