#include "vocoder/training/spectral.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "engine/dsp/stft.h"
#include "tests/engine/dsp/signals.h"

namespace driftwave::training {
namespace {

/// The slice that frames 0 .. F - 1 of centred analysis see: half a window of silence before the audio.
at::Tensor slice_of(const std::vector<float>& audio, const Spectral& spectral, std::int64_t frames) {
  at::Tensor slice = torch::zeros({1, spectral.slice_samples(frames)});
  const auto length =
      std::min<std::int64_t>(static_cast<std::int64_t>(audio.size()), slice.size(1) - spectral.n_fft() / 2);
  slice[0].slice(0, spectral.n_fft() / 2, spectral.n_fft() / 2 + length) =
      torch::tensor(at::ArrayRef<float>(audio)).slice(0, 0, length);
  return slice;
}

TEST(Spectral, EqualsTheRunTimeStftToOneInAMillion) {
  const MelSettings settings;
  const Spectral spectral(settings, at::kCPU);
  const std::vector<float> audio = test::white_noise(512 * 20, 21);
  Stft stft({.n_fft = 2048, .hop_samples = 512});
  const auto expected = stft.forward(audio);
  const auto frames = static_cast<std::int64_t>(expected.rows());
  const Complex actual = spectral.analyse(slice_of(audio, spectral, frames));
  double error = 0;
  double energy = 0;
  for (std::int64_t n = 0; n < frames; ++n) {
    for (std::int64_t k = 0; k < 1025; ++k) {
      // analyse() references each frame to its centre and compensates its phase advance.
      const double angle = -2 * std::numbers::pi * static_cast<double>(k * (n * 512 + 1024) % 2048) / 2048;
      const std::complex<double> wanted =
          std::complex<double>(expected(static_cast<std::size_t>(n), static_cast<std::size_t>(k))) *
          std::polar(1.0, angle);
      const std::complex<double> got(actual.re[0][n][k].item<double>(), actual.im[0][n][k].item<double>());
      error += std::norm(got - wanted);
      energy += std::norm(wanted);
    }
  }
  EXPECT_LT(std::sqrt(error / energy), 1e-6);
}

TEST(Spectral, EqualsTheRunTimeMel) {
  const MelSettings settings;
  const Spectral spectral(settings, at::kCPU);
  const std::vector<float> audio = test::white_noise(512 * 20, 22);
  const Array2<float> expected = log_mel(audio, settings);
  const auto frames = static_cast<std::int64_t>(expected.rows());
  const at::Tensor actual = spectral.log_mel(magnitude(spectral.analyse(slice_of(audio, spectral, frames))));
  const at::Tensor wanted = torch::from_blob(const_cast<float*>(expected.data()), {1, frames, 128});
  EXPECT_LT((actual - wanted).abs().max().item<double>(), 2e-4);
}

TEST(Spectral, ComesBack) {
  const Spectral spectral(MelSettings{}, at::kCPU);
  torch::manual_seed(3);
  const at::Tensor audio = torch::randn({2, spectral.slice_samples(12)});
  const at::Tensor back = spectral.synthesise(spectral.analyse(audio));
  const std::int64_t first = spectral.interior_begin();
  const std::int64_t last = spectral.interior_end(12);
  EXPECT_LT((back - audio).slice(1, first, last).abs().max().item<double>(), 1e-5);
}

TEST(Spectral, TurnsASteadyPartialSlowly) {
  const Spectral spectral(MelSettings{}, at::kCPU);
  // 3 Hz above bin 50: the compensated phase advances by 2 pi 3 hop / rate a frame.
  const double hz = 50 * 44100.0 / 2048 + 3;
  const std::vector<float> audio =
      test::tone({.hz = hz}, static_cast<std::size_t>(spectral.slice_samples(10)));
  const Complex x = spectral.analyse(torch::tensor(at::ArrayRef<float>(audio)).unsqueeze(0));
  const at::Tensor phase = torch::atan2(x.im, x.re).select(2, 50)[0];
  for (std::int64_t n = 0; n + 1 < 10; ++n)
    EXPECT_NEAR(std::remainder((phase[n + 1] - phase[n]).item<double>(), 2 * std::numbers::pi),
                2 * std::numbers::pi * 3 * 512 / 44100, 1e-3);
}

TEST(Spectral, GivesWhiteNoiseUnitVariance) {
  const Spectral spectral(MelSettings{}, at::kCPU);
  torch::manual_seed(4);
  const Complex x = spectral.analyse(torch::randn({4, spectral.slice_samples(40)}));
  const double power = (x.re.square() + x.im.square()).slice(2, 1, 1024).mean().item<double>();
  EXPECT_NEAR(power * spectral.noise_scale() * spectral.noise_scale(), 1.0, 0.02);
}

}  // namespace
}  // namespace driftwave::training
