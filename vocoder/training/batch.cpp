#include "vocoder/training/batch.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"
#include "engine/training/keyed_noise.h"
#include "vocoder/harmonic_flow/source.h"
#include "vocoder/training/augmentation.h"

namespace driftwave::training {
namespace {

constexpr std::int64_t kSpeedMargin = 2;  ///< frames

at::Tensor to_tensor(const std::vector<float>& values) {
  return torch::tensor(at::ArrayRef<float>(values)).unsqueeze(0);
}

/// The utterance which holds the frame at `share` of all frames together.
const Utterance& pick(const ShardSet& shards, std::span<const std::size_t> utterances, double share) {
  std::size_t total = 0;
  for (const std::size_t i : utterances) total += shards.utterances()[i].f0_hz.size();
  auto left = static_cast<std::ptrdiff_t>(share * static_cast<double>(total));
  for (const std::size_t i : utterances) {
    left -= static_cast<std::ptrdiff_t>(shards.utterances()[i].f0_hz.size());
    if (left < 0) return shards.utterances()[i];
  }
  return shards.utterances()[utterances.back()];
}

}  // namespace

VocoderBatch crop(const Utterance& u, const MelSettings& settings, std::int64_t first, std::int64_t frames,
                  SourcePhase phase) {
  const std::int64_t hop = settings.hop_samples;
  const std::int64_t samples = (frames - 1) * hop + settings.n_fft;
  const std::int64_t start = first * hop - settings.n_fft / 2;
  const auto length = static_cast<std::int64_t>(u.audio.size());
  std::vector<float> audio(static_cast<std::size_t>(samples), 0.0F);
  for (std::int64_t i = std::max<std::int64_t>(0, -start); i < samples && start + i < length; ++i)
    audio[static_cast<std::size_t>(i)] =
        static_cast<float>(u.audio[static_cast<std::size_t>(start + i)]) / 32768.0F;

  const SourceSettings source_settings{.sample_rate_hz = settings.sample_rate_hz,
                                       .hop_samples = settings.hop_samples};
  std::vector<SourceFrame> track = integrate_source(u.f0_hz, u.voicing, source_settings);
  if (phase == SourcePhase::kRecording)
    for (std::size_t n = 0; n < track.size(); ++n) track[n].phase_rad = u.phase_rad[n];
  std::vector<float> source(static_cast<std::size_t>(samples));
  render_source(track, source_settings, start, source);

  std::vector<float> f0(static_cast<std::size_t>(frames));
  std::vector<float> voicing(static_cast<std::size_t>(frames));
  for (std::int64_t n = 0; n < frames; ++n) {
    const auto i = static_cast<std::size_t>(
        std::clamp<std::int64_t>(first + n, 0, static_cast<std::int64_t>(u.f0_hz.size()) - 1));
    f0[static_cast<std::size_t>(n)] = u.f0_hz[i];
    voicing[static_cast<std::size_t>(n)] = u.voicing[i];
  }
  return {to_tensor(audio), to_tensor(source), to_tensor(f0), to_tensor(voicing), {}};
}

namespace {

/// Frames that a crop of `frames` needs at `speed`, with margins for what rings at the ends.
std::int64_t frames_at_speed(const MelSettings& settings, std::int64_t frames, double speed) {
  const double spread = static_cast<double>(settings.n_fft) / settings.hop_samples + 2.0 * kSpeedMargin;
  return static_cast<std::int64_t>(std::ceil((static_cast<double>(frames) + spread) * speed)) + 1;
}

/// As crop(), `speed` times as fast, from frames `first` on.
VocoderBatch crop_at_speed(const Utterance& u, const MelSettings& settings, std::int64_t first,
                           const CropOptions& options, double speed) {
  const std::int64_t frames = options.frames;
  const std::int64_t margin = kSpeedMargin * settings.hop_samples;
  const std::int64_t samples = (frames - 1) * settings.hop_samples + settings.n_fft;
  const std::int64_t samples_out = samples + 2 * margin;
  const auto samples_in = static_cast<std::int64_t>(std::lround(static_cast<double>(samples_out) * speed));
  const VocoderBatch from = crop(u, settings, first, frames_at_speed(settings, frames, speed), options.phase);
  const auto faster = [&](const at::Tensor& signal) {
    return at_speed(signal.slice(1, 0, samples_in), samples_out).slice(1, margin, margin + samples);
  };
  const double exact = static_cast<double>(samples_in) / static_cast<double>(samples_out);
  const double half = settings.n_fft / 2.0;
  const at::Tensor centre = torch::arange(frames, at::kDouble) * settings.hop_samples + half;
  const at::Tensor place = ((centre + static_cast<double>(margin)) * exact - half) / settings.hop_samples;
  const at::Tensor before = place.floor().to(at::kLong);
  const at::Tensor share = (place - before).to(at::kFloat);
  const auto between = [&](const at::Tensor& track) {
    return torch::lerp(track.index_select(1, before), track.index_select(1, before + 1), share);
  };
  return {faster(from.audio), faster(from.source), between(from.f0_hz) * exact, between(from.voicing), {}};
}

}  // namespace

void check_shards(const ShardSet& shards, const MelSettings& settings) {
  const ShardSettings& s = shards.settings();
  if (s.sample_rate_hz != settings.sample_rate_hz || s.hop_samples != settings.hop_samples)
    throw Error("training data: want {} Hz with hop {}, got {} Hz with hop {}", settings.sample_rate_hz,
                settings.hop_samples, s.sample_rate_hz, s.hop_samples);
}

namespace {

/// Of the crops that a batch tells what an acoustic model made of them.
class ToldMels {
 public:
  ToldMels(const MelSettings& settings, const CropOptions& options)
      : settings_(settings), options_(options) {}

