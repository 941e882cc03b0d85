#include "vocoder/torch/diffusion_vocoder.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"
#include "engine/core/noise.h"
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

at::Tensor noise_tensor(const NoiseKey& key, std::int64_t samples) {
  at::Tensor noise = torch::empty({1, samples});
  gaussian_noise(key, 0, {noise.data_ptr<float>(), static_cast<std::size_t>(samples)});
  return noise;
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
    const SamplerPlan plan = make_plan(path, {.sampler = sampler, .prediction = Prediction::kEpsilon});
    at::set_num_threads(options.threads);
    const torch::InferenceMode inference;
    const std::optional<at::Tensor> audio = run(plan, sampler, input, options);
    if (!audio) return {};
    const at::Tensor clamped = audio->clamp(-1.0, 1.0).contiguous();
    const float* samples = clamped.data_ptr<float>();
    return {samples, samples + clamped.numel()};
  }

 private:
  std::optional<at::Tensor> run(const SamplerPlan& plan, Sampler sampler, const VocoderInput& input,
                                const VocoderOptions& options) const {
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
                                                samples);
                          },
                      .progress = options.progress};
    if (sampler == Sampler::kDdpm) {
      hooks.after_step = [](int, const PathPoint&, const at::Tensor& x) { return x.clamp(-1.0, 1.0); };
    }
    return run_plan(plan, noise_tensor({.seed = options.seed}, samples), network, hooks);
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
