#include "vocoder/editing/morph.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "engine/core/error.h"
#include "engine/dsp/time_alignment.h"
#include "vocoder/analysis.h"
#include "vocoder/harmonic_ripple.h"

namespace driftwave {
namespace {

/// A place on the way through both sounds, in frames.
struct Place {
  double a = 0;
  double b = 0;
  double share = 0;  ///< of b
};

/// One place for each frame of the result: time passes for it as the shares say.
std::vector<Place> places(const std::vector<AlignedFrames>& path, const MorphOptions& shares) {
  const auto share_at = [&](std::size_t i) {
    const double along =
        path.size() > 1 ? static_cast<double>(i) / static_cast<double>(path.size() - 1) : 0.0;
    return shares.from + (shares.to - shares.from) * along;
  };
  std::vector<double> time(path.size());
  for (std::size_t i = 1; i < path.size(); ++i)
    time[i] = time[i - 1] + (1 - share_at(i)) * static_cast<double>(path[i].a - path[i - 1].a) +
              share_at(i) * static_cast<double>(path[i].b - path[i - 1].b);
  std::vector<Place> out;
  std::size_t i = 0;
  for (double t = 0; t <= time.back() + 1e-9; t += 1) {
    while (i + 1 < path.size() && time[i + 1] <= t) ++i;
    const std::size_t next = std::min(i + 1, path.size() - 1);
    const double within =
        time[next] > time[i] ? std::clamp((t - time[i]) / (time[next] - time[i]), 0.0, 1.0) : 0.0;
    const auto between = [&](std::size_t x, std::size_t y) {
      return static_cast<double>(x) + within * (static_cast<double>(y) - static_cast<double>(x));
    };
    out.push_back({between(path[i].a, path[next].a), between(path[i].b, path[next].b), share_at(i)});
  }
  return out;
}

/// Between two frames of a sound.
struct Frames {
  std::size_t first;
  std::size_t second;
  float share;  ///< of the second

  Frames(double place, std::size_t count)
      : first(std::min(static_cast<std::size_t>(place), count - 1)),
        second(std::min(first + 1, count - 1)),
        share(static_cast<float>(place - static_cast<double>(first))) {}
  [[nodiscard]] float mix(float x, float y) const { return x + share * (y - x); }
};

/// Mels without their mean over time, so that two voices are compared by what changes.
Array2<float> shape_of(const Array2<float>& mel) {
  Array2<float> shape = mel;
  for (std::size_t m = 0; m < mel.cols(); ++m) {
    double mean = 0;
    for (std::size_t n = 0; n < mel.rows(); ++n) mean += mel(n, m);
    for (std::size_t n = 0; n < mel.rows(); ++n)
      shape(n, m) -= static_cast<float>(mean / static_cast<double>(mel.rows()));
  }
  return shape;
}

/// Values of a sound between its frames.
struct Moment {
  std::vector<float> mel;  ///< [M]
  float log_f0 = 0;
  float voicing = 0;

  Moment(const VocoderInput& x, double place) : mel(x.mel.cols()) {
    const Frames at(place, x.mel.rows());
    for (std::size_t m = 0; m < mel.size(); ++m) mel[m] = at.mix(x.mel(at.first, m), x.mel(at.second, m));
    log_f0 = at.mix(std::log(x.f0_hz[at.first]), std::log(x.f0_hz[at.second]));
    voicing = at.mix(x.voicing[at.first], x.voicing[at.second]);
  }
};

/// Between two moments. Envelopes lie between each other; the ripples of harmonics are first brought to the
/// new pitch: else both combs would be heard. A mel in decibels, as the classics hear it, is not split.
class Blend {
 public:
  explicit Blend(const MelSettings& mel)
      : ripple_(mel.scale == MelScale::kNaturalLog ? std::optional<HarmonicRipple>(mel) : std::nullopt),
        envelope_{std::vector<float>(to_size(mel.mels)), std::vector<float>(to_size(mel.mels))},
        comb_(envelope_) {}