  /// @param chances two, uniform in 0..1: whether the crop is told, and which draw
  void add(const Utterance& u, std::int64_t first, double gain, const float* chances) {
    const auto bands = static_cast<std::int64_t>(settings_.mels);
    at::Tensor mel = torch::zeros({options_.frames, bands});
    const bool told = !u.told_mels.empty() && chances[0] < static_cast<float>(options_.told_share);
    if (told) {
      const auto draws = static_cast<float>(u.told_mels.size());
      const auto draw = std::min(static_cast<std::size_t>(chances[1] * draws), u.told_mels.size() - 1);
      const Array2<float>& from = u.told_mels[draw];
      if (static_cast<std::int64_t>(from.cols()) != bands)
        throw Error("training data: {}: want told mels of {} bands, got {}", u.id, bands, from.cols());
      const double floor = std::log(settings_.floor);
      mel.fill_(floor);
      const std::int64_t rows = std::min(options_.frames, static_cast<std::int64_t>(from.rows()) - first);
      const float* const start = from.row(static_cast<std::size_t>(first)).data();
      mel.slice(0, 0, rows)
          .copy_(torch::tensor(at::ArrayRef<float>(start, static_cast<std::size_t>(rows * bands)))
                     .view({rows, bands}));
      mel = (mel + std::log(gain)).clamp_min(floor);
    }
    mels_.push_back(mel);
    told_.push_back(told ? 1 : 0);
  }

  void put_into(VocoderBatch& batch) const {
    batch.told_mel = torch::stack(mels_);
    batch.told = torch::tensor(told_).to(at::kBool);
  }

 private:
  const MelSettings& settings_;
  const CropOptions& options_;
  std::vector<at::Tensor> mels_;
  std::vector<std::int64_t> told_;
};

}  // namespace

VocoderBatch random_crops(const ShardSet& shards, std::span<const std::size_t> utterances,
                          const MelSettings& settings, const CropOptions& options, std::int64_t step) {
  if (utterances.empty()) throw Error("training data: no utterances to draw from");
  if (options.told_share > 0 && options.speed_range_st > 0)
    throw Error("training data: told mels go with the recordings' own speed alone");
  const BatchRange range = options.part.range(options.batch);
  const auto draw = [&](std::uint32_t channel, std::int64_t columns) {
    return uniform_rows(
        {.seed = options.seed, .purpose = NoisePurpose::kAugment, .channel = channel},
        {.first = step * options.batch + range.first, .count = range.count, .columns = columns});
  };
  const at::Tensor places = draw(0, 3);
  const at::Tensor chances = draw(1, kChances);
  const at::Tensor telling = draw(2, 2);
  ToldMels told(settings, options);
  std::vector<at::Tensor> audio;
  std::vector<at::Tensor> source;
  std::vector<at::Tensor> f0;
  std::vector<at::Tensor> voicing;
  for (std::int64_t b = 0; b < range.count; ++b) {
    const float* const uniform = places.data_ptr<float>() + 3 * b;
    const double chance = chances.data_ptr<float>()[kChances * b + kChances - 1];
    const Utterance& u = pick(shards, utterances, uniform[0]);
    const double speed = std::exp2(options.speed_range_st * (2.0 * chance - 1.0) / 12.0);
    const bool as_it_is = options.speed_range_st <= 0;
    const std::int64_t wanted = as_it_is ? options.frames : frames_at_speed(settings, options.frames, speed);
    const std::int64_t room =
        std::max<std::int64_t>(1, static_cast<std::int64_t>(u.f0_hz.size()) - wanted + 1);
    const std::int64_t first =
        std::min(static_cast<std::int64_t>(uniform[1] * static_cast<float>(room)), room - 1);
    const VocoderBatch one = as_it_is ? crop(u, settings, first, options.frames, options.phase)
                                      : crop_at_speed(u, settings, first, options, speed);
    const double gain = std::pow(10.0, options.gain_range_db * (2.0 * uniform[2] - 1.0) / 20.0);
    audio.push_back(one.audio * gain);
    source.push_back(one.source);
    f0.push_back(one.f0_hz);
    voicing.push_back(one.voicing);
    if (options.told_share > 0) told.add(u, first, gain, telling.data_ptr<float>() + 2 * b);
  }
  VocoderBatch batch{torch::cat(audio), torch::cat(source), torch::cat(f0), torch::cat(voicing), chances};
  if (options.told_share > 0) told.put_into(batch);
  return batch;
}

}  // namespace driftwave::training
