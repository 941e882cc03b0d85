#include "engine/dsp/mel_stream.h"

#include <algorithm>

#include "engine/dsp/stft.h"

namespace driftwave {
namespace {

const MelSettings& checked(const MelSettings& settings) {
  validate(settings);
  return settings;
}

}  // namespace

MelStream::MelStream(const MelSettings& settings)
    : settings_(checked(settings)),
      half_(static_cast<std::size_t>(settings.n_fft) / 2),
      feed_({.hop_samples = static_cast<std::size_t>(settings.hop_samples),
             .lookahead_samples = half_,
             .window_samples = 2 * half_}),
      window_(hann_window(2 * half_)),
      fft_(2 * half_),
      projection_(settings),
      mel_(projection_.mels()) {}

MelFrame MelStream::next_frame() noexcept {
  const std::span<const float> samples = feed_.window();
  for (std::size_t i = 0; i < samples.size(); ++i) fft_.signal()[i] = samples[i] * window_[i];
  fft_.forward();
  projection_.apply(fft_.spectrum(), mel_);
  const std::size_t index = feed_.frame();
  feed_.advance();
  return {index, mel_, fft_.spectrum()};
}

bool MelStream::write(const MelFrame& frame, std::span<float>& mel_out) noexcept {
  if (mel_out.size() < frame.mel.size()) {
    ++dropped_;
    return false;
  }
  std::ranges::copy(frame.mel, mel_out.begin());
  mel_out = mel_out.subspan(frame.mel.size());
  return true;
}

std::size_t MelStream::process(std::span<const float> audio, std::span<float> mel_out) noexcept {
  std::size_t frames = 0;
  push(audio, [&](const MelFrame& frame) noexcept { frames += write(frame, mel_out) ? 1 : 0; });
  return frames;
}

std::size_t MelStream::finish(std::span<float> mel_out) noexcept {
  std::size_t frames = 0;
  flush([&](const MelFrame& frame) noexcept { frames += write(frame, mel_out) ? 1 : 0; });
  return frames;
}

}  // namespace driftwave