  void operator()(const Moment& a, const Moment& b, float share, VocoderInput& out, std::size_t frame) {
    const auto between = [share](float from, float to) { return from + share * (to - from); };
    const float log_f0 = between(a.log_f0, b.log_f0);
    out.f0_hz[frame] = std::exp(log_f0);
    out.voicing[frame] = std::clamp(between(a.voicing, b.voicing), 0.0F, 1.0F);
    if (!ripple_) {
      for (std::size_t m = 0; m < out.mel.cols(); ++m) out.mel(frame, m) = between(a.mel[m], b.mel[m]);
      return;
    }
    const std::array<const Moment*, 2> both{&a, &b};
    for (std::size_t i = 0; i < 2; ++i)
      ripple_->split(both[i]->mel, std::exp(both[i]->log_f0), envelope_[i], comb_[i]);
    for (std::size_t m = 0; m < out.mel.cols(); ++m) {
      std::array<float, 2> comb{};
      for (std::size_t i = 0; i < 2; ++i)
        comb[i] = both[i]->voicing > 0.5F
                      ? ripple_->stretched(comb_[i], m, std::exp(log_f0 - both[i]->log_f0))
                      : comb_[i][m];
      out.mel(frame, m) = between(envelope_[0][m], envelope_[1][m]) + between(comb[0], comb[1]);
    }
  }

 private:
  static std::size_t to_size(int n) { return static_cast<std::size_t>(n); }

  std::optional<HarmonicRipple> ripple_;
  std::array<std::vector<float>, 2> envelope_;
  std::array<std::vector<float>, 2> comb_;
};

VocoderInput features_at(const Analysis& a, const Analysis& b, const std::vector<Place>& way,
                         const MelSettings& mel) {
  VocoderInput out{Array2<float>(way.size(), a.features.mel.cols()), std::vector<float>(way.size()),
                   std::vector<float>(way.size())};
  Blend blend(mel);
  for (std::size_t n = 0; n < way.size(); ++n)
    blend(Moment(a.features, way[n].a), Moment(b.features, way[n].b), static_cast<float>(way[n].share), out,
          n);
  return out;
}

}  // namespace

MorphPlan plan_morph(const MelSettings& mel, std::span<const float> a, std::span<const float> b,
                     const MorphOptions& shares, std::uint64_t seed) {
  for (const double share : {shares.from, shares.to})
    if (!(share >= 0 && share <= 1)) throw Error("morph: share: want 0..1, got {}", share);
  if (a.empty() || b.empty()) throw Error("morph: want two sounds, got an empty one");
  const Analysis first = analyze(a, mel);
  const Analysis second = analyze(b, mel);
  const std::vector<Place> way =
      places(align_time(shape_of(first.features.mel), shape_of(second.features.mel)), shares);
  MorphPlan plan{.features = features_at(first, second, way, mel),
                 .blend = {.other_seed = seed + 1, .amount = 0.5 * (shares.from + shares.to)},
                 .gain = {}};
  for (const Place& place : way)
    plan.gain.push_back(
        static_cast<float>(std::pow(first.gain, 1 - place.share) * std::pow(second.gain, place.share)));
  return plan;
}

std::vector<float> morph(const Vocoder& vocoder, std::span<const float> a, std::span<const float> b,
                         const MorphOptions& shares, const VocoderOptions& given) {
  const MorphPlan plan = plan_morph(vocoder.mel_settings(), a, b, shares, given.seed);
  VocoderOptions options = given;
  options.blend = plan.blend;
  std::vector<float> out = vocoder.synthesize(plan.features, options);
  const auto hop = static_cast<std::size_t>(vocoder.mel_settings().hop_samples);
  for (std::size_t t = 0; t < out.size(); ++t) out[t] /= plan.gain[t / hop];
  return out;
}

}  // namespace driftwave
