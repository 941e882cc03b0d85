#include "engine/nn/attention.h"

#include "tests/engine/nn/reference.h"

namespace driftwave {
namespace {

constexpr std::size_t kChannels = 12;
constexpr std::size_t kHeads = 3;
constexpr std::size_t kDepth = kChannels / kHeads;
constexpr std::ptrdiff_t kFarthest = 4;
constexpr SelfAttentionOptions kOptions{.channels = kChannels, .heads = kHeads, .max_distance = kFarthest};

Doubles attention_reference(const Doubles& x, const RandomWeights& weights) {
  const auto project = [&](const Doubles& input, const std::string& name) {
    return linear_reference(input, doubles(weights.flat("a." + name + ".weight", kChannels * kChannels)),
                            doubles(weights.flat("a." + name + ".bias", kChannels)), kChannels);
  };
  const auto query = project(x, "query");
  const auto key = project(x, "key");
  const auto value = project(x, "value");
  const auto bias = weights.flat("a.relative_bias", kHeads * (2 * kFarthest + 1));
  const std::size_t positions = x.size() / kChannels;
  Doubles mixed(x.size(), 0.0);
  for (std::size_t head = 0; head < kHeads; ++head) {
    for (std::size_t i = 0; i < positions; ++i) {
      Doubles weight(positions);
      double sum = 0.0;
      for (std::size_t j = 0; j < positions; ++j) {
        double score = 0.0;
        for (std::size_t d = head * kDepth; d < (head + 1) * kDepth; ++d) {
          score += query[i * kChannels + d] * key[j * kChannels + d];
        }
        const auto distance = std::clamp(static_cast<std::ptrdiff_t>(j) - static_cast<std::ptrdiff_t>(i),
                                         -kFarthest, kFarthest);
        const auto at = static_cast<std::ptrdiff_t>(head) * (2 * kFarthest + 1) + distance + kFarthest;
        weight[j] = std::exp(score / 2.0 + bias[static_cast<std::size_t>(at)]);
        sum += weight[j];
      }
      for (std::size_t j = 0; j < positions; ++j) {
        for (std::size_t d = head * kDepth; d < (head + 1) * kDepth; ++d) {
          mixed[i * kChannels + d] += weight[j] / sum * value[j * kChannels + d];
        }
      }
    }
  }
  return project(mixed, "output");
}

TEST(SelfAttention, MatchesTheDefinition) {
  const RandomWeights weights;
  const SelfAttention attention(weights, "a", kOptions);
  for (const std::size_t positions : {1U, 2U, 30U}) {
    const auto x = random_values("x", positions * kChannels);
    std::vector<float> y(x.size());
    attention(x, y);
    ASSERT_LT(relative_error(y, attention_reference(doubles(x), weights)), 1e-5) << positions;
  }
}

TEST(SelfAttention, AcceptsAnEmptySequence) {
  const SelfAttention attention(RandomWeights(), "a", kOptions);
  std::vector<float> nothing;
  EXPECT_NO_THROW(attention(nothing, nothing));
}

TEST(SelfAttention, RefusesHeadsThatDoNotDivideTheChannels) {
  EXPECT_THROW(SelfAttention(RandomWeights(), "a", {.channels = 10, .heads = 3, .max_distance = 4}), Error);
}

}  // namespace
}  // namespace driftwave
