#include "engine/diffusion/prediction.h"

#include <array>
#include <cmath>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr std::array kAll = {Prediction::kEpsilon, Prediction::kX0, Prediction::kV, Prediction::kScore,
                             Prediction::kVelocity};

/// A prediction as p.data * data + p.epsilon * epsilon.
struct Mix {
  double data = 0;
  double epsilon = 0;
};

Mix mix_of(Prediction prediction, const PathPoint& at) {
  switch (prediction) {
    case Prediction::kEpsilon:
      return {0, 1};
    case Prediction::kX0:
      return {1, 0};
    case Prediction::kV:
      return {-at.noise, at.signal};
    case Prediction::kScore:
      return {0, -1 / at.noise};
    case Prediction::kVelocity:
      return {1, -1};
  }
  throw Error("prediction: unknown kind");
}

}  // namespace

std::string to_string(Prediction prediction) {
  switch (prediction) {
    case Prediction::kEpsilon:
      return "epsilon";
    case Prediction::kX0:
      return "x0";
    case Prediction::kV:
      return "v";
    case Prediction::kScore:
      return "score";
    case Prediction::kVelocity:
      return "velocity";
  }
  return "unknown";
}

Prediction prediction_from_string(const std::string& name) {
  for (const Prediction p : kAll) {
    if (name == to_string(p)) return p;
  }
  throw Error("prediction: want epsilon, x0, v, score or velocity, got {}", name);
}

LinearMap convert(Prediction given, Prediction wanted, const PathPoint& at) {
  if (given == wanted) return {0, 1};
  // Solves wanted = u * x + w * given for the coefficients of data and epsilon on both sides.
  const Mix g = mix_of(given, at);
  const Mix target = mix_of(wanted, at);
  const double determinant = at.signal * g.epsilon - at.noise * g.data;
  const LinearMap map{(target.data * g.epsilon - target.epsilon * g.data) / determinant,
                      (at.signal * target.epsilon - at.noise * target.data) / determinant};
  if (!std::isfinite(map.x) || !std::isfinite(map.d))
    throw Error("prediction: {} cannot be had from {} where signal is {:g} and noise {:g}", to_string(wanted),
                to_string(given), at.signal, at.noise);
  return map;
}

}  // namespace driftwave
