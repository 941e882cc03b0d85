#include "engine/dsp/mel.h"

#include "engine/dsp/mel_projection.h"
#include "engine/dsp/stft.h"

namespace driftwave {

Array2<float> log_mel(std::span<const float> audio, const MelSettings& s) {
  if (s.scale == MelScale::kUnitDecibels) return unit_decibel_mel(audio, s);
  MelProjection projection(s);
  Stft stft({.n_fft = s.n_fft, .hop_samples = s.hop_samples});
  const Array2<std::complex<float>> spectrum = stft.forward(audio);
  Array2<float> mel(spectrum.rows(), projection.mels());
  for (std::size_t n = 0; n < spectrum.rows(); ++n) projection.apply(spectrum.row(n), mel.row(n));
  return mel;
}

}  // namespace driftwave
