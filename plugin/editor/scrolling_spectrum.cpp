#include "plugin/editor/scrolling_spectrum.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace driftwave {
namespace {

constexpr int kColumns = 560;
constexpr int kBands = 128;
constexpr double kLowestDb = -96.0;
constexpr double kHighestDb = -22.0;
constexpr float kAxisWidth = 34.0F;

/// As MelSettings at 44.1 kHz, at any rate.
MelSettings settings_at(int rate_hz) {
  int n_fft = 2048;
  while (n_fft < rate_hz / 24) n_fft *= 2;
  return {.sample_rate_hz = rate_hz,
          .n_fft = n_fft,
          .hop_samples = n_fft / 4,
          .mels = kBands,
          .low_hz = 0.0,
          .high_hz = std::min(16000.0, rate_hz / 2.0),
          .floor = 1e-5};
}

}  // namespace

ScrollingSpectrum::ScrollingSpectrum(const juce::String& name)
    : name_(name),
      palette_(&dark_palette()),
      image_(juce::Image::RGB, kColumns, kBands, true),
      levels_(kColumns * kBands),
      pitch_hz_(kColumns) {
  setTitle(name + " spectrogram");
  setDescription("The last seconds of sound by frequency, with the pitch as a line");
  setInterceptsMouseClicks(false, false);
  prepare(44100, 0);
}

void ScrollingSpectrum::prepare(int sample_rate_hz, std::size_t delay_samples) {
  const MelSettings settings = settings_at(sample_rate_hz);
  stream_ = std::make_unique<MelStream>(settings);
  centres_hz_ = mel_centres_hz(settings);
  full_scale_db_ = 20 * std::log10(settings.n_fft / 4.0);
  delay_ = delay_samples;
  waiting_.assign(delay_, 0.0F);
  std::ranges::fill(levels_, 0.0F);
  std::ranges::fill(pitch_hz_, 0.0F);
  set_palette(*palette_);
}

void ScrollingSpectrum::set_palette(const Palette& palette) {
  palette_ = &palette;
  for (int column = 0; column < kColumns; ++column) paint_column(column);
  repaint();
}

void ScrollingSpectrum::push(std::span<const float> audio, float pitch_hz) {
  if (audio.empty()) return;
  newest_pitch_hz_ = pitch_hz;
  waiting_.insert(waiting_.end(), audio.begin(), audio.end());
  const std::size_t now = waiting_.size() - delay_;
  stream_->push(std::span(waiting_).first(now), [this](const MelFrame& frame) { add_column(frame.mel); });
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(now));
  repaint();
}

void ScrollingSpectrum::add_column(std::span<const float> mel) {
  for (int band = 0; band < kBands; ++band) {
    const double db =
        20 / std::numbers::ln10 * static_cast<double>(mel[static_cast<std::size_t>(band)]) - full_scale_db_;
    levels_[static_cast<std::size_t>(next_ * kBands + band)] =
        static_cast<float>(juce::jlimit(0.0, 1.0, (db - kLowestDb) / (kHighestDb - kLowestDb)));
  }
  pitch_hz_[static_cast<std::size_t>(next_)] = newest_pitch_hz_;
  paint_column(next_);
  next_ = (next_ + 1) % kColumns;
}

void ScrollingSpectrum::paint_column(int column) {
  juce::Image::BitmapData pixels(image_, column, 0, 1, kBands, juce::Image::BitmapData::writeOnly);
  for (int band = 0; band < kBands; ++band)
    pixels.setPixelColour(0, kBands - 1 - band,
                          heat(*palette_, levels_[static_cast<std::size_t>(column * kBands + band)]));
}

float ScrollingSpectrum::height_of(double hz) const {
  const auto above = std::ranges::upper_bound(centres_hz_, hz) - centres_hz_.begin();
  if (above == 0) return 0;
  const auto upper = static_cast<std::size_t>(above);
  if (upper >= centres_hz_.size()) return 1;
  const double share = (hz - centres_hz_[upper - 1]) / (centres_hz_[upper] - centres_hz_[upper - 1]);
  return static_cast<float>((static_cast<double>(upper - 1) + share + 0.5) / kBands);
}

