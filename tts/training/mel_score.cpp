#include "tts/training/mel_score.h"

#include <ATen/ATen.h>

#include <array>
#include <cmath>
#include <vector>

namespace driftwave {
namespace {

using training::EnergyScore;
using training::PatchOptions;

constexpr double kLowestModulationHz = 4.0;
constexpr double kHighestModulationHz = 20.0;

at::Tensor difference(const at::Tensor& x, std::int64_t dim) {
  return x.slice(dim, 1) - x.slice(dim, 0, x.size(dim) - 1);
}

/// A difference counts as the lesser of its two ends.
at::Tensor mask_of_difference(const at::Tensor& mask, std::int64_t dim) {
  if (!mask.defined() || mask.size(dim) == 1) return mask;
  return at::minimum(mask.slice(dim, 1), mask.slice(dim, 0, mask.size(dim) - 1));
}

/// Score of the images themselves, or of their differences along `dim`.
EnergyScore score_along(std::span<const at::Tensor> draws, const at::Tensor& target, PatchOptions options,
                        std::int64_t dim) {
  std::vector<at::Tensor> changes;
  for (const at::Tensor& draw : draws) changes.push_back(difference(draw, dim));
  options.mask = mask_of_difference(options.mask, dim);
  return training::energy_score(changes, difference(target, dim), options);
}

double ratio(const at::Tensor& a, const at::Tensor& b) {
  return std::sqrt(a.square().sum().item<double>() / std::max(1e-12, b.square().sum().item<double>()));
}

/// Magnitudes of the bands' movement at syllabic rates.
at::Tensor modulation(const at::Tensor& mel, double frames_per_second) {
  const at::Tensor spectrum = at::abs(at::fft_rfft(mel - mel.mean(0, true), c10::nullopt, 0));
  const double hz_per_bin = frames_per_second / static_cast<double>(mel.size(0));
  const auto first = static_cast<std::int64_t>(std::ceil(kLowestModulationHz / hz_per_bin));
  const auto last = static_cast<std::int64_t>(std::floor(kHighestModulationHz / hz_per_bin)) + 1;
  return spectrum.slice(0, first, last);
}

}  // namespace

EnergyScore mel_energy_score(std::span<const at::Tensor> draws, const at::Tensor& target,
                             const at::Tensor& mask, std::int64_t shift) {
  std::vector<at::Tensor> images;
  for (const at::Tensor& draw : draws) images.push_back(draw.unsqueeze(0));
  const at::Tensor image = target.unsqueeze(0);
  const PatchOptions options{.sizes = {{1, 1}, {2, 4}, {4, 8}, {8, 16}, {1, 32}, {16, 4}},
                             .mask = mask.defined() ? mask.unsqueeze(0) : at::Tensor{},
                             .shift = shift};
  const std::array scores = {training::energy_score(images, image, options),
                             score_along(images, image, options, 1), score_along(images, image, options, 2)};
  constexpr std::array kWeights = {1.0, 1.0, 1.0};
  return training::weighted_sum(scores, kWeights);
}

EnergyScore curve_energy_score(std::span<const at::Tensor> draws, const at::Tensor& target,
                               const at::Tensor& weight, std::int64_t shift) {
  const auto as_image = [](const at::Tensor& curve) { return curve.view({1, -1, 1}); };
  std::vector<at::Tensor> images;
  for (const at::Tensor& draw : draws) images.push_back(as_image(draw));
  const PatchOptions options{.sizes = {{1, 1}, {4, 1}, {16, 1}},
                             .mask = weight.defined() ? as_image(weight) : at::Tensor{},
                             .shift = shift};
  const std::array scores = {training::energy_score(images, as_image(target), options),
                             score_along(images, as_image(target), options, 1)};
  constexpr std::array kWeights = {1.0, 1.0};
  return training::weighted_sum(scores, kWeights);
}

MelLiveliness compare_liveliness(const at::Tensor& drawn, const at::Tensor& recorded,
                                 double frames_per_second) {
  return {.detail = ratio(difference(drawn, 1), difference(recorded, 1)),
          .change = ratio(difference(drawn, 0), difference(recorded, 0)),
          .modulation = ratio(modulation(drawn, frames_per_second), modulation(recorded, frames_per_second))};
}

}  // namespace driftwave
