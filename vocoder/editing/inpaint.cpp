#include "vocoder/editing/inpaint.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/core/error.h"
#include "vocoder/analysis.h"
#include "vocoder/mel_completion/bridge.h"

namespace driftwave {
namespace {

constexpr double kTwoPi = 2.0 * std::numbers::pi;
/// Of known sound on each side that the gap is filled from.
constexpr double kContextSeconds = 3.0;
constexpr double kLeastKnownSeconds = 0.05;

std::vector<SampleRange> sorted_gaps(const std::vector<SampleRange>& gaps, std::size_t samples) {
  std::vector<SampleRange> sorted = gaps;
  std::ranges::sort(sorted, {}, &SampleRange::first);
  std::vector<SampleRange> merged;
  for (const SampleRange& gap : sorted) {
    if (gap.first >= gap.last || gap.last > samples)
      throw Error("inpaint: want gaps within {} samples, got {} to {}", samples, gap.first, gap.last);
    if (!merged.empty() && gap.first <= merged.back().last)
      merged.back().last = std::max(merged.back().last, gap.last);
    else
      merged.push_back(gap);
  }
  return merged;
}

/// Frames whose analysis within `reach` samples of their centre hears nothing of a gap. @return [F] 1 or 0
std::vector<std::uint8_t> frames_clear_of(const std::vector<SampleRange>& gaps, std::size_t frames,
                                          std::size_t hop, std::size_t reach) {
  std::vector<std::uint8_t> clear(frames, 1);
  for (std::size_t n = 0; n < frames; ++n) {
    const std::size_t centre = n * hop;
    for (const SampleRange& gap : gaps)
      if (centre + reach > gap.first && centre < gap.last + reach) clear[n] = 0;
  }
  return clear;
}

/// Runs the phase on from both sides of each run of unknown frames: what is missing to meet is spread over
/// it.
void bridge_phase(VocoderInput& features, const std::vector<std::uint8_t>& known, double seconds_per_frame) {
  std::vector<float>& phase = features.phase_rad;
  const auto advance = [&](std::size_t n) {
    return std::numbers::pi * (features.f0_hz[n] + features.f0_hz[n + 1]) * seconds_per_frame;
  };
  for (const FrameGap& gap : gaps_of(known)) {
    if (gap.first == 0) {
      for (std::size_t i = gap.last; i-- > 0;)
        phase[i] = static_cast<float>(std::remainder(phase[i + 1] - advance(i), kTwoPi));
      continue;
    }
    double total = 0;
    for (std::size_t i = gap.before; i < gap.last && i + 1 < known.size(); ++i) total += advance(i);
    const bool has_end = gap.last < known.size();
    const double missing =
        has_end ? std::remainder(phase[gap.last] - phase[gap.before] - total, kTwoPi) : 0.0;
    const double each = missing / static_cast<double>(gap.last - gap.before);
    for (std::size_t i = gap.first; i < gap.last; ++i)
      phase[i] = static_cast<float>(std::remainder(phase[i - 1] + advance(i - 1) + each, kTwoPi));
    for (std::size_t i = gap.first; i < gap.last; ++i)
      features.f0_hz[i] =
          std::max(20.0F, features.f0_hz[i] + static_cast<float>(each / (kTwoPi * seconds_per_frame)));
  }
}

/// The recording with silence in its gaps, to features without gaps and a guide around them.
Analysis complete(std::span<const float> audio, const std::vector<SampleRange>& gaps, const MelSettings& mel,
                  const MelCompletion* completion) {
  std::vector<float> silenced(audio.begin(), audio.end());
  for (const SampleRange& gap : gaps)
    std::fill(silenced.begin() + static_cast<std::ptrdiff_t>(gap.first),
              silenced.begin() + static_cast<std::ptrdiff_t>(gap.last), 0.0F);
  Analysis analysis = analyze(silenced, mel);
  VocoderInput& features = analysis.features;
  const std::size_t frames = features.mel.rows();
  const auto hop = static_cast<std::size_t>(mel.hop_samples);
  const auto window = static_cast<std::size_t>(mel.n_fft);
  // The outer eighth on each side of a Hann window holds less than a hundredth of it.
  const std::vector<std::uint8_t> mel_known = frames_clear_of(gaps, frames, hop, window * 3 / 8);
  const std::vector<std::uint8_t> pitch_known = frames_clear_of(gaps, frames, hop, window * 5 / 8);
  const std::vector<std::uint8_t> kept = frames_clear_of(gaps, frames, hop, window / 2);
  KnownFeatures known{.mel = Array2<std::uint8_t>(frames, features.mel.cols()), .pitch = pitch_known};
  for (std::size_t n = 0; n < frames; ++n) std::ranges::fill(known.mel.row(n), mel_known[n]);
  if (completion != nullptr && std::ranges::count(mel_known, 1) > 0) {
    completion->complete(features, known);
  } else {
    bridge_mel(features.mel, known.mel);
    bridge(features.voicing, pitch_known);
    bridge_pitch(features.f0_hz, pitch_known);
  }
  bridge_phase(features, pitch_known, static_cast<double>(mel.hop_samples) / mel.sample_rate_hz);
  features.guide = std::move(analysis.audio);
  features.strength.resize(frames);
  for (std::size_t n = 0; n < frames; ++n) features.strength[n] = kept[n] != 0 ? 0.0F : 1.0F;
  return analysis;
}

}  // namespace

std::vector<float> inpaint(const Vocoder& vocoder, const MelCompletion* completion,
                           std::span<const float> audio, const InpaintOptions& gaps,
                           const VocoderOptions& given) {
  const MelSettings& mel = vocoder.mel_settings();
  if (completion != nullptr && completion->mel_settings() != mel)
    throw Error("inpaint: want a completion model of the vocoder's mel ({}), got {}", describe(mel),
                describe(completion->mel_settings()));
  const std::vector<SampleRange> sorted = sorted_gaps(gaps.gaps, audio.size());
  std::size_t lost = 0;
  for (const SampleRange& gap : sorted) lost += gap.last - gap.first;
  if (static_cast<double>(audio.size() - lost) < kLeastKnownSeconds * mel.sample_rate_hz)
    throw Error("inpaint: want at least {} ms of known sound", 1000 * kLeastKnownSeconds);

  const auto context = static_cast<std::size_t>(kContextSeconds * mel.sample_rate_hz);
  const auto fade = static_cast<std::size_t>(gaps.fade_ms * mel.sample_rate_hz / 1000.0);
  std::vector<float> out(audio.begin(), audio.end());
  for (std::size_t i = 0; i < sorted.size();) {
    // Gaps that are in each other's context are filled together.
    std::size_t end = i + 1;
    while (end < sorted.size() && sorted[end].first < sorted[end - 1].last + 2 * context) ++end;
    const std::size_t from = sorted[i].first > context ? sorted[i].first - context : 0;
    const std::size_t to = std::min(audio.size(), sorted[end - 1].last + context);
    std::vector<SampleRange> local;
    for (std::size_t g = i; g < end; ++g) local.push_back({sorted[g].first - from, sorted[g].last - from});
    const Analysis analysis = complete(audio.subspan(from, to - from), local, mel, completion);
    VocoderOptions options = given;
    if (given.progress) {
      options.progress = [&](double done) {
        const double of_all = static_cast<double>(end - i) / static_cast<double>(sorted.size());
        return given.progress(static_cast<double>(i) / static_cast<double>(sorted.size()) + done * of_all);
      };
    }
    std::vector<float> made = vocoder.synthesize(analysis.features, options);
    if (made.empty()) return {};
    made.resize(to - from);
    restore(analysis.gain, mel, made);
    for (const SampleRange& gap : local) splice(std::span(out).subspan(from, to - from), made, gap, fade);
    i = end;
  }
  return out;
}

}  // namespace driftwave
