#include "engine/diffusion/prediction.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr Prediction kAll[] = {Prediction::kEpsilon, Prediction::kX0, Prediction::kV, Prediction::kScore,
                               Prediction::kVelocity};

/// The definitions, written out.
double value_of(Prediction p, double data, double epsilon, const PathPoint& at) {
  switch (p) {
    case Prediction::kEpsilon:
      return epsilon;
    case Prediction::kX0:
      return data;
    case Prediction::kV:
      return at.signal * epsilon - at.noise * data;
    case Prediction::kScore:
      return -epsilon / at.noise;
    case Prediction::kVelocity:
      return data - epsilon;
  }
  return 0;
}

TEST(Prediction, OfAnyKindGivesEveryOther) {
  const double data = 0.7;
  const double epsilon = -1.3;
  for (const PathPoint at : {PathPoint{0.6, 0.8, 0}, PathPoint{0.25, 0.75, 0}, PathPoint{0.9999, 0.001, 0}}) {
    const double x = at.signal * data + at.noise * epsilon;
    for (const Prediction given : kAll) {
      for (const Prediction wanted : kAll) {
        const LinearMap map = convert(given, wanted, at);
        const double expected = value_of(wanted, data, epsilon, at);
        EXPECT_NEAR(map.x * x + map.d * value_of(given, data, epsilon, at), expected,
                    1e-9 * std::max(1.0, std::abs(expected)))
            << to_string(given) << " to " << to_string(wanted) << " at " << at.signal;
      }
    }
  }
}

TEST(Prediction, IsRefusedWhereItDoesNotDetermineTheOther) {
  const PathPoint pure_noise{0, 1, 0};
  EXPECT_THROW((void)convert(Prediction::kEpsilon, Prediction::kX0, pure_noise), Error);
  EXPECT_THROW((void)convert(Prediction::kX0, Prediction::kEpsilon, {1, 0, 0}), Error);
  EXPECT_THROW((void)convert(Prediction::kV, Prediction::kScore, {1, 0, 0}), Error);
  EXPECT_NEAR(convert(Prediction::kV, Prediction::kX0, pure_noise).d, -1, 1e-15);
}

TEST(Prediction, IsKnownByName) {
  for (const Prediction p : kAll) EXPECT_EQ(prediction_from_string(to_string(p)), p);
  EXPECT_THROW((void)prediction_from_string("noise"), Error);
}

}  // namespace
}  // namespace driftwave
