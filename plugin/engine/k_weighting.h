#pragma once
/// How loud a sample counts: the filters of ITU-R BS.1770-4.
#include <array>
#include <cmath>
#include <numbers>

namespace driftwave {

/// A high shelf for the head and a high pass, as the recommendation has them at 48 kHz, at any rate.
/// Thread: one at a time; all but construction is RT.
class KWeighting {
 public:
  explicit KWeighting(double rate_hz) {
    constexpr double kShelfHz = 1681.9744509555319;
    constexpr double kShelfDb = 3.99984385397;
    constexpr double kShelfQ = 0.7071752369554193;
    const double k = std::tan(std::numbers::pi * kShelfHz / rate_hz);
    const double high = std::pow(10.0, kShelfDb / 20.0);
    const double band = std::pow(high, 0.499666774155);
    const double scale = 1.0 + k / kShelfQ + k * k;
    shelf_.b = {(high + band * k / kShelfQ + k * k) / scale, 2 * (k * k - high) / scale,
                (high - band * k / kShelfQ + k * k) / scale};
    shelf_.a = {2 * (k * k - 1) / scale, (1 - k / kShelfQ + k * k) / scale};
    constexpr double kPassHz = 38.13547087613982;
    constexpr double kPassQ = 0.5003270373253953;
    const double p = std::tan(std::numbers::pi * kPassHz / rate_hz);
    const double pass_scale = 1.0 + p / kPassQ + p * p;
    pass_.b = {1.0, -2.0, 1.0};
    pass_.a = {2 * (p * p - 1) / pass_scale, (1 - p / kPassQ + p * p) / pass_scale};
  }

  [[nodiscard]] double next(double x) noexcept { return pass_.next(shelf_.next(x)); }
  void reset() noexcept { shelf_.s = pass_.s = {}; }

 private:
  struct Biquad {
    std::array<double, 3> b{};
    std::array<double, 2> a{};
    std::array<double, 2> s{};

    double next(double x) noexcept {
      const double y = b[0] * x + s[0];
      s[0] = b[1] * x - a[0] * y + s[1];
      s[1] = b[2] * x - a[1] * y;
      return y;
    }
  };
  Biquad shelf_;
  Biquad pass_;
};

}  // namespace driftwave
