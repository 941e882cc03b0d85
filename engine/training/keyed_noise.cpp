#include "engine/training/keyed_noise.h"

#include <ATen/ATen.h>

namespace driftwave::training {
namespace {

using Draw = void (*)(const NoiseKey&, std::uint64_t, std::span<float>) noexcept;

at::Tensor draw_rows(Draw draw, const NoiseKey& key, const NoiseRows& rows) {
  at::Tensor out = at::empty({rows.count, rows.columns}, at::kFloat);
  draw(key, static_cast<std::uint64_t>(rows.first * rows.columns),
       {out.data_ptr<float>(), static_cast<std::size_t>(out.numel())});
  return out;
}

}  // namespace

at::Tensor normal_rows(const NoiseKey& key, const NoiseRows& rows) {
  return draw_rows(gaussian_noise, key, rows);
}

at::Tensor uniform_rows(const NoiseKey& key, const NoiseRows& rows) {
  return draw_rows(uniform_noise, key, rows);
}

}  // namespace driftwave::training
