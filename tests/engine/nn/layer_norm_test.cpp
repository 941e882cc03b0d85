#include "engine/nn/layer_norm.h"

#include "tests/engine/nn/reference.h"

namespace driftwave {
namespace {

TEST(LayerNorm, MatchesTheDefinitionInPlace) {
  const RandomWeights weights;
  const LayerNorm norm(weights, "norm", {.channels = 48, .epsilon = 1e-6F});
  auto x = random_values("x", 9 * 48, 4.0F);
  const auto want = layer_norm_reference(doubles(x), doubles(weights.flat("norm.weight", 48)),
                                         doubles(weights.flat("norm.bias", 48)), 1e-6);
  norm(x, x);
  EXPECT_LT(relative_error(x, want), 2e-6);
}

TEST(LayerNorm, KeepsItsAccuracyOnALargeMean) {
  const LayerNorm norm(RandomWeights(), "norm", {.channels = 64});
  auto x = random_values("x", 64);
  auto shifted = x;
  for (float& v : shifted) v += 1000.0F;
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = shifted[i] - 1000.0F;
  std::vector<float> a(64);
  std::vector<float> b(64);
  norm(x, a);
  norm(shifted, b);
  EXPECT_LT(relative_error(b, doubles(a)), 1e-4);
}

TEST(LayerNorm, ModulatesAsFilm) {
  const RandomWeights weights;
  const LayerNorm norm(weights, "norm", {.channels = 8});
  const auto x = random_values("x", 3 * 8);
  const auto film_scale = random_values("film scale", 8);
  const auto film_shift = random_values("film shift", 8);
  std::vector<float> plain(x.size());
  norm(x, plain);
  Doubles want;
  for (std::size_t i = 0; i < x.size(); ++i) {
    want.push_back((1.0 + film_scale[i % 8]) * static_cast<double>(plain[i]) + film_shift[i % 8]);
  }
  std::vector<float> scale(8);
  std::vector<float> shift(8);
  norm.modulate({.scale = film_scale, .shift = film_shift}, scale, shift);
  std::vector<float> y(x.size());
  norm(x, y, {.scale = scale, .shift = shift});
  EXPECT_LT(relative_error(y, want), 1e-5);
}

TEST(LayerNorm, RefusesNoChannels) {
  EXPECT_THROW(LayerNorm(RandomWeights(), "norm", {}), Error);
}

}  // namespace
}  // namespace driftwave
