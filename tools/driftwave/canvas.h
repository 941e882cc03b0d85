#pragma once
/// A white picture to draw labelled plots on (cairo). A user unit is a pixel.
#include <cairo.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace driftwave {

struct Colour {
  double red = 0;
  double green = 0;
  double blue = 0;
};

inline constexpr Colour kBlack{};

/// Dark to light through blue, red and yellow: brightness rises all the way, so that it survives a grey
/// print.
/// @param position 0..1
[[nodiscard]] Colour heat_colour(double position);

struct Point {
  double x = 0;
  double y = 0;
};

enum class Anchor { kLeft, kMiddle, kRight };

class Canvas {
 public:
  /// @throws Error when the picture would be larger than cairo holds.
  Canvas(int width, int height);

  void line(const Point& from, const Point& to, double thickness = 1.0, const Colour& colour = kBlack);
  /// A line through all points. @param dashed for the second of two things.
  void polyline(const std::vector<Point>& points, double thickness, const Colour& colour,
                bool dashed = false);
  void rectangle(const Point& corner, const Point& size, const Colour& colour, double opacity = 1.0);
  void text(const std::string& words, const Point& at, Anchor anchor = Anchor::kLeft,
            const Colour& colour = kBlack);
  /// Bottom to top, its left end at `at`.
  void upright_text(const std::string& words, const Point& at);
  void pixel(int x, int y, const Colour& colour);

  /// @return the bytes of a PNG.
  [[nodiscard]] std::vector<std::byte> to_png();

 private:
  void stroke(double thickness, const Colour& colour);

  std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface_;
  std::unique_ptr<cairo_t, decltype(&cairo_destroy)> context_;
};

}  // namespace driftwave
