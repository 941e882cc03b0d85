#include "tools/driftwave/mel_image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "engine/core/error.h"
#include "tools/driftwave/canvas.h"

namespace driftwave {
namespace {

constexpr int kLeft = 70;
constexpr int kRight = 90;
constexpr int kTop = 34;     // of each panel: its title
constexpr int kBottom = 24;  // of each panel: its times
constexpr int kFoot = 26;    // of the picture: "time (s)"
constexpr int kChartHeight = 220;
constexpr double kNepersToDb = 20.0 / std::numbers::ln10;
constexpr double kColourRangeDb = 80.0;
constexpr Colour kPitchColour{0.2, 1.0, 0.9};
constexpr Colour kMarkColour{0.3, 0.9, 0.3};

/// One spectrogram with its axes; pixels of the plot run from (kLeft, top).
class Plot {
 public:
  Plot(Canvas& canvas, const MelPanel& panel, const MelImageOptions& options, int width, std::size_t frames,
       int top)
      : canvas_(canvas),
        panel_(panel),
        features_(*panel.features),
        options_(options),
        centres_hz_(mel_centres_hz(options.mel)),
        frames_(frames),
        width_(width),
        height_(options.mel.mels * options.band_pixels),
        top_(top) {}

  void draw() {
    draw_spectrogram();
    draw_pitch();
    draw_marks();
    draw_time_axis();
    draw_frequency_axis();
    draw_colour_bar();
    canvas_.text(panel_.title, {kLeft, top_ - 10.0});
  }

 private:
  void draw_spectrogram() {
    for (int x = 0; x < width_; ++x) {
      const auto first = static_cast<std::size_t>(x) * frames_ / static_cast<std::size_t>(width_);
      if (first >= features_.mel.rows()) break;
      for (int y = 0; y < height_; ++y) {
        const auto band = static_cast<std::size_t>((height_ - 1 - y) / options_.band_pixels);
        canvas_.pixel(kLeft + x, top_ + y, heat_colour(position_of(x, band)));
      }
    }
  }

  /// Loudest of the frames behind pixel column `x`, as a place on the colour scale.
  [[nodiscard]] double position_of(int x, std::size_t band) const {
    const auto first = static_cast<std::size_t>(x) * frames_ / static_cast<std::size_t>(width_);
    const auto end = std::min(
        features_.mel.rows(),
        std::max(first + 1, static_cast<std::size_t>(x + 1) * frames_ / static_cast<std::size_t>(width_)));
    float loudest = features_.mel(first, band);
    for (std::size_t f = first; f < end; ++f) loudest = std::max(loudest, features_.mel(f, band));
    return (loudest * kNepersToDb - options_.range.low_db) / (options_.range.high_db - options_.range.low_db);
  }

  [[nodiscard]] double x_of(double frame) const {
    return kLeft + frame * width_ / static_cast<double>(frames_);
  }
  [[nodiscard]] double x_of_seconds(double seconds) const {
    return x_of(seconds * options_.mel.frames_per_second());
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
    return top_ + height_ - (band + 0.5) * options_.band_pixels;
  }

  void draw_pitch() {
    std::vector<Point> run;
    const auto finish = [&] {
      // A dark rim, since the fundamental runs through the loudest colours.
      canvas_.polyline(run, 5.0, kBlack);
      canvas_.polyline(run, 2.5, kPitchColour);
      run.clear();
    };
    for (std::size_t f = 0; f < features_.f0_hz.size(); ++f) {
      if (features_.voicing[f] >= 0.5F)
        run.push_back({x_of(static_cast<double>(f) + 0.5), y_of(features_.f0_hz[f])});
      else
        finish();
    }
    finish();
  }

  void draw_marks() {
    for (const TimeRange& range : panel_.marked) {
      const double left = x_of_seconds(range.first_s);
      const double right = std::max(x_of_seconds(range.last_s), left + 1);
      canvas_.rectangle({left, top_ - 6.0}, {right - left, 6.0}, kMarkColour);
      canvas_.rectangle({left, top_ + static_cast<double>(height_)}, {right - left, 6.0}, kMarkColour);
    }
    if (panel_.marked_hz > 0) {
      const double y = y_of(panel_.marked_hz);
      canvas_.polyline({{kLeft, y}, {kLeft + static_cast<double>(width_), y}}, 1.5, kMarkColour, true);
    }
  }

  void draw_time_axis() {
    const double seconds = static_cast<double>(frames_) / options_.mel.frames_per_second();
    double step = 0.01;
    // 1, 2, 5, 10, ... until labels have 60 pixels each.
    for (int i = 0; step / seconds * width_ < 60.0; ++i) step *= i % 3 == 1 ? 2.5 : 2.0;
    const double y = top_ + height_;
    for (double at = 0.0; at <= seconds; at += step) {
      const double x = x_of_seconds(at);
      canvas_.line({x, y}, {x, y + 5});
      canvas_.text(fmt::format("{:g}", std::round(at * 1000.0) / 1000.0), {x, y + 18}, Anchor::kMiddle);
    }
  }

