#include "plugin/editor/level_bars.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "plugin/editor/look.h"

namespace driftwave {
namespace {

constexpr float kLowestDb = -60;
constexpr float kHighestDb = 6;
constexpr float kFallDbPerSecond = 26;
constexpr int kHoldSeconds = 2;
constexpr float kSilenceDb = -100;
constexpr int kLightHeight = 12;

}  // namespace

LevelBars::LevelBars(const juce::String& name) : name_(name) {
  setTitle(name + " level");
  setTooltip(name + " level, peaks in dB. The light stays on when full scale was passed; click to reset it");
}

float LevelBars::held_db() const noexcept {
  float loudest = kSilenceDb;
  for (std::size_t c = 0; c < channels_; ++c) loudest = std::max(loudest, bars_[c].held_db);
  return loudest;
}

void LevelBars::follow(Bar& bar, float peak, int refresh_hz) {
  const float db = peak > 1e-5F ? 20 * std::log10(peak) : kSilenceDb;
  bar.db = std::max(db, bar.db - kFallDbPerSecond / static_cast<float>(refresh_hz));
  if (db >= bar.held_db || --bar.held_frames <= 0) {
    bar.held_db = bar.db;
    bar.held_frames = kHoldSeconds * refresh_hz;
  }
}

void LevelBars::refresh(LevelMeter* meter, std::size_t channels, int refresh_hz) {
  if (meter == nullptr) {
    channels_ = 0;
    return repaint();
  }
  channels_ = std::min(channels, bars_.size());
  for (std::size_t c = 0; c < channels_; ++c) follow(bars_[c], meter->take_peak(c), refresh_hz);
  if (std::exchange(wants_no_clips_, false)) meter->forget_clips();
  clipped_ = meter->clipped();
  const float db = held_db();
  setDescription((db <= kLowestDb ? juce::String("silent") : juce::String(db, 1) + " dB") +
                 (has_clipped() ? ", full scale was passed" : ""));
  repaint();
}

void LevelBars::mouseDown(const juce::MouseEvent&) {
  wants_no_clips_ = true;
}

void LevelBars::paint(juce::Graphics& g) {
  const Palette& palette = Look::of(*this);
  juce::Rectangle<float> area = getLocalBounds().toFloat();
  const juce::Rectangle<float> light =
      area.removeFromTop(kLightHeight).reduced(1.0F, 0.0F).withTrimmedBottom(3.0F);
  g.setColour(has_clipped() ? juce::Colour(0xffff5a4f) : palette.track);
  g.fillRoundedRectangle(light, 2.0F);
  const auto bars = static_cast<float>(std::max<std::size_t>(channels_, 1));
  const float width = (area.getWidth() - 2.0F) / bars;
  const auto y_of = [&](float db) {
    const float share = (std::clamp(db, kLowestDb, kHighestDb) - kLowestDb) / (kHighestDb - kLowestDb);
    return area.getBottom() - share * area.getHeight();
  };
  for (std::size_t c = 0; c < std::max<std::size_t>(channels_, 1); ++c) {
    const juce::Rectangle<float> bar(area.getX() + 1.0F + static_cast<float>(c) * width + 1.0F, area.getY(),
                                     width - 2.0F, area.getHeight());
    g.setColour(palette.well);
    g.fillRect(bar);
    if (channels_ == 0) continue;
    g.setColour(bars_[c].db > -0.3F ? palette.warning : palette.accent);
    g.fillRect(bar.withTop(y_of(bars_[c].db)));
    if (bars_[c].held_db > kLowestDb) {
      g.setColour(palette.text);
      g.fillRect(bar.withTop(y_of(bars_[c].held_db)).withHeight(1.5F));
    }
  }
  g.setColour(palette.track);
  const float full = y_of(0);
  g.drawLine(area.getX(), full, area.getRight(), full, 1.0F);
}

}  // namespace driftwave
