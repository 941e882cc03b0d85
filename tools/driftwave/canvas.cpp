#include "tools/driftwave/canvas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>

#include "engine/core/error.h"

namespace driftwave {
namespace {

std::uint32_t to_pixel(const Colour& colour) {
  const auto byte = [](double x) { return static_cast<std::uint32_t>(std::lrint(x * 255.0)); };
  return 0xFF000000U | byte(colour.red) << 16 | byte(colour.green) << 8 | byte(colour.blue);
}

}  // namespace

Colour heat_colour(double position) {
  static constexpr std::array<Colour, 6> kStops{{{0.02, 0.02, 0.08},
                                                 {0.18, 0.07, 0.42},
                                                 {0.53, 0.13, 0.42},
                                                 {0.86, 0.30, 0.24},
                                                 {0.98, 0.65, 0.18},
                                                 {0.99, 0.99, 0.75}}};
  const double scaled = std::clamp(position, 0.0, 1.0) * (kStops.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(scaled), kStops.size() - 2);
  const double t = scaled - static_cast<double>(below);
  const Colour& a = kStops[below];
  const Colour& b = kStops[below + 1];
  return {a.red + t * (b.red - a.red), a.green + t * (b.green - a.green), a.blue + t * (b.blue - a.blue)};
}

Canvas::Canvas(int width, int height)
    : surface_(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height), cairo_surface_destroy),
      context_(cairo_create(surface_.get()), cairo_destroy) {
  if (cairo_surface_status(surface_.get()) != CAIRO_STATUS_SUCCESS)
    throw Error("picture: cannot draw {} x {} pixels: {}", width, height,
                cairo_status_to_string(cairo_surface_status(surface_.get())));
  cairo_set_source_rgb(context_.get(), 1.0, 1.0, 1.0);
  cairo_paint(context_.get());
  cairo_select_font_face(context_.get(), "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(context_.get(), 12.0);
}

void Canvas::stroke(double thickness, const Colour& colour) {
  cairo_set_source_rgb(context_.get(), colour.red, colour.green, colour.blue);
  cairo_set_line_width(context_.get(), thickness);
  cairo_stroke(context_.get());
}

void Canvas::line(const Point& from, const Point& to, double thickness, const Colour& colour) {
  cairo_move_to(context_.get(), from.x, from.y);
  cairo_line_to(context_.get(), to.x, to.y);
  stroke(thickness, colour);
}

void Canvas::polyline(const std::vector<Point>& points, double thickness, const Colour& colour, bool dashed) {
  if (points.empty()) return;
  cairo_move_to(context_.get(), points.front().x, points.front().y);
  for (const Point& point : points) cairo_line_to(context_.get(), point.x, point.y);
  const std::array<double, 2> dash{6.0, 4.0};
  cairo_set_dash(context_.get(), dash.data(), dashed ? 2 : 0, 0.0);
  stroke(thickness, colour);
  cairo_set_dash(context_.get(), nullptr, 0, 0.0);
}

void Canvas::rectangle(const Point& corner, const Point& size, const Colour& colour, double opacity) {
  cairo_set_source_rgba(context_.get(), colour.red, colour.green, colour.blue, opacity);
  cairo_rectangle(context_.get(), corner.x, corner.y, size.x, size.y);
  cairo_fill(context_.get());
}

void Canvas::text(const std::string& words, const Point& at, Anchor anchor, const Colour& colour) {
  cairo_set_source_rgb(context_.get(), colour.red, colour.green, colour.blue);
  cairo_text_extents_t extents;
  cairo_text_extents(context_.get(), words.c_str(), &extents);
  const double share = anchor == Anchor::kLeft ? 0.0 : anchor == Anchor::kMiddle ? 0.5 : 1.0;
  cairo_move_to(context_.get(), at.x - share * extents.x_advance, at.y);
  cairo_show_text(context_.get(), words.c_str());
}

void Canvas::upright_text(const std::string& words, const Point& at) {
  cairo_save(context_.get());
  cairo_set_source_rgb(context_.get(), 0.0, 0.0, 0.0);
  cairo_move_to(context_.get(), at.x, at.y);
  cairo_rotate(context_.get(), -std::numbers::pi / 2);
  cairo_show_text(context_.get(), words.c_str());
  cairo_restore(context_.get());
}

void Canvas::pixel(int x, int y, const Colour& colour) {
  cairo_surface_flush(surface_.get());
  unsigned char* row = cairo_image_surface_get_data(surface_.get()) +
                       static_cast<std::ptrdiff_t>(y) * cairo_image_surface_get_stride(surface_.get());
  reinterpret_cast<std::uint32_t*>(row)[x] = to_pixel(colour);
  cairo_surface_mark_dirty_rectangle(surface_.get(), x, y, 1, 1);
}

std::vector<std::byte> Canvas::to_png() {
  std::vector<std::byte> png;
  const auto append = [](void* out, const unsigned char* data, unsigned int length) {
    const auto bytes = std::as_bytes(std::span(data, length));
    static_cast<std::vector<std::byte>*>(out)->insert(static_cast<std::vector<std::byte>*>(out)->end(),
                                                      bytes.begin(), bytes.end());
    return CAIRO_STATUS_SUCCESS;
  };
  const cairo_status_t status = cairo_surface_write_to_png_stream(surface_.get(), append, &png);
  if (status != CAIRO_STATUS_SUCCESS) throw Error("picture: cannot draw: {}", cairo_status_to_string(status));
  return png;
}

}  // namespace driftwave
