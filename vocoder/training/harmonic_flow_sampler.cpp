#include "vocoder/training/harmonic_flow_sampler.h"

#include <torch/torch.h>

#include "vocoder/training/augmentation.h"

namespace driftwave::training {

Prepared prepare_batch(const VocoderBatch& batch, const at::Tensor& noise, const Spectral& spectral,
                       const PrepareOptions& options) {
  torch::NoGradGuard no_grad;
  Prepared prepared;
  prepared.target_magnitude = magnitude(spectral.analyse(batch.audio));
  prepared.target_mel = spectral.log_mel(prepared.target_magnitude);
  prepared.condition.mel = prepared.target_mel;
  if (options.smooth.defined())
    prepared.condition.mel =
        torch::where(options.smooth.view({-1, 1, 1}), smoothed_mel(prepared.target_mel), prepared.target_mel);
  if (batch.told.defined()) {
    prepared.told = batch.told;
    prepared.condition.mel =
        torch::where(batch.told.view({-1, 1, 1}), batch.told_mel, prepared.condition.mel);
  }
  prepared.condition.f0_hz = batch.f0_hz;
  prepared.condition.voicing = batch.voicing;
  const at::Tensor scale = torch::full({1}, spectral.noise_scale(), batch.audio.options());
  prepared.condition.source = spectral.analyse(batch.source) * scale;
  prepared.envelope = spectral.envelope(prepared.condition.mel);
  if (!options.whitening)
    prepared.envelope =
        prepared.envelope.square().mean({1, 2}, /*keepdim=*/true).sqrt().expand_as(prepared.envelope);
  prepared.noise = spectral.analyse(noise) * scale;
  return prepared;
}

PriorSample draw_prior(const PriorOutput& prior, const Prepared& prepared) {
  const Complex mean = prior.filter * prepared.condition.source;
  return {mean + prepared.noise * prior.noise, mean};
}

Complex run_flow(HarmonicFlowNetwork& network, const PriorSample& sample, const PriorOutput& prior,
                 const Prepared& prepared, int steps) {
  Complex state = sample.state;
  for (int i = 0; i < steps; ++i) {
    const at::Tensor t = torch::full({state.re.size(0)}, static_cast<double>(i) / steps, state.re.options());
    const Complex v = network.velocity(state, sample.mean, prepared.condition.source, prior.features, t);
    state = {state.re + v.re / steps, state.im + v.im / steps};
  }
  return state;
}

at::Tensor to_audio(const Complex& whitened, const Prepared& prepared, const Spectral& spectral) {
  return spectral.synthesise(whitened * prepared.envelope);
}

Complex couple(const Complex& state, const Prepared& prepared, const Spectral& spectral, int projections) {
  torch::NoGradGuard no_grad;
  Complex x = state * prepared.envelope;
  for (int i = 0; i < projections; ++i) {
    const at::Tensor scale = prepared.target_magnitude / magnitude(x);
    x = spectral.analyse(spectral.synthesise(x * scale));
  }
  return x * prepared.envelope.reciprocal();
}

}  // namespace driftwave::training
