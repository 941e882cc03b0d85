#include "plugin/editor/scrolling_spectrum.h"

#include <juce_audio_basics/juce_audio_basics.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "engine/dsp/midi_note.h"

namespace driftwave {
namespace {

constexpr int kColumns = 560;
constexpr int kBands = 128;
constexpr int kRows = 180;
constexpr double kLowestHz = 50.0;
constexpr double kHighestHz = 16000.0;
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
          .high_hz = std::min(kHighestHz, rate_hz / 2.0),
          .floor = 1e-5};
}

}  // namespace

ScrollingSpectrum::ScrollingSpectrum(const juce::String& name)
    : name_(name),
      palette_(&dark_palette()),
      image_(juce::Image::RGB, kColumns, kRows, true),
      levels_(kColumns * kRows),
      pitch_hz_(kColumns) {
  setTitle(name + " spectrogram");
  setDescription("The last seconds of sound by frequency, with the pitch as a line");
  prepare(44100, 0);
}

void ScrollingSpectrum::prepare(int sample_rate_hz, std::size_t delay_samples) {
  const MelSettings settings = settings_at(sample_rate_hz);
  stream_ = std::make_unique<MelStream>(settings);
  const std::vector<double> centres_hz = mel_centres_hz(settings);
  rows_.clear();
  for (int row = 0; row < kRows; ++row) {
    const double hz = kLowestHz * std::pow(kHighestHz / kLowestHz, (row + 0.5) / kRows);
    const auto above = std::ranges::upper_bound(centres_hz, hz) - centres_hz.begin();
    const auto upper = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(above, 1, kBands - 1));
    const double share = (hz - centres_hz[upper - 1]) / (centres_hz[upper] - centres_hz[upper - 1]);
    rows_.push_back(static_cast<float>(upper - 1) + static_cast<float>(std::clamp(share, 0.0, 1.0)));
  }
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

void ScrollingSpectrum::scroll() {
  std::copy(levels_.begin() + kRows, levels_.end(), levels_.begin());
  std::copy(pitch_hz_.begin() + 1, pitch_hz_.end(), pitch_hz_.begin());
  image_.moveImageSection(0, 0, 1, 0, kColumns - 1, kRows);
}

void ScrollingSpectrum::add_column(std::span<const float> mel) {
  scroll();
  const std::span<float> levels = std::span(levels_).last(kRows);
  for (std::size_t row = 0; row < kRows; ++row) {
    const auto band = std::min(static_cast<std::size_t>(rows_[row]), mel.size() - 2);
    const float share = rows_[row] - static_cast<float>(band);
    const float nepers = mel[band] + share * (mel[band + 1] - mel[band]);
    const double db = 20 / std::numbers::ln10 * nepers - full_scale_db_;
    levels[row] = static_cast<float>(std::clamp((db - kLowestDb) / (kHighestDb - kLowestDb), 0.0, 1.0));
  }
  pitch_hz_.back() = newest_pitch_hz_;
  paint_column(kColumns - 1);
}

void ScrollingSpectrum::paint_column(int column) {
  juce::Image::BitmapData pixels(image_, column, 0, 1, kRows, juce::Image::BitmapData::writeOnly);
  for (int row = 0; row < kRows; ++row)
    pixels.setPixelColour(0, kRows - 1 - row,
                          heat(*palette_, levels_[static_cast<std::size_t>(column * kRows + row)]));
}

float ScrollingSpectrum::height_of(double hz) {
  return static_cast<float>(std::log(std::max(hz, 1.0) / kLowestHz) / std::log(kHighestHz / kLowestHz));
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
    g.drawImage(image_, plot);
    paint_pitch(g, plot);
    paint_axis(g, area);
    paint_reading(g);
  }
  g.setColour(palette_->edge);
  g.strokePath(frame, juce::PathStrokeType(1.0F));
}

juce::String ScrollingSpectrum::reading_at(juce::Point<int> place) const {
  const juce::Rectangle<int> plot = getLocalBounds().withTrimmedLeft(static_cast<int>(kAxisWidth));
  if (!plot.contains(place)) return {};
  const double height = 1.0 - static_cast<double>(place.y - plot.getY()) / plot.getHeight();
  const double hz = kLowestHz * std::pow(kHighestHz / kLowestHz, height);
  const int column = std::clamp((place.x - plot.getX()) * kColumns / plot.getWidth(), 0, kColumns - 1);
  const int row = std::clamp(static_cast<int>(height * kRows), 0, kRows - 1);
  const float level = levels_[static_cast<std::size_t>(column * kRows + row)];
  const double db = kLowestDb + static_cast<double>(level) * (kHighestDb - kLowestDb);
  const auto note = static_cast<int>(std::lround(hz_to_midi_note(hz)));
  juce::String text =
      hz < 1000 ? juce::String(juce::roundToInt(hz)) + " Hz  " : juce::String(hz / 1000, 2) + " kHz  ";
  text << juce::MidiMessage::getMidiNoteName(note, true, true, 4);
  if (level > 0) text << "  " << juce::String(juce::roundToInt(db)) << " dB";
  return text;
}

void ScrollingSpectrum::mouseMove(const juce::MouseEvent& event) {
  pointer_ = event.getPosition();
  repaint();
}

void ScrollingSpectrum::mouseExit(const juce::MouseEvent&) {
  pointer_ = {-1, -1};
  repaint();
}

void ScrollingSpectrum::paint_reading(juce::Graphics& g) const {
  const juce::String text = reading_at(pointer_);
  if (text.isEmpty()) return;
  const juce::Font font = typeface(12.0F);
  const int width = static_cast<int>(font.getStringWidthFloat(text)) + 16;
  const juce::Rectangle<int> box =
      juce::Rectangle<int>(pointer_.x + 12, pointer_.y - 24, width, 20).constrainedWithin(getLocalBounds());
  g.setColour(palette_->panel.withAlpha(0.92F));
  g.fillRoundedRectangle(box.toFloat(), 4.0F);
  g.setColour(palette_->text);
  g.setFont(font);
  g.drawText(text, box, juce::Justification::centred);
}

void ScrollingSpectrum::paint_pitch(juce::Graphics& g, juce::Rectangle<float> area) const {
  juce::Path line;
  bool is_on = false;
  for (int i = 0; i < kColumns; ++i) {
    const float hz = pitch_hz_[static_cast<std::size_t>(i)];
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
      {{100, "100"}, {300, "300"}, {1000, "1k"}, {3000, "3k"}, {10000, "10k"}}};
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