void ScrollingSpectrum::paint(juce::Graphics& g) {
  juce::Rectangle<float> area = getLocalBounds().toFloat();
  juce::Path frame;
  frame.addRoundedRectangle(area, 6.0F);
  g.setColour(palette_->well);
  g.fillPath(frame);
  {
    const juce::Graphics::ScopedSaveState saved(g);
    g.reduceClipRegion(frame);
    const juce::Rectangle<float> plot = area.withTrimmedLeft(kAxisWidth);
    g.setImageResamplingQuality(juce::Graphics::mediumResamplingQuality);
    // The oldest column stands on the left: the ring in two parts.
    const float width = plot.getWidth() / kColumns;
    const int older = kColumns - next_;
    const auto draw = [&](int first, int count, int at) {
      if (count == 0) return;
      g.drawImage(image_.getClippedImage({first, 0, count, kBands}),
                  {plot.getX() + width * static_cast<float>(at), plot.getY(),
                   width * static_cast<float>(count), plot.getHeight()});
    };
    draw(next_, older, 0);
    draw(0, next_, older);
    paint_pitch(g, plot);
    paint_axis(g, area);
  }
  g.setColour(palette_->edge);
  g.strokePath(frame, juce::PathStrokeType(1.0F));
}

void ScrollingSpectrum::paint_pitch(juce::Graphics& g, juce::Rectangle<float> area) const {
  juce::Path line;
  bool is_on = false;
  for (int i = 0; i < kColumns; ++i) {
    const float hz = pitch_hz_[static_cast<std::size_t>((next_ + i) % kColumns)];
    if (hz <= 0) {
      is_on = false;
      continue;
    }
    const juce::Point<float> at(area.getX() + area.getWidth() * static_cast<float>(i) / kColumns,
                                area.getBottom() - area.getHeight() * height_of(hz));
    if (is_on) {
      line.lineTo(at);
    } else {
      line.startNewSubPath(at);
    }
    is_on = true;
  }
  g.setColour(palette_->well.withAlpha(0.8F));
  g.strokePath(line, juce::PathStrokeType(4.0F, juce::PathStrokeType::curved, juce::PathStrokeType::rounded));
  g.setColour(palette_->second.brighter(0.2F));
  g.strokePath(line, juce::PathStrokeType(1.8F, juce::PathStrokeType::curved, juce::PathStrokeType::rounded));
}

void ScrollingSpectrum::paint_axis(juce::Graphics& g, juce::Rectangle<float> area) const {
  struct Mark {
    double hz;
    const char* text;
  };
  constexpr std::array<Mark, 5> kMarks{
      {{200, "200"}, {500, "500"}, {1000, "1k"}, {3000, "3k"}, {10000, "10k"}}};
  g.setFont(typeface(10.5F));
  for (const Mark& mark : kMarks) {
    const float y = area.getBottom() - area.getHeight() * height_of(mark.hz);
    g.setColour(palette_->dim_text);
    g.drawText(mark.text, juce::Rectangle<float>(2, y - 7, kAxisWidth - 8, 14),
               juce::Justification::centredRight);
    g.setColour(palette_->text.withAlpha(0.08F));
    g.fillRect(juce::Rectangle<float>(kAxisWidth, y, area.getWidth() - kAxisWidth, 1));
  }
  const juce::Rectangle<float> badge(kAxisWidth + 8, 8, 56, 20);
  g.setColour(palette_->panel.withAlpha(0.85F));
  g.fillRoundedRectangle(badge, 5.0F);
  g.setColour(palette_->text);
  g.setFont(typeface(12.0F, Weight::kBold));
  g.drawText(name_, badge, juce::Justification::centred);
}

}  // namespace driftwave