  void draw_frequency_axis() {
    double last_y = 1e9;
    for (const double hz : {100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10000.0, 20000.0}) {
      const double y = y_of(hz);
      if (hz > centres_hz_.back() || last_y - y < 14.0) continue;
      canvas_.line({kLeft - 5, y}, {kLeft, y});
      canvas_.text(fmt::format("{:g}", hz), {kLeft - 8, y + 4}, Anchor::kRight);
      last_y = y;
    }
    canvas_.upright_text("frequency (Hz)", {16, top_ + height_ / 2.0 + 50});
  }

  void draw_colour_bar() {
    const double x = kLeft + width_ + 15;
    for (int y = 0; y < height_; ++y)
      canvas_.rectangle({x, static_cast<double>(top_ + y)}, {14, 1},
                        heat_colour(1.0 - static_cast<double>(y) / (height_ - 1)));
    const auto [low_db, high_db] = options_.range;
    for (double db = low_db; db <= high_db; db += 20.0) {
      const double y = top_ + height_ * (high_db - db) / (high_db - low_db);
      canvas_.line({x + 14, y}, {x + 18, y});
      canvas_.text(fmt::format("{:g}", db), {x + 22, y + 4});
    }
    canvas_.text("dB", {x, top_ - 10.0});
  }

  Canvas& canvas_;
  const MelPanel& panel_;
  const VocoderInput& features_;
  const MelImageOptions& options_;
  std::vector<double> centres_hz_;
  std::size_t frames_;
  int width_;
  int height_;
  int top_;
};

void draw_chart(Canvas& canvas, const BandChart& chart, int width, int top) {
  double low = 0;
  double high = 0;
  for (const auto& curve : chart.curves)
    for (const double value : curve.values) {
      low = std::min(low, value);
      high = std::max(high, value);
    }
  low = std::floor(low / 5.0) * 5.0;
  high = std::max(std::ceil(high / 5.0) * 5.0, low + 5.0);
  const double bottom = top + kChartHeight;
  const auto y_of = [&](double value) { return bottom - (value - low) / (high - low) * kChartHeight; };
  const double band_width = static_cast<double>(width) / static_cast<double>(chart.bands.size());
  const auto x_of = [&](std::size_t band) { return kLeft + (static_cast<double>(band) + 0.5) * band_width; };
  canvas.text(chart.title, {kLeft, top - 10.0});
  for (double value = low; value <= high; value += 5.0) {
    canvas.line({kLeft, y_of(value)}, {kLeft + static_cast<double>(width), y_of(value)},
                value == 0 ? 1.5 : 0.5);
    canvas.text(fmt::format("{:g}", value), {kLeft - 8, y_of(value) + 4}, Anchor::kRight);
  }
  for (std::size_t band = 0; band < chart.bands.size(); ++band)
    canvas.text(chart.bands[band], {x_of(band), bottom + 18}, Anchor::kMiddle);
  for (std::size_t i = 0; i < chart.curves.size(); ++i) {
    const auto& curve = chart.curves[i];
    const double place =
        chart.curves.size() > 1 ? static_cast<double>(i) / static_cast<double>(chart.curves.size() - 1) : 0;
    const Colour colour = heat_colour(0.15 + 0.65 * place);
    std::vector<Point> points;
    for (std::size_t band = 0; band < curve.values.size(); ++band)
      points.push_back({x_of(band), y_of(curve.values[band])});
    canvas.polyline(points, 2.0, colour, curve.dashed);
    canvas.text(curve.name, {kLeft + width + 8.0, top + 14.0 * static_cast<double>(i + 1)}, Anchor::kLeft,
                colour);
  }
}

}  // namespace

ColourRange colour_range(std::span<const VocoderInput* const> all) {
  float loudest = -1e9F;
  for (const VocoderInput* features : all)
    for (const float value : features->mel.values()) loudest = std::max(loudest, value);
  // Whole tens, so that the bar's labels are round.
  const double high_db = std::ceil(loudest * kNepersToDb / 10.0) * 10.0;
  return {.low_db = high_db - kColourRangeDb, .high_db = high_db};
}

std::vector<std::byte> mel_image(std::span<const MelPanel> panels, const MelImageOptions& options,
                                 const BandChart& chart) {
  std::size_t frames = 0;
  for (const MelPanel& panel : panels) {
    if (panel.features->mel.empty()) throw Error("mel_image: want frames, got none");
    frames = std::max(frames, panel.features->mel.rows());
  }
  if (frames == 0) throw Error("mel_image: want something to draw");
  // Short clips are stretched to a readable width, long ones squeezed to what cairo can hold.
  const auto width = static_cast<int>(std::clamp<std::size_t>(frames * 2, 640, 8000));
  const int panel_height = kTop + options.mel.mels * options.band_pixels + kBottom;
  const int chart_height = chart.curves.empty() ? 0 : kTop + kChartHeight + kBottom;
  const int panels_height = panel_height * static_cast<int>(panels.size());
  Canvas canvas(kLeft + width + kRight, panels_height + kFoot + chart_height);
  int top = kTop;
  for (const MelPanel& panel : panels) {
    Plot(canvas, panel, options, width, frames, top).draw();
    top += panel_height;
  }
  canvas.text("time (s)", {kLeft + width / 2.0, panels_height + 14.0}, Anchor::kMiddle);
  if (!chart.curves.empty()) draw_chart(canvas, chart, width, panels_height + kFoot + kTop);
  return canvas.to_png();
}

}  // namespace driftwave
