#include "tools/driftwave/mel_image.h"

#include <cairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <span>

#include "engine/core/error.h"

namespace driftwave {
namespace {

constexpr int kLeft = 70;
constexpr int kRight = 90;
constexpr int kTop = 40;
constexpr int kBottom = 50;
constexpr int kRowPixels = 4;  // per mel band
constexpr double kNepersToDb = 20.0 / std::numbers::ln10;

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

struct Colour {
  double red, green, blue;
};

/// Dark to light through blue, red and yellow: brightness rises all the way, so that it survives a grey
/// print.
Colour colour_of(double position) {
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

std::uint32_t to_pixel(const Colour& colour) {
  const auto byte = [](double x) { return static_cast<std::uint32_t>(std::lrint(x * 255.0)); };
  return 0xFF000000U | byte(colour.red) << 16 | byte(colour.green) << 8 | byte(colour.blue);
}

/// Draws one picture; pixels of the plot run from (kLeft, kTop).
class Plot {
 public:
  Plot(const VocoderInput& features, const MelSettings& settings, const MelImageOptions& options)
      : features_(features),
        options_(options),
        frames_per_second_(settings.frames_per_second()),
        centres_hz_(mel_centres_hz(settings)),
        // Short clips are stretched to a readable width, long ones squeezed to what cairo can hold.
        width_(static_cast<int>(std::clamp<std::size_t>(features.mel.rows() * 2, 640, 8000))),
        height_(static_cast<int>(features.mel.cols()) * kRowPixels),
        surface_(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, kLeft + width_ + kRight,
                                            kTop + height_ + kBottom),
                 cairo_surface_destroy),
        context_(cairo_create(surface_.get()), cairo_destroy) {
    cairo_set_source_rgb(cr(), 1.0, 1.0, 1.0);
    cairo_paint(cr());
    cairo_select_font_face(cr(), "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr(), 12.0);
  }

  std::vector<std::byte> draw() {
    draw_spectrogram();
    draw_pitch();
    draw_time_axis();
    draw_frequency_axis();
    draw_colour_bar();
    text(options_.title, kLeft, kTop - 14, 0.0);
    return to_png();
  }

 private:
  [[nodiscard]] cairo_t* cr() const { return context_.get(); }

  void draw_spectrogram() {
    cairo_surface_flush(surface_.get());
    unsigned char* bytes = cairo_image_surface_get_data(surface_.get());
    const int stride = cairo_image_surface_get_stride(surface_.get());
    for (int y = 0; y < height_; ++y) {
      auto* row =
          reinterpret_cast<std::uint32_t*>(bytes + static_cast<std::ptrdiff_t>(kTop + y) * stride) + kLeft;
      const auto band = static_cast<std::size_t>((height_ - 1 - y) / kRowPixels);
      for (int x = 0; x < width_; ++x) row[x] = to_pixel(colour_of(position_of(x, band)));
    }
    cairo_surface_mark_dirty(surface_.get());
  }

  /// Loudest of the frames behind pixel column `x`, as a place on the colour scale.
  [[nodiscard]] double position_of(int x, std::size_t band) const {
    const std::size_t frames = features_.mel.rows();
    const auto first = static_cast<std::size_t>(x) * frames / static_cast<std::size_t>(width_);
    const auto end =
        std::max(first + 1, static_cast<std::size_t>(x + 1) * frames / static_cast<std::size_t>(width_));
    float loudest = features_.mel(first, band);
    for (std::size_t f = first; f < end; ++f) loudest = std::max(loudest, features_.mel(f, band));
    return (loudest * kNepersToDb - options_.low_db) / (options_.high_db - options_.low_db);
  }

  [[nodiscard]] double x_of(std::size_t frame) const {
    return kLeft + (static_cast<double>(frame) + 0.5) * width_ / static_cast<double>(features_.mel.rows());
  }

  /// Between the centres of the bands; frequencies outside land on the nearest edge.
  [[nodiscard]] double y_of(double hz) const {
    const auto above = std::ranges::lower_bound(centres_hz_, hz);
    double band = static_cast<double>(above - centres_hz_.begin());
    if (above == centres_hz_.end()) {
      band -= 1.0;
    } else if (above != centres_hz_.begin()) {
      band -= (*above - hz) / (*above - *(above - 1));
    }
    return kTop + height_ - (band + 0.5) * kRowPixels;
  }

  void draw_pitch() {
    bool drawing = false;
    for (std::size_t f = 0; f < features_.f0_hz.size(); ++f) {
      const bool voiced = features_.voicing[f] >= 0.5F;
      if (voiced && drawing) cairo_line_to(cr(), x_of(f), y_of(features_.f0_hz[f]));
      if (voiced && !drawing) cairo_move_to(cr(), x_of(f), y_of(features_.f0_hz[f]));
      drawing = voiced;
    }
    // A dark rim, since the fundamental runs through the loudest colours.
    cairo_set_source_rgb(cr(), 0.0, 0.0, 0.0);
    cairo_set_line_width(cr(), 5.0);
    cairo_stroke_preserve(cr());
    cairo_set_source_rgb(cr(), 0.2, 1.0, 0.9);
    cairo_set_line_width(cr(), 2.5);
    cairo_stroke(cr());
  }

  void draw_time_axis() {
    const double seconds = static_cast<double>(features_.mel.rows()) / frames_per_second_;
    double step = 0.01;
    // 1, 2, 5, 10, ... until labels have 60 pixels each.
    for (int i = 0; step / seconds * width_ < 60.0; ++i) step *= i % 3 == 1 ? 2.5 : 2.0;
    for (double at = 0.0; at <= seconds; at += step) {
      const double x = kLeft + at / seconds * width_;
      tick(x, kTop + height_, x, kTop + height_ + 5);
      text(fmt::format("{:g}", std::round(at * 1000.0) / 1000.0), x, kTop + height_ + 18, 0.5);
    }
    text("time (s)", kLeft + width_ / 2.0, kTop + height_ + 38, 0.5);
  }

  void draw_frequency_axis() {
    double last_y = 1e9;
    for (const double hz : {100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10000.0, 20000.0}) {
      const double y = y_of(hz);
      if (hz > centres_hz_.back() || last_y - y < 14.0) continue;
      tick(kLeft - 5, y, kLeft, y);
      text(fmt::format("{:g}", hz), kLeft - 8, y + 4, 1.0);
      last_y = y;
    }
    cairo_save(cr());
    cairo_move_to(cr(), 16, kTop + height_ / 2.0 + 50);
    cairo_rotate(cr(), -std::numbers::pi / 2);
    cairo_show_text(cr(), "frequency (Hz)");
    cairo_restore(cr());
  }

  void draw_colour_bar() {
    const double x = kLeft + width_ + 15;
    for (int y = 0; y < height_; ++y) {
      const Colour colour = colour_of(1.0 - static_cast<double>(y) / (height_ - 1));
      cairo_set_source_rgb(cr(), colour.red, colour.green, colour.blue);
      cairo_rectangle(cr(), x, kTop + y, 14, 1);
      cairo_fill(cr());
    }
    for (double db = options_.low_db; db <= options_.high_db; db += 20.0) {
      const double y = kTop + height_ * (options_.high_db - db) / (options_.high_db - options_.low_db);
      tick(x + 14, y, x + 18, y);
      text(fmt::format("{:g}", db), x + 22, y + 4, 0.0);
    }
    text("dB", x, kTop - 14, 0.0);
  }

  void tick(double x0, double y0, double x1, double y1) {
    cairo_set_source_rgb(cr(), 0.0, 0.0, 0.0);
    cairo_set_line_width(cr(), 1.0);
    cairo_move_to(cr(), x0, y0);
    cairo_line_to(cr(), x1, y1);
    cairo_stroke(cr());
  }

  /// @param anchor 0: `x` is the left edge, 0.5: the middle, 1: the right edge.
  void text(const std::string& words, double x, double y, double anchor) {
    cairo_set_source_rgb(cr(), 0.0, 0.0, 0.0);
    cairo_text_extents_t extents;
    cairo_text_extents(cr(), words.c_str(), &extents);
    cairo_move_to(cr(), x - anchor * extents.x_advance, y);
    cairo_show_text(cr(), words.c_str());
  }

  std::vector<std::byte> to_png() {
    std::vector<std::byte> png;
    const auto append = [](void* out, const unsigned char* data, unsigned int length) {
      const auto bytes = std::as_bytes(std::span(data, length));
      static_cast<std::vector<std::byte>*>(out)->insert(static_cast<std::vector<std::byte>*>(out)->end(),
                                                        bytes.begin(), bytes.end());
      return CAIRO_STATUS_SUCCESS;
    };
    const cairo_status_t status = cairo_surface_write_to_png_stream(surface_.get(), append, &png);
    if (status != CAIRO_STATUS_SUCCESS)
      throw Error("mel_image: cannot draw: {}", cairo_status_to_string(status));
    return png;
  }

  const VocoderInput& features_;
  const MelImageOptions& options_;
  double frames_per_second_;
  std::vector<double> centres_hz_;
  int width_;
  int height_;
  Surface surface_;
  Context context_;
};

}  // namespace

std::vector<std::byte> mel_image(const VocoderInput& features, const MelSettings& settings,
                                 const MelImageOptions& options) {
  if (features.mel.empty()) throw Error("mel_image: want frames, got none");
  return Plot(features, settings, options).draw();
}

}  // namespace driftwave
