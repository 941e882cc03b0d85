#include "vocoder/torch/diffusion_vocoder.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"
#include "vocoder/diffwave/config.h"
#include "vocoder/diffwave/network.h"
#include "vocoder/torch/tensor_executor.h"
#include "vocoder/wavegrad/config.h"
#include "vocoder/wavegrad/network.h"

namespace driftwave {
namespace {

void check_mel(const Array2<float>& mel, const MelSettings& settings) {
  if (mel.rows() == 0) throw Error("vocoder: want at least one frame of mel");
  if (mel.cols() != static_cast<std::size_t>(settings.mels))
    throw Error("vocoder: mel: want {} bands ({}), got {}", settings.mels, describe(settings), mel.cols());
  for (const float value : mel.values()) {
    if (!std::isfinite(value)) throw Error("vocoder: mel: holds a value that is not finite");
    if (settings.scale == MelScale::kUnitDecibels && !(value >= 0 && value <= 1))
      throw Error("vocoder: mel: want values in 0..1 ({}), got {}: is it a mel of other settings?",
                  describe(settings), value);
  }
}

at::Tensor noise_tensor(const NoiseKey& key, const NoiseBlend& blend, std::int64_t samples) {
  at::Tensor noise = torch::empty({1, samples});
  std::vector<float> other(static_cast<std::size_t>(samples));
  blended_noise(key, blend, 0, {noise.data_ptr<float>(), other.size()}, other);
  return noise;
}

/// A sound that the samples may leave only so far.
struct Guide {
  at::Tensor audio;   ///< [1, T]
  at::Tensor leaves;  ///< [1, T] 1 - strength: how far along the path the sampler takes over
  double first = 0;   ///< the least of them
};

/// Nothing when the input has none.
std::optional<Guide> guide_of(const VocoderInput& input, std::int64_t hop) {
  if (input.guide.empty() || input.strength.empty()) return {};
  const auto frames = static_cast<std::int64_t>(input.mel.rows());
  if (static_cast<std::int64_t>(input.guide.size()) != frames * hop ||
      static_cast<std::int64_t>(input.strength.size()) != frames)
    throw Error("vocoder: want a guide of {} samples with {} strengths, got {} and {}", frames * hop, frames,
                input.guide.size(), input.strength.size());
  const at::Tensor leaves = 1.0 - torch::tensor(at::ArrayRef<float>(input.strength));
  return Guide{.audio = torch::tensor(at::ArrayRef<float>(input.guide)).unsqueeze(0),
               .leaves = leaves.repeat_interleave(hop).unsqueeze(0),
               .first = leaves.min().item<double>()};
}

class DiffusionVocoder final : public Vocoder {
 public:
  explicit DiffusionVocoder(DiffusionVocoderParts parts) : parts_(std::move(parts)) {
    parts_.network->module().eval();
  }

  const MelSettings& mel_settings() const override { return parts_.settings.mel; }
  int default_steps() const override { return static_cast<int>(parts_.settings.inference_betas.size()); }
  int max_steps() const override { return static_cast<int>(parts_.settings.training_betas.size()); }

  // No stream, so nothing to be late for: a recording is denoised as a whole.
  std::size_t lookahead_frames() const override { return 0; }
  std::size_t latency_samples() const override { return 0; }
  std::unique_ptr<VocoderStream> open_stream(const VocoderStreamOptions&) const override {
    throw Error("vocoder: this model denoises a recording as a whole and cannot stream");
  }

  std::vector<float> synthesize(const VocoderInput& input, const VocoderOptions& options) const override {
    const MelSettings& settings = parts_.settings.mel;
    check_mel(input.mel, settings);
    if (options.threads < 1 || options.threads > 256)
      throw Error("vocoder: threads: want 1..256, got {}", options.threads);
    const Sampler sampler = options.sampler.empty() ? Sampler::kDdpm : sampler_from_string(options.sampler);
    if (sampler == Sampler::kConsistency)
      throw Error("vocoder: sampler: consistency wants a network distilled for it, this one predicts noise");
    const std::vector<PathPoint> path =
        sampling_path(parts_.settings, parts_.time, {.steps = options.steps, .schedule = options.schedule});
    validate(options.blend);
    at::set_num_threads(options.threads);
    const torch::InferenceMode inference;
    const std::optional<at::Tensor> audio = run(path, sampler, input, options);
    if (!audio) return {};
    const at::Tensor clamped = audio->clamp(-1.0, 1.0).contiguous();
    const float* samples = clamped.data_ptr<float>();
    return {samples, samples + clamped.numel()};
  }

 private:
  std::optional<at::Tensor> run(std::span<const PathPoint> path, Sampler sampler, const VocoderInput& input,
                                const VocoderOptions& options) const {
    const std::optional<Guide> guide = guide_of(input, parts_.settings.mel.hop_samples);
    // The steps before any sample may leave the guide need not be taken.
    const auto points = static_cast<double>(path.size() - 1);
    const auto skipped = guide ? static_cast<std::size_t>(std::min(guide->first * points, points - 1)) : 0;
    const SamplerPlan plan =
        make_plan(path.subspan(skipped), {.sampler = sampler, .prediction = Prediction::kEpsilon});
    const auto frames = static_cast<std::int64_t>(input.mel.rows());
    const std::int64_t samples = frames * parts_.settings.mel.hop_samples;
    const at::Tensor mel = torch::from_blob(const_cast<float*>(input.mel.data()),
                                            {frames, static_cast<std::int64_t>(input.mel.cols())})
                               .t()
                               .unsqueeze(0)
                               .contiguous();
    const auto network = [&](const at::Tensor& x, const PathPoint& at) {
      return parts_.network->epsilon(x, torch::full({1}, at.time, torch::kFloat), mel);
    };
    TensorHooks hooks{.noise =
                          [&](int step) {
                            return noise_tensor({.seed = options.seed,
                                                 .purpose = NoisePurpose::kStep,
                                                 .channel = static_cast<std::uint32_t>(step)},
                                                options.blend, samples);
                          },
                      .progress = options.progress};
    if (options.preview) {
      hooks.preview = [&](int step, const at::Tensor& x0) {
        const at::Tensor sound = x0.clamp(-1.0, 1.0).contiguous();
        options.preview(step, {sound.data_ptr<float>(), static_cast<std::size_t>(sound.numel())});
      };
    }
    at::Tensor x = noise_tensor({.seed = options.seed}, options.blend, samples);
    const at::Tensor drawn = x;
    if (guide) {
      // Strength 1 does not hear the guide, though the noisiest level still holds a trace of signal.
      const at::Tensor noised = path[skipped].signal * guide->audio + path[skipped].noise * drawn;
      x = torch::where(guide->leaves > 0, noised, drawn);
    }
    hooks.after_step = [&, sampler](int step, const PathPoint& at, const at::Tensor& now) {
      at::Tensor y = sampler == Sampler::kDdpm ? now.clamp(-1.0, 1.0) : now;
      if (!guide) return y;
      const at::Tensor held = at.signal * guide->audio + at.noise * drawn;
      const double from = (static_cast<double>(skipped) + step) / points;
      const at::Tensor flown = ((from + 1 / points - guide->leaves) * points).clamp(0.0, 1.0);
      return flown * y + (1.0 - flown) * held;
    };
    return run_plan(plan, x, network, hooks);
  }

  DiffusionVocoderParts parts_;
};

}  // namespace

std::unique_ptr<Vocoder> make_diffusion_vocoder(DiffusionVocoderParts parts) {
  return std::make_unique<DiffusionVocoder>(std::move(parts));
}

std::unique_ptr<Vocoder> load_diffusion_vocoder(const SafetensorsFile& file) {
  const std::string who = file.path().string();
  const std::string& architecture = file.metadata("architecture");
  const nlohmann::json json = parse_json(file.metadata("config"), who + ": config");
  DiffusionVocoderParts parts;
  if (architecture == kDiffWaveArchitecture) {
    const DiffWaveConfig config = diffwave_config_from_json(json, who);
    parts = {.settings = config.diffusion,
             .time = NetworkTime::kTrainingStep,
             .network = make_diffwave_network(config)};
  } else if (architecture == kWaveGradArchitecture) {
    const WaveGradConfig config = wavegrad_config_from_json(json, who);
    parts = {.settings = config.diffusion,
             .time = NetworkTime::kNoiseLevel,
             .network = make_wavegrad_network(config)};
  } else {
    throw Error("{}: architecture: want {} or {}, got {}", who, kDiffWaveArchitecture, kWaveGradArchitecture,
                architecture);
  }
  load_network(file, *parts.network);
  return make_diffusion_vocoder(std::move(parts));
}

}  // namespace driftwave
